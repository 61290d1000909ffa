package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.FailureKind;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class ProviderZoneTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProviderZone();
    }

    @Override
    public Scene fine() {
        return Scene.well().unread(Scene.unread(FailureKind.UNAUTHORISED));
    }

    @Override
    public Scene wrong() {
        return Scene.well().unread(Scene.unread(FailureKind.NO_SUCH_ZONE));
    }

    @Test
    void it_blocks_and_names_the_domain() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(Optional.of("lost.test."), finding().where().domain());
        assertEquals(1, Blocking.of(List.of(finding()), "backup", List.of()).size());
    }

    @Test
    void each_kind_has_its_remedy() {
        assertTrue(fix(FailureKind.NO_SUCH_ZONE).contains("zone:"));
        assertTrue(fix(FailureKind.UNSUPPORTED).contains("provider type"));
        assertTrue(fix(FailureKind.BROKEN).contains("another adapter"));
    }

    private String fix(FailureKind kind) {
        return only(Scene.well().unread(Scene.unread(kind))).fix();
    }
}
