package io.mxfail.core.guard;

import io.mxfail.core.guard.Services.ProviderFact;
import io.mxfail.core.guard.Situation.DomainCase;

import java.util.ArrayList;
import java.util.List;

/// The plan leaves a set of a type that the provider has, with content that it does not take, such
/// as a null MX at Azure: the write would be refused, at the moment when it is needed.
final class ContentRefused implements Rule {
    @Override
    public String id() {
        return "CONTENT-REFUSED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (ProviderFact provider : situation.services().providers()) {
                domain.transition()
                        .refused(provider.capabilities())
                        .forEach(
                                (set, what) ->
                                        findings.add(
                                                finding(situation, domain, provider, set, what)));
            }
        }
        return findings;
    }

    /// @param set as `NAME TYPE`
    /// @param what completes "it takes no …"
    private Finding finding(
            Situation situation,
            DomainCase domain,
            ProviderFact provider,
            String set,
            List<String> what) {
        return Say.domain(this, situation, domain.name(), set, "docs/rules/CONTENT-REFUSED.md")
                .crit(
                        "%s takes no %s, and the plan leaves that at %s: the write would be refused"
                                .formatted(provider.identity(), String.join(", no ", what), set),
                        "change %s in the profile, or what stands beside it at the provider, or move the zone to a provider that takes it"
                                .formatted(set));
    }
}
