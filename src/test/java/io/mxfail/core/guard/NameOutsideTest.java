package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class NameOutsideTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NameOutside();
    }

    @Override
    public Scene fine() {
        return Scene.well().records("backup", "smtp CNAME relay.backup.test.");
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .change(
                        new Change(
                                ChangeClass.ADDITIVE,
                                Scene.set("www.example.test. 60 IN A 192.0.2.80").key(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Scene.set("www.example.test. 60 IN A 192.0.2.80"))));
    }

    @Test
    void a_type_that_is_never_written_is_outside_too() {
        var ns = Scene.set("example.test. 60 IN NS ns.example.test.");
        var change =
                new Change(
                        ChangeClass.ADDITIVE,
                        ns.key(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ns));
        assertEquals("example.test. NS", only(Scene.well().change(change)).where().subject());
        assertTrue(!Blocking.acceptable(finding().id()));
    }
}
