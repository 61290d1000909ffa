package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Ask;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// Keys that the server lets change a few names and types only, as one gives them to a program.
abstract class LimitedKeyContract {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    abstract NameServer start(Zone zone);

    /// Update rules for what the profile names, with these types at the apex.
    abstract List<Grant> rules(Key key, String... atTheApex);

    @Test
    void a_key_for_the_names_and_types_of_the_profile_is_enough_there_and_back()
            throws IOException {
        try (NameServer server = serverWhereTheKeyMayChange("MX", "TXT");
                Company company = new Company(server.address(), KEY)) {
            List<String> origin = Ask.zone(server.address(), "acme.test");

            succeeds(company.mxfail(SWITCH));
            assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
            succeeds(company.mxfail("undo", "--yes", "--wait", "20s"));

            assertEquals(origin, Ask.zone(server.address(), "acme.test"));
        }
    }

    @Test
    void a_key_that_may_not_change_mx_changes_nothing_and_the_right_to_grant_is_named()
            throws IOException {
        try (NameServer server = serverWhereTheKeyMayChange("TXT");
                Company company = new Company(server.address(), KEY)) {
            List<String> origin = Ask.zone(server.address(), "acme.test");

            Company.Ran refused = company.mxfail(SWITCH);

            assertEquals(3, refused.exit(), refused.out() + refused.err());
            assertEquals(origin, Ask.zone(server.address(), "acme.test"));
            String said = (refused.out() + refused.err()).replaceAll("\\s+", " ");
            assertTrue(said.contains("mxfail-key."), said);
            assertTrue(said.contains("acme.test. MX TXT"), said);
            assertTrue(said.contains("smtp.acme.test. CNAME"), said);

            // the refused run does not stand in the way: it left nothing to resume or undo
            assertEquals(3, company.mxfail(SWITCH).exit());
        }
    }

    private NameServer serverWhereTheKeyMayChange(String... atTheApex) {
        return start(new Zone("acme.test", Company.ZONE, rules(KEY, atTheApex)));
    }

    private static void succeeds(Company.Ran ran) {
        assertEquals(0, ran.exit(), () -> ran.out() + ran.err());
    }
}
