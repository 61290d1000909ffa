package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the providers of one zone hold the same data; TTLs may differ.
public final class Agreement {
    private Agreement() {}

    /// A set that the providers hold differently.
    ///
    /// @param set `NAME TYPE`
    /// @param data what each provider holds, by its identity; an empty list: nothing
    public record Difference(String set, Map<String, List<String>> data) {
        public Difference {
            data = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }
    }

    /// The sets of a domain that the providers hold differently.
    ///
    /// @param reads by provider identity; fewer than two always agree
    public static List<Difference> differences(DomainView view, Map<String, Observed> reads) {
        var differences = new ArrayList<Difference>();
        if (reads.size() < 2) {
            return differences;
        }
        for (RecordKey key : view.keys()) {
            var data = new LinkedHashMap<String, List<String>>();
            var contents = new java.util.HashSet<Optional<List<org.xbill.DNS.Record>>>();
            reads.forEach(
                    (provider, read) -> {
                        Optional<RecordSet> set =
                                Optional.ofNullable(read.sets().get(key)).map(ObservedSet::set);
                        contents.add(set.map(s -> s.withTtl(0).records()));
                        data.put(provider, set.map(RecordSet::data).orElse(List.of()));
                    });
            if (contents.size() > 1) {
                differences.add(new Difference(key.toString(), data));
            }
        }
        return List.copyOf(differences);
    }

    /// What a provider will hold once those changes are made that it can still take: what a run
    /// wrote at one provider only is no disagreement to the plan that finishes the run or takes it
    /// back.
    public static Observed after(Observed read, List<Change> changes) {
        var sets = new TreeMap<RecordKey, RecordSet>();
        read.sets().forEach((key, set) -> sets.put(key, set.set()));
        for (Change change : changes) {
            if (!read.asked().contains(change.key())
                    || ChangeState.of(change, read) instanceof ChangeState.Stale) {
                continue;
            }
            ZoneWrites.applied(change, Optional.ofNullable(sets.get(change.key())))
                    .ifPresentOrElse(
                            set -> sets.put(change.key(), set), () -> sets.remove(change.key()));
        }
        return Observed.of(read.zone(), read.negativeTtl(), sets.values(), read.asked());
    }
}
