package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class FreezeTest implements RuleCase {
    @Override
    public Rule rule() {
        return new Freeze();
    }

    @Override
    public Scene fine() {
        return Scene.well().freeze("2026-12-20T00:00:00Z", "2027-01-02T00:00:00Z");
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .freeze("2026-12-20T00:00:00Z", "2027-01-02T00:00:00Z")
                .at("2026-12-24T20:00:00Z");
    }

    @Test
    void an_emergency_is_not_held_back_and_neither_is_a_check() {
        assertEquals(List.of(), rule().judge(wrong().mode(Mode.EMERGENCY).situation()));
        assertEquals(List.of(), rule().judge(wrong().mode(Mode.BREACH).situation()));
        assertEquals(List.of(), rule().judge(wrong().check().situation()));
        assertEquals(Severity.CRIT, finding().severity());
    }

    @Test
    void the_end_is_not_part_of_it() {
        assertEquals(List.of(), rule().judge(wrong().at("2027-01-02T00:00:00Z").situation()));
    }
}
