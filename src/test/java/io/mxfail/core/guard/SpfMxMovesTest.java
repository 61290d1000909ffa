package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfMxMovesTest implements RuleCase {
    private static final String BY_MX =
            """
            example.test. 3600 IN MX 10 mx1.example.test.
            example.test. 3600 IN TXT "v=spf1 mx ~all"
            """;

    @Override
    public Rule rule() {
        return new SpfMxMoves();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().spf("primary").live(BY_MX);
    }

    @Test
    void the_addresses_that_lose_their_right_are_named_with_their_terms() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().startsWith("`mx` in the SPF record of example.test"));
        assertTrue(finding.message().contains("192.0.2.10 may send now, and may not then"));
        assertTrue(finding.fix().contains("add ip4:192.0.2.10 to `spf` of site primary"));
    }

    @Test
    void a_host_that_another_term_authorises_keeps_its_right() {
        Scene scene = Scene.well().live(BY_MX);
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void in_a_breach_the_old_hosts_shall_lose_it() {
        assertEquals(List.of(), rule().judge(wrong().mode(Mode.BREACH).situation()));
    }

    @Test
    void where_nothing_is_planned_nothing_moves() {
        assertEquals(List.of(), rule().judge(wrong().check().situation()));
    }

    @Test
    void an_address_that_only_the_new_mx_authorises_is_late() {
        Scene scene = Scene.well().live(BY_MX).senders("backup", "192.0.2.20").spf("backup");
        Finding finding = only(scene);
        assertTrue(
                finding.message().startsWith("receivers that remember the records before"),
                finding.message());
        assertTrue(finding.message().contains("for up to 3600 s, take `mx` in the SPF record"));
        assertTrue(finding.message().contains("192.0.2.20 may not send until"));
        assertTrue(finding.fix().startsWith("add ip4:192.0.2.20 to `spf`"));
    }

    @Test
    void an_address_with_a_term_of_its_own_is_not() {
        Scene scene =
                Scene.well()
                        .live(BY_MX)
                        .senders("backup", "192.0.2.20")
                        .spf("backup", "ip4:192.0.2.20");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    /// Two names change places: who remembers one and asks for the other finds an address at
    /// neither, though it is let in before the switch and after it.
    @Test
    void names_are_remembered_each_on_its_own() {
        Scene scene =
                Scene.well()
                        .spf("primary")
                        .spf("backup")
                        .records("primary", "s1 A 192.0.2.71", "s2 A 192.0.2.72")
                        .records("backup", "s1 A 192.0.2.72", "s2 A 192.0.2.71")
                        .senders("primary", "192.0.2.71")
                        .live(
                                "example.test. 3600 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 3600 IN TXT \"v=spf1 a:s1.example.test"
                                        + " a:s2.example.test -all\"\n"
                                        + "s1.example.test. 1800 IN A 192.0.2.71\n"
                                        + "s2.example.test. 1800 IN A 192.0.2.72\n");
        Finding finding = only(scene);
        assertTrue(finding.message().contains("192.0.2.71 may not send until"), finding::message);
        assertTrue(finding.message().contains("for up to 3600 s"), finding::message);
    }
}
