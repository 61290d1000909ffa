package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class ProfileChangedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProfileChanged();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().profileChanged("site backup: mx");
    }

    @Test
    void it_says_what_changed() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().contains("site backup: mx"));
    }
}
