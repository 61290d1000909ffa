package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.SignedZone;

import org.junit.jupiter.api.Test;

final class DnssecUnsupportedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DnssecUnsupported();
    }

    @Override
    public Scene fine() {
        return Scene.well().secured(zone());
    }

    @Override
    public Scene wrong() {
        return Scene.well().secured(zone().unknownAtParent(12, 3));
    }

    private static SignedZone zone() {
        return new SignedZone("example.test.", Scene.NOW);
    }

    @Test
    void it_warns_and_names_what_nobody_knows() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("algorithm 12 with digest 3"), finding().message());
    }
}
