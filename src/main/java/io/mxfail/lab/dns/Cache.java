package io.mxfail.lab.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a resolver remembers: sets for their TTL, and for the SOA's negative TTL that a name or a
/// type does not exist (RFC 2308, section 5). Expired entries stay until they are replaced, for
/// resolvers that serve stale answers.
final class Cache {
    /// What was learned about one question.
    sealed interface Fact {
        record Held(List<Record> records) implements Fact {
            public Held {
                records = List.copyOf(records);
            }
        }

        record NoSuchType(Record soa) implements Fact {}

        record NoSuchName(Record soa) implements Fact {}
    }

    private record Key(Name name, int type) {}

    private record Entry(Fact fact, Instant until) {}

    /// That a name does not exist is kept under this "type", for every type.
    private static final int WHOLE_NAME = Type.ANY;

    private final InstantSource time;
    private final Duration shortest;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    /// @param shortest every answer is kept at least so long, whatever its TTL
    Cache(InstantSource time, Duration shortest) {
        this.time = time;
        this.shortest = shortest;
    }

    /// Remembers what an authoritative server said about that name and type; returns it with the
    /// TTL that it is kept for.
    Fact learn(Name name, int type, Fact fact) {
        long ttl = Math.max(ttl(fact), shortest.toSeconds());
        var entry = new Entry(fact, time.instant().plusSeconds(ttl));
        switch (fact) {
            case Fact.Held _, Fact.NoSuchType _ -> {
                entries.put(new Key(name, type), entry);
                entries.remove(new Key(name, WHOLE_NAME));
            }
            case Fact.NoSuchName _ -> {
                entries.keySet().removeIf(key -> key.name().equals(name));
                entries.put(new Key(name, WHOLE_NAME), entry);
            }
        }
        return withTtl(fact, ttl);
    }

    /// What answers that question now: the set, its alias, or a remembered "no", with the TTL that
    /// is left in its records.
    Optional<Fact> find(Name name, int type) {
        return alive(name, type)
                .or(() -> alive(name, Type.CNAME).filter(Fact.Held.class::isInstance))
                .or(() -> alive(name, WHOLE_NAME));
    }

    /// The same if it has expired, with a TTL of 30 seconds (RFC 8767, section 4).
    Optional<Fact> stale(Name name, int type) {
        return entry(name, type)
                .or(() -> entry(name, Type.CNAME).filter(e -> e.fact() instanceof Fact.Held))
                .or(() -> entry(name, WHOLE_NAME))
                .map(e -> withTtl(e.fact(), 30));
    }

    void forget() {
        entries.clear();
    }

    /// Forgets everything at and below a name.
    void forget(Name name) {
        entries.keySet().removeIf(key -> key.name().subdomain(name));
    }

    private Optional<Fact> alive(Name name, int type) {
        Instant now = time.instant();
        return entry(name, type)
                .filter(e -> now.isBefore(e.until()))
                .map(e -> withTtl(e.fact(), secondsLeft(now, e.until())));
    }

    private Optional<Entry> entry(Name name, int type) {
        return Optional.ofNullable(entries.get(new Key(name, type)));
    }

    /// Rounded up: no answer says 0 while it is still given.
    private static long secondsLeft(Instant now, Instant until) {
        return Duration.between(now, until).plusNanos(999_999_999).toSeconds();
    }

    private static long ttl(Fact fact) {
        return switch (fact) {
            case Fact.Held(var records) -> records.getFirst().getTTL();
            case Fact.NoSuchType(var soa) -> soa.getTTL();
            case Fact.NoSuchName(var soa) -> soa.getTTL();
        };
    }

    private static Fact withTtl(Fact fact, long ttl) {
        return switch (fact) {
            case Fact.Held(var records) -> new Fact.Held(Records.withTtl(records, ttl));
            case Fact.NoSuchType(var soa) -> new Fact.NoSuchType(Records.withTtl(soa, ttl));
            case Fact.NoSuchName(var soa) -> new Fact.NoSuchName(Records.withTtl(soa, ttl));
        };
    }
}
