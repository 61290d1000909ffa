package io.mxfail.lab.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// One version of a zone: everything it holds under one SOA serial. Immutable.
///
/// A zone has one SOA and at least one NS at its apex, holds only names at or below its origin, and
/// no name has other data beside a CNAME (RFC 1034, section 3.6.2). All records of a set have one
/// TTL, the first one's (RFC 2181, section 5.2).
public final class ZoneVersion {
    private static final long DEFAULT_TTL = 3600;

    private final Name origin;

    /// In canonical name order, so that a name exists (perhaps only as an empty non-terminal)
    /// exactly if the first key from it on lies at or below it.
    private final NavigableMap<Name, Map<Integer, List<Record>>> nodes;

    ZoneVersion(Name origin, NavigableMap<Name, Map<Integer, List<Record>>> nodes) {
        this.origin = origin;
        this.nodes = nodes;
        nodes.forEach(this::checkNode);
        if (set(origin, Type.SOA).size() != 1) {
            throw new IllegalArgumentException(
                    "zone %s has %d SOA records at its apex; it needs exactly one"
                            .formatted(origin, set(origin, Type.SOA).size()));
        }
        if (set(origin, Type.NS).isEmpty()) {
            throw new IllegalArgumentException(
                    "zone %s has no NS record at its apex".formatted(origin));
        }
    }

    /// Reads a zone from master-file text (RFC 1035, section 5); names are relative to the origin,
    /// TTL and class may be left out (3600, IN).
    ///
    /// A text without SOA gets one (serial 1, negative TTL 60), one without NS at the apex gets
    /// `ns1`, so that a test can be as short as `"@ MX 10 mx1"`.
    ///
    /// @throws IllegalArgumentException if the text is no such zone; the message names the line
    public static ZoneVersion parse(String origin, String text) {
        Name apex = absolute(origin, Name.root);
        List<Record> records = new ArrayList<>(readAll(apex, text));
        if (records.stream().noneMatch(r -> r.getType() == Type.SOA)) {
            records.addFirst(
                    new SOARecord(
                            apex,
                            DClass.IN,
                            DEFAULT_TTL,
                            absolute("ns1", apex),
                            absolute("hostmaster", apex),
                            1,
                            3600,
                            600,
                            604800,
                            60));
        }
        if (records.stream().noneMatch(r -> r.getType() == Type.NS && r.getName().equals(apex))) {
            records.add(new NSRecord(apex, DClass.IN, DEFAULT_TTL, absolute("ns1", apex)));
        }
        return of(apex, records);
    }

    /// A zone of these records.
    ///
    /// @throws IllegalArgumentException if they make no valid zone
    public static ZoneVersion of(Name origin, Collection<? extends Record> records) {
        var draft = new ZoneDraft(origin, new TreeMap<>());
        records.forEach(draft::append);
        return draft.version();
    }

    public Name origin() {
        return origin;
    }

    public SOARecord soa() {
        return (SOARecord) set(origin, Type.SOA).getFirst();
    }

    public long serial() {
        return soa().getSerial();
    }

    /// The records of that name and type, empty if there are none; wildcards are not expanded.
    public List<Record> set(Name name, int type) {
        return node(name).getOrDefault(type, List.of());
    }

    /// The same for a name in text, relative to the origin unless it ends in a dot; `@` is the
    /// origin.
    public List<Record> set(String name, int type) {
        return set(absolute(name, origin), type);
    }

    /// Every record, the SOA first, names in canonical order.
    public List<Record> records() {
        List<Record> all = new ArrayList<>();
        all.add(soa());
        nodes.values()
                .forEach(
                        sets ->
                                sets.values().stream()
                                        .flatMap(List::stream)
                                        .filter(r -> r.getType() != Type.SOA)
                                        .forEach(all::add));
        return all;
    }

    /// The zone as master-file text, one record a line, in the order of [#records].
    public String text() {
        var text = new StringBuilder();
        records().forEach(r -> text.append(r).append('\n'));
        return text.toString();
    }

    /// This zone with the sets that the master-file lines name replaced by those lines. The serial
    /// stays.
    ///
    /// @throws IllegalArgumentException if the lines cannot be read or the result is no valid zone
    public ZoneVersion with(String lines) {
        List<Record> replacements = readAll(origin, lines);
        var draft = draft();
        replacements.forEach(r -> draft.put(r.getName(), r.getType(), List.of()));
        replacements.forEach(draft::append);
        return draft.version();
    }

    /// This zone without the set of that name (relative or absolute) and type. The serial stays.
    public ZoneVersion without(String name, int type) {
        var draft = draft();
        draft.put(absolute(name, origin), type, List.of());
        return draft.version();
    }

    /// This zone under another serial.
    public ZoneVersion withSerial(long serial) {
        var draft = draft();
        draft.put(origin, Type.SOA, List.of(Records.withSerial(soa(), serial)));
        return draft.version();
    }

    @Override
    public String toString() {
        return "%s serial %d".formatted(origin, serial());
    }

    Map<Integer, List<Record>> node(Name name) {
        return nodes.getOrDefault(name, Map.of());
    }

    /// Whether the name exists, be it as an empty non-terminal (RFC 4592, section 2.2.2).
    boolean exists(Name name) {
        return Optional.ofNullable(nodes.ceilingKey(name))
                .filter(n -> n.subdomain(name))
                .isPresent();
    }

    ZoneDraft draft() {
        return new ZoneDraft(origin, new TreeMap<>(nodes));
    }

    static Name concatenate(Name prefix, Name suffix) {
        try {
            return Name.concatenate(prefix, suffix);
        } catch (NameTooLongException e) {
            throw new IllegalArgumentException("%s.%s is too long".formatted(prefix, suffix), e);
        }
    }

    static Name absolute(String name, Name origin) {
        try {
            return name.equals("@") ? origin : Name.fromString(name, origin);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain name: " + name, e);
        }
    }

    private static List<Record> readAll(Name origin, String text) {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (var master = new Master(bytes, origin, DEFAULT_TTL)) {
            master.disableIncludes(true);
            List<Record> records = new ArrayList<>();
            for (@Nullable Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                records.add(r);
            }
            return records;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read the text of zone %s: %s".formatted(origin, e.getMessage()), e);
        }
    }

    private void checkNode(Name name, Map<Integer, List<Record>> sets) {
        if (!name.subdomain(origin)) {
            throw new IllegalArgumentException(
                    "zone %s cannot hold %s: the name lies outside the zone"
                            .formatted(origin, name));
        }
        if (name.isWild() && sets.containsKey(Type.NS)) {
            throw new IllegalArgumentException("%s is a wildcard and has NS".formatted(name));
        }
        if (sets.containsKey(Type.CNAME)
                && (sets.size() > 1 || sets.getOrDefault(Type.CNAME, List.of()).size() > 1)) {
            throw new IllegalArgumentException("%s has a CNAME and other data".formatted(name));
        }
    }
}
