package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class NsUnreachableTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsUnreachable();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().servers(Scene.server("192.0.2.1", 7), Scene.silentServer("192.0.2.2"));
    }

    @Test
    void it_warns_and_names_the_silent_one() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .startsWith(
                                "1 of 2 name servers of example.test. give no answer: 192.0.2.2"));
    }

    @Test
    void all_silent_is_said_so() {
        Finding finding = only(Scene.well().servers(Scene.silentServer("192.0.2.2")));
        assertTrue(finding.message().startsWith("no name server of example.test. answers"));
        assertTrue(only(Scene.well().servers()).message().contains("could be found"));
    }
}
