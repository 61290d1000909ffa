package io.mxfail.adapter.azure;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ZoneCut;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.format.JsonValue;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A zone as it was listed; the revision of a set is its etag.
final class AzureZone {
    private final Name name;
    private final Map<RecordKey, JsonValue> sets = new TreeMap<>();

    AzureZone(Name name, Iterable<JsonValue> listing) {
        this.name = name;
        listing.forEach(set -> key(set).ifPresent(key -> sets.put(key, set)));
    }

    private Optional<RecordKey> key(JsonValue set) {
        String resource = set.text("type").orElse("");
        int type = Type.value(resource.substring(resource.lastIndexOf('/') + 1));
        String relative = set.text("name").orElse("");
        try {
            return type < 0 || relative.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new RecordKey(
                                    relative.equals("@") ? name : Name.fromString(relative, name),
                                    type));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    Set<RecordKey> keys() {
        return sets.keySet();
    }

    Optional<String> etag(RecordKey key) {
        return Optional.ofNullable(sets.get(key)).flatMap(set -> set.text("etag"));
    }

    /// What someone noted at the set.
    Optional<JsonValue> metadata(RecordKey key) {
        return Optional.ofNullable(sets.get(key))
                .flatMap(set -> set.member("properties"))
                .flatMap(properties -> properties.member("metadata"));
    }

    Observed observed(Set<RecordKey> keys) throws ProviderException {
        Set<Name> delegated =
                sets.keySet().stream()
                        .filter(key -> key.type() == Type.NS)
                        .map(RecordKey::name)
                        .collect(Collectors.toSet());
        var found = new TreeMap<RecordKey, ObservedSet>();
        var aliases = new TreeSet<RecordKey>();
        for (RecordKey key : keys) {
            Optional<String> outside = ZoneCut.outside(key.name(), name, delegated);
            if (outside.isPresent()) {
                throw new ProviderException(
                        FailureKind.NO_SUCH_ZONE, "cannot read " + key + ": " + outside.get());
            }
            if (isAlias(key)) {
                aliases.add(key);
            } else {
                set(key).ifPresent(
                                set -> found.put(key, new ObservedSet(set, etag(key).orElse(""))));
            }
        }
        return new Observed(name, negativeTtl(), found, keys, aliases);
    }

    /// Such a set follows another resource of Azure and has no records of its own.
    boolean isAlias(RecordKey key) {
        return Optional.ofNullable(sets.get(key))
                .flatMap(set -> set.member("properties"))
                .flatMap(properties -> properties.member("targetResource"))
                .flatMap(target -> target.text("id"))
                .isPresent();
    }

    private Optional<RecordSet> set(RecordKey key) throws ProviderException {
        if (!sets.containsKey(key)) {
            return Optional.empty();
        }
        try {
            return AzureConvert.read(key, sets.get(key));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    FailureKind.INVALID, "cannot read " + key + ": " + e.getMessage());
        }
    }

    /// The lesser of the SOA's TTL and its last field (RFC 2308, section 5).
    private long negativeTtl() throws ProviderException {
        return set(new RecordKey(name, Type.SOA))
                .map(
                        soa ->
                                Math.min(
                                        soa.ttl(),
                                        ((SOARecord) soa.records().getFirst()).getMinimum()))
                .orElse(0L);
    }
}
