package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class BreachDmarcTest implements RuleCase {
    @Override
    public Rule rule() {
        return new BreachDmarc();
    }

    @Override
    public Scene fine() {
        return breach("_dmarc.example.test.", "v=DMARC1; p=quarantine");
    }

    @Override
    public Scene wrong() {
        return breach("_dmarc.example.test.", "v=DMARC1; p=none; rua=mailto:r@x.test; pct=5; t=y");
    }

    private static Scene breach(String name, String record) {
        return Scene.well()
                .mode(Mode.BREACH)
                .senders("backup", "192.0.2.33")
                .world(name + " 60 IN TXT \"" + record + "\"\n");
    }

    @Test
    void the_exact_record_is_suggested_where_the_new_sites_mail_passes() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding().message().endsWith("mail of backup passes by SPF of example.test"),
                finding().message());
        assertTrue(
                finding()
                        .fix()
                        .contains(
                                "publish `_dmarc.example.test. TXT \"v=DMARC1; p=reject;"
                                        + " sp=reject; rua=mailto:r@x.test\"`"),
                finding().fix());
        assertEquals(List.of(), Blocking.of(List.of(finding()), "backup", List.of()));
    }

    @Test
    void nothing_stricter_is_suggested_where_that_is_not_known() {
        for (Scene scene :
                List.of(
                        wrong().senders("backup"),
                        wrong().senders("backup", "192.0.2.99"),
                        wrong().submission("backup", "smtp.example.test"),
                        wrong().envelope("backup", "esp.test"))) {
            Finding finding = only(scene);
            assertFalse(finding.fix().contains("p=reject"), finding.fix());
            assertTrue(finding.fix().contains("is not known to pass itself"), finding.fix());
        }
    }

    @Test
    void a_policy_of_the_organisation_is_made_the_domains_own() {
        Scene scene = breach("_dmarc.test.", "v=DMARC1; p=reject; sp=none; psd=n; adkim=s");
        assertTrue(
                only(scene)
                        .fix()
                        .contains(
                                "`_dmarc.example.test. TXT \"v=DMARC1; p=reject; sp=reject;"
                                        + " adkim=s\"`"),
                only(scene).fix());
    }

    @Test
    void it_speaks_in_a_breach_alone_and_not_where_there_is_no_policy() {
        assertEquals(List.of(), rule().judge(wrong().mode(Mode.EMERGENCY).situation()));
        assertEquals(List.of(), rule().judge(wrong().check().situation()));
        assertEquals(List.of(), rule().judge(Scene.well().mode(Mode.BREACH).situation()));
    }
}
