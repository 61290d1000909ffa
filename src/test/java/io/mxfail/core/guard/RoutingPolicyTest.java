package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Capabilities;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class RoutingPolicyTest implements RuleCase {
    @Override
    public Rule rule() {
        return new RoutingPolicy();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .providers(
                        new Services.ProviderFact(
                                "first",
                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                Optional.empty(),
                                List.of("www.example.test. A")));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .providers(
                        new Services.ProviderFact(
                                "first",
                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                Optional.empty(),
                                List.of("example.test. MX")));
    }

    @Test
    void nobody_can_accept_it() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(!Blocking.acceptable(finding().id()));
    }

    @Test
    void an_alias_beside_a_routed_set_is_a_write_to_it() {
        assertTrue(
                Rules.judge(wrongBeside("example.test. CNAME").situation()).stream()
                        .anyMatch(f -> f.id().equals("ROUTING-POLICY")));
    }

    private static Scene wrongBeside(String routed) {
        return Scene.well()
                .providers(
                        new Services.ProviderFact(
                                "first",
                                Scene.capable(Capabilities.Atomicity.ZONE, 0, 100),
                                Optional.empty(),
                                List.of(routed)));
    }
}
