package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One authoritative read of some of a zone's record sets.
///
/// @param zone the zone that was read
/// @param negativeTtl seconds for which resolvers may remember that a name or type is
///   missing (RFC 2308, section 5)
/// @param sets those that exist, by key; records that a wildcard would synthesise do not exist
/// @param asked every key that was read: one that is asked and not in `sets` is known to be
///   absent, unless it is routed
/// @param routed those of the asked that the provider answers by a policy of its own (weights,
///   places, health, aliases): no one set of records, so not in `sets`, and never to be written
/// @param proxied names of the zone whose addresses the provider answers with those of its own
///   proxies, directly or through aliases of the zone, as far as it tells: no host of mail, since
///   a proxy takes none
public record Observed(
        Name zone,
        long negativeTtl,
        Map<RecordKey, ObservedSet> sets,
        Set<RecordKey> asked,
        Set<RecordKey> routed,
        Set<Name> proxied) {
    public Observed {
        zone = zone.canonicalize();
        sets = Collections.unmodifiableMap(new TreeMap<>(sets));
        asked = Collections.unmodifiableSet(new TreeSet<>(asked));
        routed = Collections.unmodifiableSet(new TreeSet<>(routed));
        proxied = Collections.unmodifiableSet(new TreeSet<>(proxied));
        if (!asked.containsAll(sets.keySet()) || !asked.containsAll(routed)) {
            throw new IllegalArgumentException("a set that nobody asked for in " + zone);
        }
        if (!Collections.disjoint(sets.keySet(), routed)) {
            throw new IllegalArgumentException("a set that is plain and routed in " + zone);
        }
    }

    /// A read of a zone without proxies.
    public Observed(
            Name zone,
            long negativeTtl,
            Map<RecordKey, ObservedSet> sets,
            Set<RecordKey> asked,
            Set<RecordKey> routed) {
        this(zone, negativeTtl, sets, asked, routed, Set.of());
    }

    /// A read without routed sets.
    public Observed(
            Name zone, long negativeTtl, Map<RecordKey, ObservedSet> sets, Set<RecordKey> asked) {
        this(zone, negativeTtl, sets, asked, Set.of());
    }

    /// Builds a read of sets that are their own revision.
    public static Observed of(
            Name zone, long negativeTtl, Collection<RecordSet> sets, Set<RecordKey> asked) {
        var byKey = new TreeMap<RecordKey, ObservedSet>();
        sets.forEach(set -> byKey.put(set.key(), ObservedSet.of(set)));
        return new Observed(zone, negativeTtl, byKey, asked);
    }

    /// This read and another one of the same zone, made right after it.
    public Observed with(Observed other) {
        var all = new TreeMap<>(sets);
        all.putAll(other.sets);
        var keys = new TreeSet<>(asked);
        keys.addAll(other.asked);
        var policies = new TreeSet<>(routed);
        policies.addAll(other.routed);
        var hidden = new TreeSet<>(proxied);
        hidden.addAll(other.proxied);
        return new Observed(
                zone, Math.max(negativeTtl, other.negativeTtl), all, keys, policies, hidden);
    }

    /// The live set of a key.
    ///
    /// @throws IllegalArgumentException where the key was not asked for, since then nothing
    ///   is known
    public Optional<ObservedSet> at(RecordKey key) {
        if (!asked.contains(key)) {
            throw new IllegalArgumentException("not read: " + key);
        }
        return Optional.ofNullable(sets.get(key));
    }

    /// The live records of a key; see [#at].
    public Optional<RecordSet> set(RecordKey key) {
        return at(key).map(ObservedSet::set);
    }

    /// The name servers that the zone's NS set names, canonical; none where it was not read.
    public Set<Name> nameServers() {
        return Optional.ofNullable(sets.get(new RecordKey(zone, Type.NS))).stream()
                .flatMap(observed -> observed.set().records().stream())
                .filter(NSRecord.class::isInstance)
                .map(record -> ((NSRecord) record).getTarget().canonicalize())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The hosts that the MX set of a domain names now, canonical; none where it was not read.
    public Set<Name> exchangers(Name domain) {
        RecordKey key = new RecordKey(domain.canonicalize(), Type.MX);
        return Optional.ofNullable(sets.get(key)).stream()
                .flatMap(found -> found.set().records().stream())
                .map(mx -> ((MXRecord) mx).getTarget().canonicalize())
                .collect(Collectors.toSet());
    }
}
