package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.SignedZone;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class DnssecExpiringTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DnssecExpiring();
    }

    @Override
    public Scene fine() {
        return Scene.well().secured(zone());
    }

    @Override
    public Scene wrong() {
        return Scene.well().secured(ending(20));
    }

    private static SignedZone zone() {
        return new SignedZone("example.test.", Scene.NOW);
    }

    private static SignedZone ending(int hours) {
        var end = Scene.NOW.plus(Duration.ofHours(hours));
        return zone().mxSigned(end.minus(Duration.ofDays(14)), end);
    }

    @Test
    void it_warns_which_set_and_when() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .contains(
                                "the MX set of example.test. ends at 2026-11-24T22:50:00Z, 20 h"
                                        + " from now"),
                finding().message());
    }

    @Test
    void what_has_ended_is_another_finding() {
        assertEquals(List.of(), rule().judge(Scene.well().secured(ending(-1)).situation()));
    }
}
