package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What may come off once a switch has settled: the short TTLs, and with `policy: active` the SPF
/// terms of the sites that no longer send. When it is due, the history tells.
public final class Settlement {
    private Settlement() {}

    /// Gives the site's switched sets back their long TTL; none is ever lowered.
    ///
    /// @param site the active one
    /// @param done what was written in the past and stands, newest first: what it never shortened
    ///   is not restored
    public static List<Change> ttls(
            DomainView view, Observed observed, String site, List<Change> done, Intent intent) {
        Map<RecordKey, Long> former = former(done, intent);
        var changes = new ArrayList<Change>();
        for (Claim claim : view.claims()) {
            if (!claim.switched()
                    || claim.tag().isPresent()
                    || !Planner.matches(claim, site, observed)) {
                continue;
            }
            Optional<Long> found =
                    claim.keys().stream()
                            .filter(former::containsKey)
                            .map(former::get)
                            .max(Long::compare);
            if (found.isEmpty()) {
                continue;
            }
            long wanted = intent.ttl().steady().isPresent() ? intent.steadyTtl() : found.get();
            for (RecordKey key : claim.keys()) {
                if (key.type() != Type.TXT) {
                    Optional<RecordSet> live = observed.set(key);
                    live.filter(set -> set.ttl() < wanted)
                            .map(set -> Preparation.ttlOnly(set, wanted))
                            .ifPresent(changes::add);
                }
            }
        }
        return changes.stream().sorted().toList();
    }

    /// The longest TTL of each set since it was last restored, in seconds.
    private static Map<RecordKey, Long> former(List<Change> done, Intent intent) {
        var former = new TreeMap<RecordKey, Long>();
        var restored = new HashSet<RecordKey>();
        for (Change change : done) {
            RecordKey key = change.key();
            if (shortens(change) && !restored.contains(key)) {
                long before = change.before().map(RecordSet::ttl).orElse(intent.steadyTtl());
                former.merge(key, before, Math::max);
            } else if (change.ttlOnly()) {
                restored.add(key);
            }
        }
        return former;
    }

    /// Whether a change leaves a set with the short TTL of a switch.
    public static boolean shortens(Change change) {
        if (change.tag().isPresent()) {
            return false;
        }
        return change.ttlOnly()
                ? change.after().orElseThrow().ttl() < change.before().orElseThrow().ttl()
                : change.kind() == ChangeClass.SUBSTITUTIVE;
    }

    /// Takes the terms of the other sites out of the SPF record, except those that several sites
    /// or another profile name; only with `policy: active`.
    public static Optional<Change> spf(
            DomainView view, Observed observed, String site, Intent intent) {
        return SpfPlanner.shrink(view, observed, site, intent);
    }
}
