package io.mxfail.core.guard;

import io.mxfail.core.guard.Services.ProviderFact;
import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Steps;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One write holds more record sets than the provider takes in one request, so that it could not
/// change all or nothing.
final class BatchLimit implements Rule {
    @Override
    public String id() {
        return "BATCH-LIMIT";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Map<Name, List<Change>> zones = new TreeMap<>();
        for (DomainCase domain : situation.domains()) {
            zones.computeIfAbsent(domain.transition().view().zone(), _ -> new ArrayList<>())
                    .addAll(domain.transition().changes());
        }
        var findings = new ArrayList<Finding>();
        zones.forEach(
                (zone, changes) -> {
                    for (ProviderFact provider : situation.services().providers()) {
                        int limit = provider.capabilities().maximumChanges();
                        int largest =
                                Steps.of(changes, provider.capabilities()).stream()
                                        .mapToInt(List::size)
                                        .max()
                                        .orElse(0);
                        if (largest > limit) {
                            findings.add(
                                    Say.profile(
                                                    this,
                                                    situation,
                                                    zone.toString(),
                                                    "docs/rules/BATCH-LIMIT.md")
                                            .crit(
                                                    "one write to "
                                                            + zone
                                                            + " holds "
                                                            + largest
                                                            + " record sets; "
                                                            + provider.identity()
                                                            + " takes "
                                                            + limit,
                                                    "run `mxfail prepare` first, or switch fewer"
                                                        + " domains at a time with `--domain`"));
                        }
                    }
                });
        return findings;
    }
}
