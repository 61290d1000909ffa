package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Contact;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class TargetUnreachableTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TargetUnreachable();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host("mx.backup.test.", Scene.dead("192.0.2.20", Contact.TIMED_OUT)));
    }

    @Test
    void a_dead_target_is_critical() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().contains("192.0.2.20:25 (no answer)"));
    }

    @Test
    void one_dead_address_of_two_is_a_warning() {
        Finding finding =
                only(
                        Scene.well()
                                .probed(
                                        "backup",
                                        Scene.host(
                                                "mx.backup.test.",
                                                Scene.accepting("192.0.2.20"),
                                                Scene.dead("2001:db8::20", Contact.REFUSED))));
        assertEquals(Severity.WARN, finding.severity());
    }

    @Test
    void no_route_here_says_nothing_of_the_host() {
        Scene scene =
                Scene.well()
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.accepting("192.0.2.20"),
                                        Scene.dead("2001:db8::20", Contact.NO_ROUTE_HERE)));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_slow_host_is_not_dead() {
        Scene scene =
                Scene.well()
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.but(
                                                Scene.accepting("192.0.2.20"),
                                                a -> Scene.slow(a, Duration.ofSeconds(29)))));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_host_of_many_domains_is_told_once() {
        Finding finding = only(wrong().domain("example.net.").domain("example.org."));
        assertTrue(finding.message().contains("for 3 domains"));
        assertTrue(finding.where().domain().isEmpty());
    }
}
