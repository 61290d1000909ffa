package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MxEqualTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MxEqual();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .site("primary", "10 mx1.example.test.", "10 mx.backup.test.")
                .probed(
                        "primary",
                        Scene.host("mx1.example.test.", Scene.accepting("192.0.2.10")),
                        Scene.host("mx.backup.test.", Scene.accepting("192.0.2.20")))
                .live("example.test. 60 IN MX 10 mx.backup.test.")
                .to("primary");
    }

    @Test
    void it_is_critical_where_the_site_being_left_is_dead() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals(Severity.CRIT, only(wrong().mode(Mode.EMERGENCY)).severity());
        assertEquals(Severity.CRIT, only(wrong().mode(Mode.BREACH)).severity());
    }

    @Test
    void hosts_of_one_site_may_be_equal() {
        Scene scene = Scene.well().site("backup", "10 mx.backup.test.", "10 mx2.backup.test.");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_worse_host_of_another_site_is_no_mixture() {
        Scene scene =
                Scene.well()
                        .site("primary", "10 mx1.example.test.", "20 mx.backup.test.")
                        .to("primary");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_mixture_served_now_is_a_warning_that_the_plan_ends() {
        Finding finding =
                only(
                        Scene.well()
                                .live(
                                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                                + "example.test. 60 IN MX 10 mx.backup.test."));
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("served now"));
        assertTrue(finding.message().contains("about 50 % of the mail"), finding::message);
    }
}
