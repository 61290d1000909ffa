package io.mxfail.spi;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every record set that a profile may ever write, by zone: what its provider must allow, and no
/// more.
public record WriteScope(Map<Name, Set<RecordKey>> zones) {
    public WriteScope {
        var sorted = new TreeMap<Name, Set<RecordKey>>();
        zones.forEach(
                (zone, keys) ->
                        sorted.put(
                                zone.canonicalize(),
                                Collections.unmodifiableSet(new TreeSet<>(keys))));
        zones = Collections.unmodifiableMap(sorted);
    }

    /// The types written at each name of a zone, as zone files write them.
    public Map<Name, Set<String>> typesByName(Name zone) {
        var types = new TreeMap<Name, Set<String>>();
        zones.getOrDefault(zone, Set.of())
                .forEach(
                        key ->
                                types.computeIfAbsent(key.name(), _ -> new TreeSet<>())
                                        .add(key.typeName()));
        return types;
    }

    /// Every type that is written somewhere.
    public Set<String> types() {
        var types = new TreeSet<String>();
        zones.values().stream()
                .flatMap(Collection::stream)
                .forEach(key -> types.add(key.typeName()));
        return types;
    }
}
