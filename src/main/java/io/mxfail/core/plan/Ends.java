package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The two ends of a domain's plan: what is served and what the plan leaves, as the mail of the
/// domain sees them.
///
/// @param transition of the plan's changes
record Ends(DomainPlan plan, Transition transition) {
    Map<RecordKey, RecordSet> before() {
        return transition.states().getFirst();
    }

    Map<RecordKey, RecordSet> after() {
        return transition.states().getLast();
    }

    /// The hosts of the MX set that is served, canonical.
    Set<Name> hostsBefore() {
        return hosts(before(), transition.view().mx());
    }

    /// Those of the MX set that the plan leaves.
    Set<Name> hostsAfter() {
        return hosts(after(), transition.view().mx());
    }

    static Set<Name> hosts(Map<RecordKey, RecordSet> state, RecordKey mx) {
        return Optional.ofNullable(state.get(mx)).stream()
                .flatMap(set -> set.records().stream())
                .map(record -> ((MXRecord) record).getTarget().canonicalize())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Whether a host has an address, or is an alias.
    static boolean has(Map<RecordKey, RecordSet> state, Name host) {
        return Claim.ADDRESS.stream()
                .anyMatch(type -> state.containsKey(new RecordKey(host, type)));
    }

    static boolean isAddress(RecordKey key) {
        return Claim.ADDRESS.contains(key.type());
    }

    /// Whether senders or applications go elsewhere once the plan is carried out.
    boolean moves() {
        return plan.changes().stream()
                .anyMatch(c -> c.kind() == ChangeClass.SUBSTITUTIVE && !c.ttlOnly());
    }

    static List<RecordKey> keys(Collection<Change> changes) {
        return changes.stream().map(Change::key).distinct().toList();
    }

    Hazard hazard(String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        return new Hazard(id, plan.domain(), who, effect, Duration.ofSeconds(seconds), sets);
    }
}
