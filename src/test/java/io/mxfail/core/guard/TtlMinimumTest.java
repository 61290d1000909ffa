package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Capabilities;

import org.junit.jupiter.api.Test;

final class TtlMinimumTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TtlMinimum();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 300, 100));
    }

    @Test
    void it_warns_with_both_numbers() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("no TTL below 300 s"));
        assertTrue(finding().message().contains("is 60 s"));
    }
}
