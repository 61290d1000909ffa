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
        // who remembers s2 and asks for s1; where s1 is the one, it is found there
        assertTrue(finding.message().contains("for up to 1800 s"), finding::message);
    }

    /// The old record lets hosts in by `mx`, the new one each by its address: who remembers the old
    /// record and asks for the MX finds the new hosts.
    @Test
    void an_old_mx_term_with_the_new_mx_shuts_the_former_hosts_out() {
        Scene scene =
                Scene.well()
                        .live(BY_MX.replace(" mx ~all", " mx -all"))
                        .senders("primary", "192.0.2.10")
                        .senders("backup", "192.0.2.20")
                        .spf("primary", "ip4:192.0.2.10")
                        .spf("backup", "ip4:192.0.2.20");
        Finding finding = only(scene);
        assertTrue(
                finding.message()
                        .startsWith(
                                "receivers that remember the old TXT of example.test, for up to"
                                        + " 3600 s, take `mx` in the old SPF record of example.test"
                                        + " for the new hosts: primary's 192.0.2.10 may not send"),
                finding::message);
    }

    /// Both sites have an SPF record of their own below one name: who remembers that of the site
    /// being left does not know the new senders, though the domain's own record never changes.
    @Test
    void an_own_include_that_moves_is_part_of_the_mixture() {
        for (String way : List.of("include:_spf.example.test -all", "redirect=_spf.example.test")) {
            Scene scene =
                    Scene.well()
                            .spf("primary")
                            .spf("backup")
                            .records("primary", "_spf TXT \"v=spf1 ip4:192.0.2.10 -all\"")
                            .records(
                                    "backup",
                                    "_spf TXT \"v=spf1 ip4:192.0.2.20 ip4:192.0.2.10 -all\"")
                            .senders("primary", "192.0.2.10")
                            .senders("backup", "192.0.2.20")
                            .live(
                                    "example.test. 3600 IN MX 10 mx1.example.test.\n"
                                            + "example.test. 3600 IN TXT \"v=spf1 "
                                            + way
                                            + "\"\n_spf.example.test. 900 IN TXT \"v=spf1"
                                            + " ip4:192.0.2.10 -all\"\n");
            Finding finding = only(scene);
            assertTrue(
                    finding.message()
                            .startsWith(
                                    "receivers that remember the old TXT of _spf.example.test, for"
                                            + " up to 900 s, take "),
                    finding::message);
            assertTrue(
                    finding.message().contains("backup's 192.0.2.20 may not send"),
                    finding::message);
        }
    }

    /// The domain's record and the one that it includes change together, and each is remembered on
    /// its own: the old record with the new include lets nobody of the former site in.
    @Test
    void the_old_record_meets_the_new_include() {
        Scene scene =
                Scene.well()
                        .spf("primary", "ip4:192.0.2.10")
                        .spf("backup", "ip4:192.0.2.20")
                        .records("primary", "_spf TXT \"v=spf1 ip4:192.0.2.10 -all\"")
                        .records("backup", "_spf TXT \"v=spf1 ip4:192.0.2.20 -all\"")
                        .senders("primary", "192.0.2.10")
                        .senders("backup", "192.0.2.20")
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 include:_spf.example.test -all"
                                _spf.example.test. 900 IN TXT "v=spf1 ip4:192.0.2.10 -all"
                                """);
        Finding finding = only(scene);
        assertTrue(
                finding.message().contains("in the old SPF record of example.test"),
                finding::message);
        assertTrue(finding.message().contains("primary's 192.0.2.10"), finding::message);
    }

    /// The new senders are none of the rule's business where receivers that remember the old record
    /// know them already, by a network.
    @Test
    void an_old_network_that_covers_the_new_address_keeps_everybody_in() {
        Scene scene =
                Scene.well()
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/24 mx -all"
                                """)
                        .senders("primary", "192.0.2.10")
                        .senders("backup", "192.0.2.20")
                        .spf("primary", "ip4:192.0.2.10")
                        .spf("backup", "ip4:192.0.2.20");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void an_address_that_no_host_has_and_a_site_names_loses_its_right_as_well() {
        Scene scene =
                Scene.well()
                        .spf("primary")
                        .senders("primary", "192.0.2.12")
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 mx/28 ~all"
                                """);
        assertTrue(
                rule().judge(scene.situation()).getFirst().message().contains("192.0.2.12"),
                rule().judge(scene.situation())::toString);
    }

    @Test
    void in_a_breach_the_site_that_stays_is_judged_in_the_mixtures() {
        Scene scene =
                Scene.well()
                        .live(BY_MX)
                        .senders("backup", "192.0.2.20")
                        .senders("primary", "192.0.2.10")
                        .spf("backup")
                        .mode(Mode.BREACH);
        assertTrue(only(scene).message().contains("backup's 192.0.2.20"), only(scene)::message);
    }

    private static Scene toRelay(String served) {
        return Scene.well()
                .spf("primary")
                .spf("backup")
                .records("backup", "relay A 192.0.2.20")
                .senders("backup", "192.0.2.20")
                .live(
                        "example.test. 3600 IN MX 10 mx1.example.test.\n"
                                + "example.test. 3600 IN TXT \"v=spf1 a:relay.example.test -all\"\n"
                                + served);
    }

    /// The record leads to a host that the switch brings: who asked before remembers that there is
    /// none, for the negative TTL.
    @Test
    void a_host_that_was_missing_and_that_the_record_leads_to_shuts_the_new_address_out() {
        Finding finding = only(toRelay(""));
        assertTrue(
                finding.message()
                        .startsWith(
                                "receivers that remember that relay.example.test has no A, for up"
                                        + " to 300 s, find nobody by `a:relay.example.test` in the"
                                        + " SPF record of example.test: backup's 192.0.2.20 may not"
                                        + " send until they forget it"),
                finding::message);
        assertEquals(
                List.of(),
                rule().judge(toRelay("relay.example.test. 60 IN A 192.0.2.20\n").situation()));
    }

    /// That an included record or the domain's first one was missing is told among the hazards.
    @Test
    void records_that_were_missing_are_told_elsewhere() {
        Scene included =
                Scene.well()
                        .spf("primary")
                        .spf("backup")
                        .records("backup", "_spf TXT \"v=spf1 ip4:192.0.2.20 -all\"")
                        .senders("backup", "192.0.2.20")
                        .live(
                                """
                                example.test. 3600 IN MX 10 mx1.example.test.
                                example.test. 3600 IN TXT "v=spf1 include:_spf.example.test -all"
                                """);
        Scene first =
                Scene.well()
                        .spf("backup", "ip4:192.0.2.20")
                        .senders("backup", "192.0.2.20")
                        .live("example.test. 3600 IN MX 10 mx1.example.test.\n");
        assertEquals(List.of(), rule().judge(included.situation()));
        assertEquals(List.of(), rule().judge(first.situation()));
    }
}
