package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Policies are judged as the plan leaves them, not as they are served before it.
final class PlannedPoliciesTest extends CompanyAtLab {
    private void profile(String old, String replacement) throws IOException {
        Path profile = company.folder.resolve("profiles/acme.yaml");
        String text = Files.readString(profile);
        assertTrue(text.contains(old), text);
        Files.writeString(profile, text.replace(old, replacement));
    }

    @Test
    void an_address_that_the_plan_authorises_is_authorised() throws IOException {
        profile(
                "    spf: [ip4:198.51.100.20]\n",
                "    spf: [ip4:198.51.100.20]\n    senders: [198.51.100.20]\n");
        Company.Ran plan = company.mxfail("plan", "--to", "backup");
        assertTrue(plan.out().contains("ip4:198.51.100.20"), plan.out());
        assertFalse(plan.out().contains("SPF-SENDER"), plan.out());
        assertEquals(0, plan.exit(), plan.out());
    }

    @Test
    void what_spf_says_of_an_address_now_in_the_mixtures_and_then_is_json_on_request()
            throws IOException {
        profile(
                "    spf: [ip4:198.51.100.20]\n",
                "    spf: [ip4:198.51.100.20]\n    senders: [198.51.100.20]\n");
        Company.Ran plan = company.mxfail("plan", "--to", "backup", "--json");
        String told = plan.out().replaceAll("\\s+", "");
        String sender = told.replaceFirst(".*\"senders\":\\[", "");
        assertTrue(sender.startsWith("{\"profile\":\"acme\",\"domain\":\"acme.test.\""), told);
        assertTrue(sender.contains("\"site\":\"backup\",\"address\":\"198.51.100.20\""), told);
        assertTrue(sender.contains("\"before\":{\"result\":\"softfail\""), told);
        assertTrue(sender.contains("\"mixed\":{\"result\":\"softfail\""), told);
        assertTrue(sender.contains("\"old\":[\"acme.test.TXT\"]"), told);
        assertTrue(sender.contains("\"after\":{\"result\":\"pass\""), told);
    }

    @Test
    void an_address_that_a_breach_takes_away_is_gone() throws IOException {
        Company.Ran plan = company.mxfail("plan", "--to", "backup", "--mode", "breach");
        assertFalse(plan.out().contains("BREACH-OPEN"), plan.out());
    }
}
