package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the zones of one run owe each other, where mail of one goes to a host whose address is
/// published in another: the address comes before the MX and goes after it.
///
/// @param needed by zone: the addresses that must be published elsewhere before its MX moves, by
///   the zone that publishes them
/// @param leaving by zone: the zones whose MX must have moved before it withdraws addresses
public record Dependencies(
        Map<Name, Map<Name, List<Change>>> needed, Map<Name, Map<Name, List<Change>>> leaving) {
    public Dependencies {
        needed = Collections.unmodifiableMap(new TreeMap<>(needed));
        leaving = Collections.unmodifiableMap(new TreeMap<>(leaving));
    }

    /// Finds what a plan's zones owe each other.
    public static Dependencies of(Plan plan) {
        var changes = new TreeMap<Name, List<Change>>();
        for (DomainPlan domain : plan.domains()) {
            changes.computeIfAbsent(domain.zone(), _ -> new ArrayList<>()).addAll(domain.changes());
        }
        var needed = new TreeMap<Name, Map<Name, List<Change>>>();
        var leaving = new TreeMap<Name, Map<Name, List<Change>>>();
        changes.forEach(
                (zone, own) -> {
                    Set<Name> now = targets(own, Change::after);
                    Set<Name> left = targets(own, Change::before);
                    left.removeAll(now);
                    changes.forEach(
                            (other, theirs) -> {
                                if (other.equals(zone)) {
                                    return;
                                }
                                add(
                                        needed,
                                        zone,
                                        other,
                                        addresses(theirs, Change.Action.CREATE, now));
                                add(
                                        leaving,
                                        other,
                                        zone,
                                        addresses(theirs, Change.Action.DELETE, left));
                            });
                });
        return new Dependencies(needed, leaving);
    }

    /// What a zone must have published before its own MX moves, by zone.
    public Map<Name, List<Change>> neededBy(Name zone) {
        return needed.getOrDefault(zone, Map.of());
    }

    /// The addresses that a zone withdraws last, by the zone whose MX leaves them.
    public Map<Name, List<Change>> withdrawnAfter(Name zone) {
        return leaving.getOrDefault(zone, Map.of());
    }

    /// The addresses that a zone publishes first, since another needs them.
    Set<Change> owedBy(Name zone) {
        return needed.values().stream()
                .flatMap(byZone -> byZone.getOrDefault(zone, List.of()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void add(
            Map<Name, Map<Name, List<Change>>> all, Name zone, Name other, List<Change> changes) {
        if (!changes.isEmpty()) {
            all.computeIfAbsent(zone, _ -> new TreeMap<>()).put(other, changes);
        }
    }

    private static List<Change> addresses(
            List<Change> changes, Change.Action action, Set<Name> hosts) {
        return changes.stream()
                .filter(c -> c.action() == action)
                .filter(c -> Claim.ADDRESS.contains(c.key().type()))
                .filter(c -> hosts.contains(c.key().name()))
                .toList();
    }

    private static Set<Name> targets(
            List<Change> changes, java.util.function.Function<Change, Optional<RecordSet>> side) {
        return changes.stream()
                .filter(c -> c.key().type() == Type.MX)
                .flatMap(c -> side.apply(c).stream())
                .flatMap(set -> set.records().stream())
                .map(record -> ((MXRecord) record).getTarget().canonicalize())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
