package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfLookupsTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfLookups();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                            + "example.test. 60 IN TXT \"v=spf1 a:a0.example.test a:a1.example.test"
                            + " a:a2.example.test a:a3.example.test a:a4.example.test"
                            + " a:a5.example.test a:a6.example.test a:a7.example.test"
                            + " a:a8.example.test a:a9.example.test ~all\"")
                .world(addresses());
    }

    /// All names that the record asks about exist.
    private static String addresses() {
        var zone = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            zone.append("a").append(i).append(".example.test. 60 IN A 192.0.2.40\n");
        }
        return zone.toString();
    }

    @Test
    void ten_are_allowed_and_the_tree_is_shown() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().contains("costs 11 lookups"));
        assertTrue(finding().message().contains("include:_spf.backup.test"));
        Scene ten =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 60 IN TXT \"v=spf1 a:a0.example.test"
                                        + " a:a1.example.test a:a2.example.test a:a3.example.test"
                                        + " a:a4.example.test a:a5.example.test a:a6.example.test"
                                        + " a:a7.example.test a:a8.example.test ~all\"");
        assertEquals(List.of(), rule().judge(ten.situation()));
    }

    @Test
    void terms_of_includes_count() {
        Scene scene =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                    + "example.test. 60 IN TXT \"v=spf1 include:many.example.net"
                                    + " ~all\"")
                        .world(
                                "many.example.net. 60 IN TXT \"v=spf1 mx a ptr exists:x.test mx a"
                                        + " mx a mx -all\"\n");
        assertTrue(only(scene).message().contains("costs 11 lookups"));
    }

    @Test
    void eleven_hosts_of_one_mx_are_too_many() {
        var hosts = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            hosts.append("many.example.net. 60 IN MX 10 h").append(i).append(".example.net.\n");
        }
        Scene scene =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 60 IN TXT \"v=spf1 mx:many.example.net"
                                        + " ~all\"")
                        .world(hosts.toString());
        assertEquals(Severity.CRIT, only(scene).severity());
        assertTrue(only(scene).message().contains("leads to 11 mail hosts"));
        Scene ten =
                Scene.well()
                        .spf("backup", "mx:many.example.net")
                        .world(hosts.substring(hosts.indexOf("\n") + 1));
        assertEquals(List.of(), rule().judge(ten.situation()));
    }

    @Test
    void a_check_counts_what_switches_to_each_site_would_leave() {
        Scene scene =
                Scene.well()
                        .check()
                        .spf("backup", "a:a0.example.test", "a:a1.example.test", "mx", "ptr")
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 60 IN TXT \"v=spf1 a mx:example.test"
                                        + " a:a3.example.test a:a4.example.test a:a5.example.test"
                                        + " a:a6.example.test a:a7.example.test ~all\"")
                        .world(addresses());
        assertTrue(only(scene).message().contains("with the terms of every site costs 11"));
    }

    @Test
    void a_silent_include_leaves_it_unknown() {
        Finding finding = only(Scene.well().silent("_spf.backup.test."));
        assertEquals(Severity.UNKNOWN, finding.severity());
    }

    @Test
    void a_record_that_the_profile_does_not_touch_is_a_warning() {
        assertEquals(
                Severity.WARN,
                only(wrong().spf("primary")
                                .spf("backup")
                                .live("example.test. 60 IN TXT \"v=spf1" + " mx".repeat(11) + "\""))
                        .severity());
    }
}
