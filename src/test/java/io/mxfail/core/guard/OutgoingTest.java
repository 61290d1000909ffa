package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

final class OutgoingTest {
    private static final String KEY =
            " 60 IN TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n";

    private static Scene asking(String record) {
        return Scene.well()
                .senders("primary", "192.0.2.10")
                .senders("backup", "192.0.2.33")
                .world("_dmarc.example.test. 60 IN TXT \"" + record + "\"\n");
    }

    private static List<String> lines(Scene scene) {
        return Outgoing.of(scene.situation());
    }

    @Test
    void what_a_plan_gives_and_what_stays_is_told_of_each_site() {
        assertEquals(
                List.of(
                        "mail of example.test from primary passes DMARC by SPF, as it does now and"
                                + " in between",
                        "mail of example.test from backup passes DMARC by SPF after the switch;"
                                + " now by neither SPF nor DKIM, and so where old records linger"),
                lines(asking("v=DMARC1; p=none")));
    }

    @Test
    void domains_that_fare_alike_share_a_line() {
        Scene two =
                asking("v=DMARC1; p=reject")
                        .domain("shop.test.")
                        .world("_dmarc.shop.test. 60 IN TXT \"v=DMARC1; p=none\"\n");
        assertEquals(
                "mail of example.test, shop.test from primary passes DMARC by SPF, as it does now"
                        + " and in between",
                lines(two).getFirst());
    }

    @Test
    void both_legs_and_what_is_not_known_have_their_words() {
        Scene signed =
                asking("v=DMARC1; p=reject")
                        .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                        .world("bk1.dkim.backup.test." + KEY)
                        .envelope("primary", "bounce.example.test")
                        .senders("primary")
                        .world("bounce.example.test. 60 IN TXT \"v=spf1 a -all\"\n");
        assertEquals(
                List.of(
                        "mail of example.test through primary passes DMARC by nothing that is"
                                + " known, as it does now and in between",
                        "mail of example.test from backup passes DMARC by SPF and DKIM after the"
                                + " switch; now by neither SPF nor DKIM; by DKIM where old records"
                                + " linger"),
                lines(signed));
    }

    @Test
    void without_a_policy_spf_and_dkim_are_told_and_without_a_plan_nothing() {
        assertEquals(
                List.of(
                        "mail of example.test from backup passes SPF after the switch; now neither"
                                + " SPF nor DKIM, and so where old records linger (no DMARC"
                                + " policy)"),
                lines(Scene.well().senders("backup", "192.0.2.33")));
        assertEquals(List.of(), lines(asking("v=DMARC1; p=reject").check()));
    }

    @Test
    void of_what_nobody_knows_and_no_policy_asks_nothing_is_told() {
        assertEquals(
                List.of(),
                lines(
                        Scene.well()
                                .envelope("primary", "bounce.example.test")
                                .senders("primary")
                                .world("bounce.example.test. 60 IN TXT \"v=spf1 a -all\"\n")));
    }

    /// Known by `mx` now and by its address then: who remembers the old record and not the MX finds
    /// neither.
    @Test
    void what_fails_in_between_alone_is_told_apart() {
        Scene scene =
                Scene.well()
                        .spf("primary", "ip4:192.0.2.10")
                        .senders("primary", "192.0.2.10")
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 mx -all"
                                """);
        assertEquals(
                List.of(
                        "mail of example.test from primary passes SPF, as it does now; neither SPF"
                                + " nor DKIM where old records linger (no DMARC policy)"),
                lines(scene));
    }

    @Test
    void an_old_key_of_the_same_name_lingers_as_well() {
        Scene scene =
                asking("v=DMARC1; p=reject")
                        .senders("backup")
                        .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                        .envelope("backup", "esp.test")
                        .world("bk1.dkim.backup.test." + KEY)
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 ~all"
                                bk1._domainkey.example.test. 900 IN CNAME gone.dkim.backup.test.
                                gone.dkim.backup.test. 900 IN TXT "v=DKIM1; p="
                                """);
        assertEquals(
                "mail of example.test through backup passes DMARC by DKIM after the switch; now by"
                        + " neither SPF nor DKIM, and so where old records linger",
                lines(scene).getLast());
    }

    /// Receivers that got mail of the primary signed with a key that was not published
    /// remember that it is not there; nobody asked for the key of a site that does not send
    /// yet.
    @Test
    void a_key_that_was_missing_is_remembered_as_missing_where_its_site_sends_already() {
        Scene scene =
                asking("v=DMARC1; p=reject")
                        .dkim("primary", "pk1._domainkey CNAME pk1.dkim.primary.test.")
                        .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                        .world("pk1.dkim.primary.test." + KEY)
                        .world("bk1.dkim.backup.test." + KEY);
        assertEquals(
                List.of(
                        "mail of example.test from primary passes DMARC by SPF and DKIM after the"
                                + " switch; now by SPF, and so where old records linger",
                        "mail of example.test from backup passes DMARC by SPF and DKIM after the"
                                + " switch; now by neither SPF nor DKIM; by DKIM where old records"
                                + " linger"),
                lines(scene));
    }

    @Test
    void an_included_record_that_was_missing_is_a_permanent_error_where_it_is_remembered_so() {
        Scene scene =
                Scene.well()
                        .spf("primary")
                        .spf("backup")
                        .records("backup", "_spf TXT \"v=spf1 ip4:192.0.2.33 -all\"")
                        .senders("backup", "192.0.2.33")
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 include:_spf.example.test -all"
                                """);
        assertEquals(
                List.of(
                        "mail of example.test from backup passes SPF after the switch; now neither"
                                + " SPF nor DKIM, and so where old records linger (no DMARC"
                                + " policy)"),
                lines(scene));
    }
}
