package io.mxfail.core.guard;

import io.mxfail.core.guard.Services.ProviderFact;
import io.mxfail.core.guard.Situation.DomainCase;

import java.util.ArrayList;
import java.util.List;

/// A set that the provider answers by a routing policy: weights, places, health. It is several sets
/// in one name, and writing it as one would destroy the policy.
final class RoutingPolicy implements Rule {
    @Override
    public String id() {
        return "ROUTING-POLICY";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (ProviderFact provider : situation.services().providers()) {
                provider.routed().stream()
                        .filter(routed -> touches(domain.transition().changed(), routed))
                        .forEach(
                                set ->
                                        findings.add(
                                                Say.domain(
                                                                this,
                                                                situation,
                                                                domain.name(),
                                                                set,
                                                                "docs/rules/ROUTING-POLICY.md")
                                                        .crit(
                                                                provider.identity()
                                                                        + " answers "
                                                                        + set
                                                                        + " by a routing policy,"
                                                                        + " which a write would"
                                                                        + " destroy",
                                                                "make it a simple record set"
                                                                        + " there, or take it out"
                                                                        + " of the profile")));
            }
        }
        return findings;
    }

    /// Whether a routed set is written, or would get an alias beside it or be one beside others.
    private static boolean touches(List<String> changed, String routed) {
        String name = routed.substring(0, routed.indexOf(' ') + 1);
        return changed.contains(routed)
                || changed.contains(name + "CNAME")
                || (routed.equals(name + "CNAME")
                        && changed.stream().anyMatch(set -> set.startsWith(name)));
    }
}
