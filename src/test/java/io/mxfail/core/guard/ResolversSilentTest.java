package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

final class ResolversSilentTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ResolversSilent();
    }

    @Override
    public Scene fine() {
        return Scene.well().resolvers(Map.of("192.0.2.53", "no answer", "192.0.2.54", ""));
    }

    @Override
    public Scene wrong() {
        return Scene.well().resolvers(Map.of("192.0.2.53", "no answer"));
    }

    @Test
    void no_panel_is_no_silence() {
        assertEquals(List.of(), rule().judge(Scene.well().resolvers(Map.of()).situation()));
        assertEquals(Severity.WARN, finding().severity());
    }
}
