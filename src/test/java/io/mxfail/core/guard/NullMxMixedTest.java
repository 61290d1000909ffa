package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class NullMxMixedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NullMxMixed();
    }

    @Override
    public Scene fine() {
        return Scene.well().site("backup", "0 .");
    }

    @Override
    public Scene wrong() {
        return Scene.well().site("backup", "0 .", "10 mx.backup.test.");
    }

    @Test
    void nobody_can_accept_it() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(!Blocking.acceptable(finding().id()));
    }
}
