package io.mxfail.lab.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A zone while it is being changed; belongs to one thread. The maps inside a node are never
/// changed, only replaced: they are shared with the version that the draft was taken from.
final class ZoneDraft {
    private final Name origin;
    private final NavigableMap<Name, Map<Integer, List<Record>>> nodes;

    ZoneDraft(Name origin, NavigableMap<Name, Map<Integer, List<Record>>> nodes) {
        this.origin = origin;
        this.nodes = nodes;
    }

    Map<Integer, List<Record>> node(Name name) {
        return nodes.getOrDefault(name, Map.of());
    }

    List<Record> set(Name name, int type) {
        return node(name).getOrDefault(type, List.of());
    }

    /// Makes these records the whole set; none removes it.
    void put(Name name, int type, List<? extends Record> records) {
        var node = new TreeMap<>(node(name));
        if (records.isEmpty()) {
            node.remove(type);
        } else {
            node.put(type, List.copyOf(records));
        }
        if (node.isEmpty()) {
            nodes.remove(name);
        } else {
            nodes.put(name, Collections.unmodifiableSortedMap(node)); // by type: texts stay stable
        }
    }

    /// Adds a record unless it is there; a set keeps the TTL of its first record.
    void append(Record record) {
        List<Record> set = new ArrayList<>(set(record.getName(), record.getType()));
        if (!set.contains(record)) {
            set.add(set.isEmpty() ? record : Records.withTtl(record, set.getFirst().getTTL()));
            put(record.getName(), record.getType(), set);
        }
    }

    /// @throws IllegalArgumentException if this is no valid zone
    ZoneVersion version() {
        return new ZoneVersion(origin, nodes);
    }
}
