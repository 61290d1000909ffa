package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class DmarcFailTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DmarcFail();
    }

    @Override
    public Scene fine() {
        return asking("v=DMARC1; p=reject").senders("backup", "192.0.2.33");
    }

    @Override
    public Scene wrong() {
        return asking("v=DMARC1; p=reject").senders("backup", "192.0.2.99");
    }

    private static Scene asking(String record) {
        return Scene.well().world("_dmarc.example.test. 60 IN TXT \"" + record + "\"\n");
    }

    @Test
    void mail_that_passes_nothing_blocks_the_switch_to_its_site() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().endsWith("DMARC asks receivers to reject it"));
        assertEquals(1, Blocking.of(List.of(finding()), "backup", List.of()).size());
    }

    @Test
    void one_leg_is_enough() {
        Scene signed =
                wrong().dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                        .world(
                                "bk1.dkim.backup.test. 60 IN TXT \"v=DKIM1; k=ed25519;"
                                        + " p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n");
        assertEquals(List.of(), rule().judge(signed.situation()));
    }

    @Test
    void a_policy_that_asks_for_nothing_or_only_tests_is_no_danger() {
        for (String record : List.of("v=DMARC1; p=none", "v=DMARC1; p=reject; t=y")) {
            Scene scene = asking(record).senders("backup", "192.0.2.99");
            assertEquals(List.of(), rule().judge(scene.situation()), record);
        }
    }

    @Test
    void a_subdomain_policy_of_the_parent_holds_for_the_domain() {
        Scene scene =
                Scene.well()
                        .senders("backup", "192.0.2.99")
                        .world("_dmarc.test. 60 IN TXT \"v=DMARC1; p=none; sp=quarantine\"\n");
        assertTrue(only(scene).message().endsWith("to quarantine it"));
    }

    private static final String KEY =
            " 60 IN TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n";

    @Test
    void a_key_of_a_subdomain_is_aligned_unless_the_policy_is_strict() {
        for (String mode : List.of("r", "s")) {
            Scene signed =
                    asking("v=DMARC1; p=reject; adkim=" + mode)
                            .senders("backup", "192.0.2.99")
                            .dkim("backup", "bk1._domainkey.mail CNAME bk1.dkim.backup.test.")
                            .world("bk1.dkim.backup.test." + KEY);
            assertEquals(mode.equals("s") ? 1 : 0, rule().judge(signed.situation()).size(), mode);
        }
    }

    @Test
    void a_policy_that_others_may_not_find_is_told_with_its_owner() {
        Scene scene =
                Scene.well()
                        .senders("backup", "192.0.2.99")
                        .world("_dmarc.test. 60 IN TXT \"v=DMARC1; p=reject\"\n");
        assertTrue(only(scene).message().contains("(the record of test, which receivers may miss"));
    }
}
