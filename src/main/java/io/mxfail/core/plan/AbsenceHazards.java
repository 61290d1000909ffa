package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Names that resolvers may have asked for in vain before they were published, by this plan or a
/// short while ago.
final class AbsenceHazards {
    private AbsenceHazards() {}

    static List<Hazard> of(Ends ends, Hazards.Setting setting) {
        var found = new ArrayList<Hazard>();
        RecordKey mx = ends.transition().view().mx();
        Set<Name> hosts = ends.hostsAfter();
        var missing = new TreeMap<RecordKey, Long>();
        if (ends.moves()) {
            ends.transition().remembered().stream()
                    .filter(
                            old ->
                                    old.set().isEmpty()
                                            && ends.after().containsKey(old.place().key()))
                    .forEach(
                            old ->
                                    missing.merge(
                                            old.place().key(), old.left().toSeconds(), Math::max));
        }
        if (setting.negativeTtl() > 0) {
            ends.plan().changes().stream()
                    .filter(c -> c.action() == Change.Action.CREATE)
                    .filter(
                            c ->
                                    !Ends.isAddress(c.key())
                                            || !Ends.has(ends.before(), c.key().name()))
                    .forEach(c -> missing.put(c.key(), setting.negativeTtl()));
        }
        missing.keySet().removeIf(key -> !Ends.isAddress(key) && !key.equals(mx));
        for (boolean mail : List.of(true, false)) {
            var sets = new TreeMap<>(missing);
            sets.keySet().removeIf(key -> (key.equals(mx) || hosts.contains(key.name())) != mail);
            if (!sets.isEmpty()) {
                found.add(
                        ends.hazard(
                                "NEGATIVE-CACHED",
                                "resolvers that asked before may remember that these sets do not"
                                        + " exist",
                                mail ? Hazard.Effect.REJECT : Hazard.Effect.DELAY,
                                Collections.max(sets.values()),
                                List.copyOf(sets.keySet())));
            }
        }
        return List.copyOf(found);
    }
}
