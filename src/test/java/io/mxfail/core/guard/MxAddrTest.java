package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MxAddrTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MxAddr();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .onlyWorld(
                        "mx1.example.test. 60 IN A 192.0.2.10\n"
                                + "_spf.backup.test. 60 IN TXT \"v=spf1 ip4:192.0.2.32/28 -all\"");
    }

    @Test
    void a_missing_name_and_a_missing_address_are_critical() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().contains("does not exist"));
        Finding noAddress = only(Scene.well().onlyWorld("mx.backup.test. 60 IN TXT \"here\""));
        assertEquals(Severity.CRIT, noAddress.severity());
        assertTrue(noAddress.message().contains("has no A or AAAA record"));
    }

    @Test
    void a_silent_server_leaves_it_unknown() {
        assertEquals(Severity.UNKNOWN, only(Scene.well().silent("mx.backup.test.")).severity());
    }

    @Test
    void an_address_that_the_plan_publishes_counts() {
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx2.example.test.")
                        .records("backup", "mx2 A 192.0.2.30");
        assertEquals(List.of(), rule().judge(scene.situation()));
        assertEquals(
                Severity.CRIT,
                only(Scene.well().site("backup", "10 mx2.example.test.")).severity());
    }

    @Test
    void a_host_that_the_profile_reaches_elsewhere_is_a_warning() {
        assertEquals(Severity.WARN, only(wrong().connectTo("mx.backup.test")).severity());
        Scene silent = Scene.well().silent("mx.backup.test.").connectTo("mx.backup.test");
        assertEquals(List.of(), rule().judge(silent.situation()));
    }

    @Test
    void a_check_looks_at_the_hosts_of_every_site() {
        assertEquals("backup", only(wrong().check()).where().site().orElseThrow());
    }

    @Test
    void a_host_of_many_domains_is_told_once() {
        assertTrue(only(wrong().domain("example.net.")).message().contains("for 2 domains"));
    }
}
