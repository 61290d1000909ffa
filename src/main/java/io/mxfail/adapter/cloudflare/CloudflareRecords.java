package io.mxfail.adapter.cloudflare;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ZoneCut;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All records of a zone as one listing gave them.
final class CloudflareRecords {
    /// How long resolvers remember that a name is missing: the SOA minimum that Cloudflare
    /// gives its zones unless asked otherwise. The SOA is not among the records.
    private static final long NEGATIVE_TTL = 1800;

    private final Map<RecordKey, List<Listed>> byKey = new TreeMap<>();

    /// A record with its id and everything else that the service keeps of it.
    ///
    /// @param record with a TTL of 0, since each has its own
    record Listed(String id, JsonValue json, Record record) {}

    CloudflareRecords(List<JsonValue> listing) {
        for (JsonValue json : listing) {
            CloudflareConvert.read(json)
                    .ifPresent(
                            record -> {
                                RecordKey key = RecordKey.of(record);
                                Record bare =
                                        new RecordSet(key, 0, List.of(record)).records().getFirst();
                                byKey.computeIfAbsent(key, _ -> new ArrayList<>())
                                        .add(new Listed(json.text("id").orElse(""), json, bare));
                            });
        }
        byKey.values().forEach(records -> records.sort((a, b) -> a.record().compareTo(b.record())));
    }

    Set<RecordKey> keys() {
        return byKey.keySet();
    }

    List<Listed> at(RecordKey key) {
        return byKey.getOrDefault(key, List.of());
    }

    /// Whether the listing is of that zone: its apex has records, and nothing stands outside.
    boolean areOf(Name zone) {
        return byKey.keySet().stream().anyMatch(key -> key.name().equals(zone))
                && byKey.keySet().stream().allMatch(key -> key.name().subdomain(zone));
    }

    /// Such a set is answered with Cloudflare's own addresses, which take no mail.
    private boolean isProxied(RecordKey key) {
        return at(key).stream().anyMatch(listed -> listed.json().isTrue("proxied"));
    }

    Observed observed(Name zone, Set<RecordKey> keys) throws ProviderException {
        Set<Name> delegated =
                byKey.keySet().stream()
                        .filter(key -> key.type() == Type.NS)
                        .map(RecordKey::name)
                        .collect(Collectors.toSet());
        var sets = new TreeMap<RecordKey, ObservedSet>();
        var routed = new TreeSet<RecordKey>();
        for (RecordKey key : keys) {
            Optional<String> outside = ZoneCut.outside(key.name(), zone, delegated);
            if (outside.isPresent()) {
                throw new ProviderException(
                        FailureKind.NO_SUCH_ZONE, "cannot read " + key + ": " + outside.get());
            }
            if (isProxied(key)) {
                routed.add(key);
            } else {
                set(key).ifPresent(set -> sets.put(key, new ObservedSet(set, revision(key))));
            }
        }
        return new Observed(zone, NEGATIVE_TTL, sets, keys, routed, proxied());
    }

    /// Which records a set consists of, and when each was last touched: data, comment or settings.
    /// A record that was deleted and made again is another one.
    String revision(RecordKey key) {
        return at(key).stream()
                .map(listed -> listed.id() + "@" + listed.json().text("modified_on").orElse(""))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /// The names that lead to Cloudflare's proxies: their own records do, or their alias does.
    private Set<Name> proxied() {
        var names = new TreeSet<Name>();
        byKey.keySet().stream().filter(this::isProxied).forEach(key -> names.add(key.name()));
        boolean grew = !names.isEmpty();
        while (grew) {
            grew = false;
            for (RecordKey key : byKey.keySet()) {
                boolean leads =
                        key.type() == Type.CNAME
                                && at(key).stream().anyMatch(l -> leadsTo(l.record(), names));
                grew |= leads && names.add(key.name());
            }
        }
        return names;
    }

    private static boolean leadsTo(Record record, Set<Name> names) {
        return record instanceof CNAMERecord alias
                && names.contains(alias.getTarget().canonicalize());
    }

    /// Records of one set may have different TTLs here; caches can hold the longest.
    private Optional<RecordSet> set(RecordKey key) {
        List<Listed> listed = at(key);
        return listed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RecordSet(
                                key,
                                listed.stream()
                                        .mapToLong(l -> CloudflareConvert.ttl(l.json()))
                                        .max()
                                        .orElseThrow(),
                                listed.stream().map(Listed::record).toList()));
    }
}
