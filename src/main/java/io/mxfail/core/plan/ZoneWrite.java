package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Set;

/// One request to a provider: sets of one zone that change together as far as the provider
/// can.
///
/// @param zone the zone they are in
/// @param sets in make-before-break order: what must exist first comes first
/// @param absent keys that must not exist, since a server would silently drop a CNAME beside
///   them
public record ZoneWrite(Name zone, List<SetWrite> sets, Set<RecordKey> absent) {
    public ZoneWrite {
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("an empty write to " + zone);
        }
        zone = zone.canonicalize();
        sets = List.copyOf(sets);
        absent = Set.copyOf(absent);
        if (sets.stream().map(SetWrite::key).distinct().count() != sets.size()) {
            throw new IllegalArgumentException("one set twice in a write to " + zone);
        }
    }
}
