package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class MxCnameTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MxCname();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .onlyWorld(
                        "mx.backup.test. 60 IN CNAME host.backup.test.\n"
                                + "host.backup.test. 60 IN A 192.0.2.20\n"
                                + "_spf.backup.test. 60 IN TXT \"v=spf1 ip4:192.0.2.32/28 -all\"");
    }

    @Test
    void an_alias_of_others_is_a_warning() {
        assertEquals(Severity.WARN, finding().severity());
    }

    @Test
    void an_alias_in_a_zone_of_the_run_is_critical() {
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx2.example.test.")
                        .records("backup", "mx2 CNAME mx.backup.test.");
        assertEquals(Severity.CRIT, only(scene).severity());
    }
}
