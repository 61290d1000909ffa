package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class RcptSampleTest implements RuleCase {
    @Override
    public Rule rule() {
        return new RcptSample();
    }

    @Override
    public Scene fine() {
        return Scene.well().recipients("postmaster@${domain}", "billing@${domain}");
    }

    @Override
    public Scene wrong() {
        return Scene.well().recipients("Postmaster@${domain}", "abuse@${domain}");
    }

    @Test
    void nobody_is_no_sample_either() {
        assertTrue(only(Scene.well().recipients()).message().contains("nobody"));
        assertEquals(Severity.WARN, finding().severity());
    }
}
