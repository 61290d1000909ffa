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
        return asking("v=DMARC1; p=reject")
                .senders("backup", "192.0.2.33")
                .live(
                        """
                        example.test. 3600 IN MX 10 mx1.example.test.
                        example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 \
                        include:_spf.backup.test ~all"
                        """);
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

    /// The new senders come with the switch itself, and caches hold the record without them.
    @Test
    void mail_that_passes_only_once_old_records_are_forgotten_is_told() {
        Finding late = only(asking("v=DMARC1; p=reject").senders("backup", "192.0.2.33"));
        assertEquals(Severity.WARN, late.severity());
        assertEquals(List.of(), Blocking.of(List.of(late), "backup", List.of()));
        assertTrue(
                late.message()
                        .contains(
                                "(with the old TXT of example.test SPF of example.test does not"
                                        + " pass 192.0.2.33; the site names no key under `dkim`)"),
                late::message);
        assertTrue(late.fix().contains("`mxfail prepare`"), late::fix);
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

    private static Scene through(String envelope, String record) {
        return asking(record)
                .senders("backup", "192.0.2.33")
                .envelope("backup", envelope)
                .world(
                        """
                        bounce.example.test. 60 IN TXT "v=spf1 include:_spf.backup.test -all"
                        esp.test. 60 IN TXT "v=spf1 include:_spf.backup.test -all"
                        """);
    }

    @Test
    void a_service_with_its_own_envelope_and_no_key_of_the_domain_fails() {
        Finding finding = only(through("esp.test", "v=DMARC1; p=reject"));
        assertTrue(
                finding.message()
                        .contains(
                                "(its envelope's domain esp.test is not aligned; the site names no"
                                        + " key under `dkim`)"),
                finding.message());
        assertTrue(finding.fix().contains("`submission.envelope`"), finding.fix());
        assertEquals("backup", finding.where().site().orElseThrow());
    }

    @Test
    void a_bounce_name_below_the_domain_is_aligned_unless_the_policy_is_strict() {
        for (String envelope : List.of("bounce.${domain}", "bounces+1@bounce.${domain}")) {
            assertEquals(
                    List.of(),
                    rule().judge(through(envelope, "v=DMARC1; p=reject").situation()),
                    envelope);
            assertTrue(
                    only(through(envelope, "v=DMARC1; p=reject; aspf=s"))
                            .message()
                            .contains(
                                    "bounce.example.test is not example.test itself, as aspf=s"
                                            + " asks"));
        }
    }

    @Test
    void a_bounce_name_whose_record_lets_nobody_send_is_no_leg() {
        Scene scene =
                through("quiet.example.test", "v=DMARC1; p=reject")
                        .world("quiet.example.test. 60 IN TXT \"v=spf1 -all\"\n");
        assertTrue(only(scene).message().contains("SPF of quiet.example.test passes none"));
    }

    @Test
    void a_site_without_senders_is_judged_by_its_envelope() {
        assertTrue(
                only(through("none.example.test", "v=DMARC1; p=reject").senders("backup"))
                        .message()
                        .contains("none.example.test has no SPF record"));
        assertEquals(
                List.of(),
                rule().judge(
                                through("bounce.example.test", "v=DMARC1; p=reject")
                                        .senders("backup")
                                        .situation()));
    }

    @Test
    void what_passes_only_until_the_switch_is_told_with_what_it_passes_by() {
        Scene scene =
                asking("v=DMARC1; p=reject")
                        .envelope("primary", "esp.test")
                        .dkim("primary", "s1._domainkey TXT \"v=DKIM1; p=\"")
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 ~all"
                                s1._domainkey.example.test.\
                                """
                                        + KEY);
        assertTrue(
                only(scene)
                        .message()
                        .contains(
                                "after the switch (now it does by the key"
                                        + " s1._domainkey.example.test)"),
                only(scene).message());
    }

    @Test
    void the_key_must_be_of_the_author_whom_applications_use() {
        Scene scene =
                through("esp.test", "v=DMARC1; p=reject")
                        .dkim("backup", "bk1._domainkey.mail CNAME bk1.dkim.backup.test.")
                        .world("bk1.dkim.backup.test." + KEY);
        assertEquals(List.of(), rule().judge(scene.situation()));
        Scene strict =
                through("esp.test", "v=DMARC1; p=reject; adkim=s")
                        .dkim("backup", "bk1._domainkey.mail CNAME bk1.dkim.backup.test.")
                        .world("bk1.dkim.backup.test." + KEY);
        assertTrue(only(strict).message().contains("sign for mail.example.test"));
    }

    @Test
    void mail_by_an_included_record_that_receivers_remember_as_missing_is_told() {
        Scene scene =
                asking("v=DMARC1; p=reject")
                        .spf("primary")
                        .spf("backup")
                        .records("backup", "_spf TXT \"v=spf1 ip4:192.0.2.33 -all\"")
                        .senders("backup", "192.0.2.33");
        String live =
                """
                example.test. 3600 IN MX 10 mx1.example.test.
                example.test. 3600 IN TXT "v=spf1 include:_spf.example.test -all"
                """;
        Finding late = only(scene.live(live));
        assertEquals(Severity.WARN, late.severity());
        assertTrue(
                late.message().contains("(with the missing TXT of _spf.example.test SPF of"),
                late::message);
        assertEquals(
                List.of(),
                rule().judge(
                                scene.live(
                                                live
                                                        + "_spf.example.test. 60 IN TXT \"v=spf1"
                                                        + " ip4:192.0.2.33 -all\"\n")
                                        .situation()));
    }
}
