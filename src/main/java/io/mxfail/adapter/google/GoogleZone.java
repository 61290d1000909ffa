package io.mxfail.adapter.google;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.dns.ZoneCut;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A managed zone as it was listed. The revision of a set is its listing, word for word: that is
/// what a deletion must name.
final class GoogleZone {
    private final Name name;
    private final Map<RecordKey, JsonValue> sets = new TreeMap<>();

    GoogleZone(Name name, List<JsonValue> listing) {
        this.name = name;
        listing.forEach(set -> key(set).ifPresent(key -> sets.put(key, set)));
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

    Observed observed(Set<RecordKey> keys) throws ProviderException {
        Set<Name> delegated =
                sets.keySet().stream()
                        .filter(key -> key.type() == Type.NS)
                        .map(RecordKey::name)
                        .collect(Collectors.toSet());
        var found = new TreeMap<RecordKey, ObservedSet>();
        var routed = new TreeSet<RecordKey>();
        for (RecordKey key : keys) {
            Optional<String> outside = ZoneCut.outside(key.name(), name, delegated);
            if (outside.isPresent()) {
                throw new ProviderException(
                        FailureKind.NO_SUCH_ZONE, "cannot read " + key + ": " + outside.get());
            }
            JsonValue set = sets.get(key);
            if (set != null && isRouted(set)) {
                routed.add(key);
            } else if (set != null) {
                found.put(key, new ObservedSet(set(key, set), revision(set)));
            }
        }
        return new Observed(name, negativeTtl(), found, keys, routed);
    }

    private static RecordSet set(RecordKey key, JsonValue set) throws ProviderException {
        try {
            return RecordSet.parse(key, set.whole("ttl").orElse(0L), data(set));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    FailureKind.INVALID, "cannot read " + key + ": " + e.getMessage());
        }
    }

    /// Such a set has several answers, and no records of its own.
    private static boolean isRouted(JsonValue set) {
        return set.member("routingPolicy").isPresent() || data(set).isEmpty();
    }

    private static List<String> data(JsonValue set) {
        return set.list("rrdatas").stream()
                .flatMap(
                        v ->
                                v instanceof JsonValue.Text t
                                        ? Stream.of(t.value())
                                        : Stream.<String>empty())
                .toList();
    }

    private static String revision(JsonValue set) {
        return Json.compact(Map.of("ttl", set.whole("ttl").orElse(0L), "rrdatas", data(set)));
    }

    /// The lesser of the SOA's TTL and its last field (RFC 2308, section 5).
    private long negativeTtl() throws ProviderException {
        var key = new RecordKey(name, Type.SOA);
        if (!sets.containsKey(key)) {
            return 0;
        }
        RecordSet soa = set(key, sets.get(key));
        return Math.min(soa.ttl(), ((SOARecord) soa.records().getFirst()).getMinimum());
    }

    /// A write as one change.
    static Map<String, Object> change(ZoneWrite write) {
        var additions = new ArrayList<Object>();
        var deletions = new ArrayList<Object>();
        for (SetWrite set : write.sets()) {
            set.before().ifPresent(before -> deletions.add(deletion(set.key(), before)));
            set.after().ifPresent(after -> additions.add(written(set.key(), after)));
        }
        return Map.of("additions", additions, "deletions", deletions);
    }

    private static Map<String, Object> deletion(RecordKey key, ObservedSet before) {
        try {
            JsonValue revision = Json.read(before.revision());
            var set = names(key);
            set.put("ttl", revision.whole("ttl").orElse(before.set().ttl()));
            set.put("rrdatas", data(revision));
            return set;
        } catch (JsonException _) {
            // read elsewhere: its own words must do
            return written(key, before.set());
        }
    }

    private static Map<String, Object> written(RecordKey key, RecordSet content) {
        var set = names(key);
        set.put("ttl", content.ttl());
        set.put(
                "rrdatas",
                content.records().stream()
                        .map(
                                record ->
                                        record instanceof TXTRecord text
                                                ? TxtText.quoted(text)
                                                : record.rdataToString())
                        .toList());
        return set;
    }

    private static Map<String, Object> names(RecordKey key) {
        var set = new LinkedHashMap<String, Object>();
        set.put("kind", "dns#resourceRecordSet");
        set.put("name", key.name().toString());
        set.put("type", key.typeName());
        return set;
    }
}
