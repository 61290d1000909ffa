package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.Capabilities;

import org.junit.jupiter.api.Test;

import java.util.List;

final class BatchLimitTest implements RuleCase {
    @Override
    public Rule rule() {
        return new BatchLimit();
    }

    @Override
    public Scene fine() {
        return Scene.well().capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 0, 2));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .site("backup", "10 mx.backup.test.")
                .records("backup", "a TXT \"1\"", "b TXT \"2\"", "c TXT \"3\"")
                .capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 0, 2));
    }

    @Test
    void it_names_both_numbers() {
        assertTrue(finding().message().contains("holds 3 record sets; first takes 2"));
        assertTrue(!Blocking.acceptable(finding().id()));
    }

    @Test
    void what_fits_into_two_writes_fits() {
        Scene scene = Scene.well().capabilities(Scene.capable(Capabilities.Atomicity.ZONE, 0, 1));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
