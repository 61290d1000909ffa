package io.mxfail.core.guard;

import io.mxfail.core.guard.Services.ProviderFact;
import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Steps;
import io.mxfail.core.plan.ZoneWrites;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One write holds more record sets, single records or characters than the provider takes in one
/// request, so that it could not change all or nothing.
final class BatchLimit implements Rule {
    @Override
    public String id() {
        return "BATCH-LIMIT";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Map<Name, List<DomainCase>> zones = new TreeMap<>();
        for (DomainCase domain : situation.domains()) {
            zones.computeIfAbsent(domain.transition().view().zone(), _ -> new ArrayList<>())
                    .add(domain);
        }
        var findings = new ArrayList<Finding>();
        zones.forEach(
                (zone, domains) -> {
                    for (ProviderFact provider : situation.services().providers()) {
                        tooMuch(domains, provider)
                                .ifPresent(
                                        what ->
                                                findings.add(
                                                        finding(situation, zone, provider, what)));
                    }
                });
        return findings;
    }

    private Finding finding(Situation situation, Name zone, ProviderFact provider, String tooMuch) {
        return Say.profile(this, situation, zone.toString(), "docs/rules/BATCH-LIMIT.md")
                .crit(
                        "one write to %s holds %s by %s"
                                .formatted(zone, tooMuch, provider.identity()),
                        "run `mxfail prepare` first, or switch fewer domains at a time with"
                                + " `--domain`");
    }

    /// What one of the writes to a zone holds, and how much of it is taken.
    private static Optional<String> tooMuch(List<DomainCase> domains, ProviderFact provider) {
        List<Change> changes =
                domains.stream().flatMap(domain -> domain.transition().changes().stream()).toList();
        List<List<Change>> steps = Steps.of(changes, provider.capabilities());
        int limit = provider.capabilities().maximumChanges();
        int largest = steps.stream().mapToInt(List::size).max().orElse(0);
        if (largest > limit) {
            return Optional.of("%d record sets, and %d are taken".formatted(largest, limit));
        }
        return domains.stream()
                .flatMap(d -> Optional.ofNullable(d.reads().get(provider.identity())).stream())
                .reduce(Observed::with)
                .flatMap(live -> tooMuch(steps, live, provider));
    }

    private static Optional<String> tooMuch(
            List<List<Change>> steps, Observed live, ProviderFact provider) {
        return steps.stream()
                .flatMap(step -> ZoneWrites.prepare(live, step).write().stream())
                .flatMap(write -> provider.capabilities().limits().batch().against(write).stream())
                .findFirst();
    }
}
