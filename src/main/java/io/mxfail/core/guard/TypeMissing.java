package io.mxfail.core.guard;

import io.mxfail.core.guard.Services.ProviderFact;
import io.mxfail.core.guard.Situation.DomainCase;

import java.util.ArrayList;
import java.util.List;

/// The plan publishes a set of a type that the provider does not have, such as TLSA at Azure: the
/// write would be refused as a whole, at the moment when it is needed.
final class TypeMissing implements Rule {
    @Override
    public String id() {
        return "TYPE-MISSING";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (ProviderFact provider : situation.services().providers()) {
                domain.transition()
                        .missing(provider.capabilities())
                        .forEach(set -> findings.add(finding(situation, domain, set, provider)));
            }
        }
        return findings;
    }

    /// @param set as `NAME TYPE`
    private Finding finding(
            Situation situation, DomainCase domain, String set, ProviderFact provider) {
        String type = set.substring(set.lastIndexOf(' ') + 1);
        return Say.domain(this, situation, domain.name(), set, "docs/rules/TYPE-MISSING.md")
                .crit(
                        "%s has no records of the type %s and would refuse the whole write"
                                .formatted(provider.identity(), type),
                        "take %s out of the profile, or move the zone to a provider that has %s"
                                .formatted(set, type));
    }
}
