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
                        "mail of example.test from primary passes DMARC by SPF, as it does now",
                        "mail of example.test from backup passes DMARC by SPF after the switch;"
                                + " now by neither SPF nor DKIM"),
                lines(asking("v=DMARC1; p=none")));
    }

    @Test
    void domains_that_fare_alike_share_a_line() {
        Scene two =
                asking("v=DMARC1; p=reject")
                        .domain("shop.test.")
                        .world("_dmarc.shop.test. 60 IN TXT \"v=DMARC1; p=none\"\n");
        assertEquals(
                "mail of example.test, shop.test from primary passes DMARC by SPF, as it does now",
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
                                + " known, as it does now",
                        "mail of example.test from backup passes DMARC by SPF and DKIM after the"
                                + " switch; now by neither SPF nor DKIM"),
                lines(signed));
    }

    @Test
    void without_a_policy_or_a_plan_there_is_nothing_to_tell() {
        assertEquals(List.of(), lines(Scene.well().senders("backup", "192.0.2.33")));
        assertEquals(List.of(), lines(asking("v=DMARC1; p=reject").check()));
    }
}
