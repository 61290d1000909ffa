package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A zone in memory that takes writes as a provider with a given unit does, and tells every state
/// that a reader could meet on the way.
final class ModelZone {
    private final Name zone;
    private final long negativeTtl;
    private final TreeMap<RecordKey, RecordSet> sets = new TreeMap<>();

    ModelZone(Name zone, long negativeTtl, Collection<RecordSet> content) {
        this.zone = zone;
        this.negativeTtl = negativeTtl;
        content.forEach(set -> sets.put(set.key(), set));
    }

    ModelZone copy() {
        return new ModelZone(zone, negativeTtl, sets.values());
    }

    Map<RecordKey, RecordSet> content() {
        return Map.copyOf(sets);
    }

    Optional<RecordSet> at(RecordKey key) {
        return Optional.ofNullable(sets.get(key));
    }

    void put(RecordSet set) {
        sets.put(set.key(), set);
    }

    void remove(RecordKey key) {
        sets.remove(key);
    }

    Observed observe(Set<RecordKey> keys) {
        List<RecordSet> found =
                sets.values().stream().filter(set -> keys.contains(set.key())).toList();
        return Observed.of(zone, negativeTtl, found, keys);
    }

    /// Carries a write out up to a number of units; the states after each of them. A basis that
    /// does not hold is a mistake of the caller, since nobody else writes here.
    List<Map<RecordKey, RecordSet>> apply(ZoneWrite write, Capabilities.Atomicity unit, int units) {
        for (SetWrite set : write.sets()) {
            if (!set.before().map(ObservedSet::set).equals(at(set.key()))) {
                throw new AssertionError("stale: " + set + " but there is " + at(set.key()));
            }
        }
        for (RecordKey absent : write.absent()) {
            if (sets.containsKey(absent)) {
                throw new AssertionError("occupied: " + at(absent));
            }
        }
        var states = new ArrayList<Map<RecordKey, RecordSet>>();
        if (unit == Capabilities.Atomicity.ZONE) {
            if (units > 0) {
                write.sets().forEach(set -> leave(set.key(), set.after()));
                states.add(content());
            }
            return states;
        }
        for (SetWrite set : write.sets()) {
            List<Optional<RecordSet>> ways =
                    unit == Capabilities.Atomicity.RRSET
                            ? List.of(set.after())
                            : RecordEdit.states(set);
            for (Optional<RecordSet> way : ways) {
                if (states.size() == units) {
                    return states;
                }
                leave(set.key(), way);
                states.add(content());
            }
        }
        return states;
    }

    private void leave(RecordKey key, Optional<RecordSet> after) {
        after.ifPresentOrElse(this::put, () -> remove(key));
    }
}
