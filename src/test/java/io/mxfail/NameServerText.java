package io.mxfail;

import io.mxfail.lab.dns.ZoneVersion;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What one name server serves of a zone, as text, and how it misbehaves.
///
/// @param parts the sets at the zone's apex
/// @param ttl of the MX set
/// @param faults as [io.mxfail.lab.dns.Fault#parse] reads them
/// @param isDead whether nobody listens there
record NameServerText(Map<Part, List<String>> parts, int ttl, List<String> faults, boolean isDead) {
    enum Part {
        SOA,
        NS,
        MX,
        TXT
    }

    static NameServerText good() {
        var parts = new EnumMap<Part, List<String>>(Part.class);
        parts.put(Part.SOA, List.of("ns1 hostmaster 7 3600 600 604800 300"));
        parts.put(Part.NS, List.of("ns1", "ns2"));
        parts.put(Part.MX, List.of("10 mx1"));
        parts.put(Part.TXT, List.of("\"v=spf1 ip4:192.0.2.10 ~all\""));
        return new NameServerText(parts, 300, List.of(), false);
    }

    NameServerText with(Part part, String... data) {
        var other = new EnumMap<>(parts);
        other.put(part, List.of(data));
        return new NameServerText(other, ttl, faults, isDead);
    }

    NameServerText ttl(int seconds) {
        return new NameServerText(parts, seconds, faults, isDead);
    }

    NameServerText fault(String fault) {
        var more = new ArrayList<>(faults);
        more.add(fault);
        return new NameServerText(parts, ttl, more, isDead);
    }

    NameServerText dead() {
        return new NameServerText(parts, ttl, faults, true);
    }

    /// `%s` in data stands for the domain.
    ZoneVersion zone(String domain) {
        var lines = new ArrayList<String>();
        parts.forEach(
                (part, all) ->
                        all.forEach(
                                data ->
                                        lines.add(
                                                "@ %d %s %s"
                                                        .formatted(
                                                                part == Part.MX ? ttl : 300,
                                                                part,
                                                                data.replace("%s", domain)))));
        parts.getOrDefault(Part.NS, List.of()).forEach(ns -> lines.add(ns + " A 127.0.0.1"));
        lines.add("mx1 A 127.0.0.1");
        lines.add("mx2 A 127.0.0.1");
        return ZoneVersion.parse(domain + ".", String.join("\n", lines));
    }
}
