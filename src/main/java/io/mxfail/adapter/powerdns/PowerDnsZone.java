package io.mxfail.adapter.powerdns;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.dns.ZoneCut;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A zone as the API showed it at one moment, with what is not served too: disabled records.
final class PowerDnsZone {
    /// A set of no zone that this server has: a change of it is refused for that alone.
    static final Map<String, Object> OUTSIDE =
            Map.of(
                    "name",
                    "mxfail-proof.invalid.",
                    "type",
                    "TXT",
                    "ttl",
                    60,
                    "changetype",
                    "REPLACE",
                    "records",
                    List.of(Map.of("content", "\"mxfail-proof\"", "disabled", false)));

    private final Name name;
    private final Map<RecordKey, RecordSet> live = new TreeMap<>();
    private final Map<RecordKey, List<Record>> disabled = new TreeMap<>();

    PowerDnsZone(Name name, JsonValue zone) throws ProviderException {
        this.name = name;
        for (JsonValue set : zone.list("rrsets")) {
            Optional<RecordKey> key = key(set);
            if (key.isPresent()) {
                add(key.get(), set);
            }
        }
    }

    private static Optional<RecordKey> key(JsonValue set) {
        int type = Type.value(set.text("type").orElse(""));
        try {
            return type < 0
                    ? Optional.empty()
                    : Optional.of(
                            new RecordKey(
                                    Name.fromString(set.text("name").orElse(""), Name.root), type));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    private void add(RecordKey key, JsonValue set) throws ProviderException {
        long ttl = set.whole("ttl").orElse(0L);
        var served = new ArrayList<Record>();
        for (JsonValue record : set.list("records")) {
            Record parsed = record(key, ttl, record.text("content").orElse(""));
            if (record.isTrue("disabled")) {
                disabled.computeIfAbsent(key, _ -> new ArrayList<>()).add(parsed);
            } else {
                served.add(parsed);
            }
        }
        if (!served.isEmpty()) {
            live.put(key, new RecordSet(key, ttl, served));
        }
    }

    private static Record record(RecordKey key, long ttl, String content) throws ProviderException {
        try {
            return Record.fromString(key.name(), key.type(), DClass.IN, ttl, content, Name.root);
        } catch (IOException e) {
            throw new ProviderException(
                    FailureKind.INVALID,
                    "cannot read %s: PowerDNS has a record there that is none: %s"
                            .formatted(key, String.valueOf(e.getMessage())));
        }
    }

    Observed observed(Set<RecordKey> keys) throws ProviderException {
        Set<Name> delegated =
                live.keySet().stream()
                        .filter(key -> key.type() == Type.NS)
                        .map(RecordKey::name)
                        .collect(Collectors.toSet());
        var sets = new ArrayList<RecordSet>();
        for (RecordKey key : keys) {
            Optional<String> outside = ZoneCut.outside(key.name(), name, delegated);
            if (outside.isPresent()) {
                throw new ProviderException(
                        FailureKind.NO_SUCH_ZONE, "cannot read " + key + ": " + outside.get());
            }
            Optional.ofNullable(live.get(key)).ifPresent(sets::add);
        }
        return Observed.of(name, negativeTtl(), sets, keys);
    }

    /// The lesser of the SOA's TTL and its last field (RFC 2308, section 5).
    private long negativeTtl() {
        return Optional.ofNullable(live.get(new RecordKey(name, Type.SOA)))
                .map(
                        set ->
                                Math.min(
                                        set.ttl(),
                                        ((SOARecord) set.records().getFirst()).getMinimum()))
                .orElse(0L);
    }

    /// The sets of a write that have disabled records.
    List<RecordKey> withDisabled(ZoneWrite write) {
        return write.sets().stream().map(SetWrite::key).filter(disabled::containsKey).toList();
    }

    /// A write as the API takes it. Deletions come first, since the API refuses a CNAME beside
    /// data, and nobody sees the state between. Comments are not named, and so stay.
    List<Map<String, Object>> patch(ZoneWrite write) {
        var sets = new ArrayList<Map<String, Object>>();
        for (SetWrite set : write.sets()) {
            if (set.after().isEmpty() && !disabled.containsKey(set.key())) {
                var deletion = names(set.key());
                deletion.put("changetype", "DELETE");
                sets.add(deletion);
            } else if (set.after().isEmpty()) {
                sets.add(
                        replacement(
                                set, live.containsKey(set.key()) ? live.get(set.key()).ttl() : 0));
            }
        }
        for (SetWrite set : write.sets()) {
            set.after().ifPresent(after -> sets.add(replacement(set, after.ttl())));
        }
        return sets;
    }

    private static Map<String, Object> names(RecordKey key) {
        var set = new LinkedHashMap<String, Object>();
        set.put("name", key.name().toString());
        set.put("type", key.typeName());
        return set;
    }

    private Map<String, Object> replacement(SetWrite set, long ttl) {
        var records = new ArrayList<Object>();
        List<Record> wanted =
                set.after().map(after -> after.withTtl(0).records()).orElse(List.of());
        wanted.forEach(record -> records.add(record(record, false)));
        for (Record record : disabled.getOrDefault(set.key(), List.of())) {
            // One that is wanted now is enabled by that.
            if (!wanted.contains(record)) {
                records.add(record(record, true));
            }
        }
        Map<String, Object> replacement = names(set.key());
        replacement.put("ttl", ttl);
        replacement.put("changetype", "REPLACE");
        replacement.put("records", records);
        return replacement;
    }

    private static Map<String, Object> record(Record record, boolean off) {
        return Map.of(
                "content",
                record instanceof TXTRecord text ? TxtText.quoted(text) : record.rdataToString(),
                "disabled",
                off);
    }
}
