package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class SmtpSlowTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SmtpSlow();
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
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(
                                        Scene.accepting("192.0.2.20"),
                                        a -> Scene.slow(a, Duration.ofSeconds(6)))));
    }

    @Test
    void a_plan_only_warns() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("192.0.2.20:25 took 6.0 s"));
    }

    @Test
    void a_check_finds_it_critical_from_the_limit_on() {
        assertEquals(Severity.CRIT, only(wrong().check()).severity());
    }
}
