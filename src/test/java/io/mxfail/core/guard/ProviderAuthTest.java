package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class ProviderAuthTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProviderAuth();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .providers(
                        new Services.ProviderFact(
                                "first",
                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                Optional.of(
                                        new Services.Refusal(
                                                FailureKind.TIMEOUT, "NOTAUTH (BADSIG)")),
                                List.of()));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .providers(
                        new Services.ProviderFact(
                                "first",
                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                Optional.of(
                                        new Services.Refusal(
                                                FailureKind.UNAUTHORISED, "NOTAUTH (BADSIG)")),
                                List.of()));
    }

    @Test
    void each_kind_has_its_remedy() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().fix().contains("secret"));
        assertTrue(
                only(Scene.well()
                                .providers(
                                        new Services.ProviderFact(
                                                "first",
                                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                                Optional.of(
                                                        new Services.Refusal(
                                                                FailureKind.CLOCK_SKEW,
                                                                "NOTAUTH (BADSIG)")),
                                                List.of())))
                        .fix()
                        .contains("clock"));
        assertTrue(
                only(Scene.well()
                                .providers(
                                        new Services.ProviderFact(
                                                "first",
                                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                                Optional.of(
                                                        new Services.Refusal(
                                                                FailureKind.FORBIDDEN,
                                                                "NOTAUTH (BADSIG)")),
                                                List.of())))
                        .fix()
                        .contains("right"));
    }
}
