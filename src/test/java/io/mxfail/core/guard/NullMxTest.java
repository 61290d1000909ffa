package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class NullMxTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NullMx();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().site("backup", "0 .");
    }

    @Test
    void another_preference_than_0_is_told() {
        assertTrue(
                only(Scene.well().site("backup", "10 .")).message().endsWith("10 and should be 0"));
    }

    @Test
    void it_can_be_accepted_where_no_mail_is_wanted() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(Blocking.acceptable(finding().id()));
    }
}
