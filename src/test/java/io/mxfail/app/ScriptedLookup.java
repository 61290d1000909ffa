package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.port.Lookup;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Name servers that serve what the service in memory stores, unless a test made one silent or
/// slow to learn, and resolvers with caches of their own.
final class ScriptedLookup implements Lookup {
    private final MemoryDns.Zones zones;
    private final InstantSource clock;
    private final Map<RecordKey, RecordSet> elsewhere = new TreeMap<>();
    private final Set<Name> dropped = ConcurrentHashMap.newKeySet();
    private final Map<ServerAddress, Long> questions = new ConcurrentHashMap<>();
    private final Set<ServerAddress> silent = ConcurrentHashMap.newKeySet();
    private final Map<ServerAddress, Map<RecordKey, Optional<RecordSet>>> lagging =
            new ConcurrentHashMap<>();
    private final Map<String, Map<RecordKey, Cached>> caches = new ConcurrentHashMap<>();
    private final List<String> askedOfServers =
            java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());

    private record Cached(RecordSet set, Instant until) {}

    ScriptedLookup(MemoryDns.Zones zones, InstantSource clock) {
        this.zones = zones;
        this.clock = clock;
    }

    /// A set of the wide world.
    void elsewhere(RecordSet set) {
        elsewhere.put(set.key(), set);
    }

    void silence(ServerAddress server) {
        silent.add(server);
    }

    void wake(ServerAddress server) {
        silent.remove(server);
    }

    /// No server serves the zone any more.
    void drop(Name zone) {
        dropped.add(zone);
    }

    /// The server goes on serving what a key holds now.
    void lag(ServerAddress server, RecordKey key) {
        lagging.computeIfAbsent(server, _ -> new ConcurrentHashMap<>()).put(key, zones.at(key));
    }

    void catchUp(ServerAddress server) {
        lagging.remove(server);
    }

    /// The resolver holds a set for as long as its TTL says.
    void cache(String resolver, RecordSet set) {
        caches.computeIfAbsent(resolver, _ -> new ConcurrentHashMap<>())
                .put(set.key(), new Cached(set, clock.instant().plusSeconds(set.ttl())));
    }

    /// Everything that was asked of resolvers, as `RESOLVER NAME TYPE`.
    List<String> askedOfResolvers() {
        return List.copyOf(asked);
    }

    /// Everything that was asked of authoritative servers, as `SERVER NAME TYPE`.
    List<String> askedOfServers() {
        return List.copyOf(askedOfServers);
    }

    /// How often an authoritative server was asked.
    long questionsTo(ServerAddress server) {
        return questions.getOrDefault(server, 0L);
    }

    @Override
    public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
        questions.merge(server, 1L, Long::sum);
        askedOfServers.add(server + " " + key);
        if (silent.contains(server)) {
            return new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer");
        }
        Optional<Name> zone = zones.zoneOf(key.name());
        if (zone.isEmpty() || dropped.contains(zone.get())) {
            return new DnsAnswer.Failed(DnsAnswer.Reason.LAME, "not authoritative");
        }
        if (key.type() == Type.SOA && key.name().equals(zone.get())) {
            return new DnsAnswer.Found(
                    RecordSet.parse(
                            key, 3600, List.of("ns1.invalid. ops.invalid. 1 3600 600 86400 300")),
                    false);
        }
        Map<RecordKey, Optional<RecordSet>> old = lagging.getOrDefault(server, Map.of());
        return answer(key, old, 0);
    }

    private DnsAnswer answer(RecordKey key, Map<RecordKey, Optional<RecordSet>> old, int depth) {
        Optional<RecordSet> set = old.containsKey(key) ? old.get(key) : zones.at(key);
        if (set.isPresent()) {
            return new DnsAnswer.Found(set.get(), depth > 0);
        }
        RecordKey alias = new RecordKey(key.name(), Type.CNAME);
        Optional<RecordSet> cname = old.containsKey(alias) ? old.get(alias) : zones.at(alias);
        if (cname.isPresent() && depth < 8) {
            Name target =
                    ((CNAMERecord) cname.get().records().getFirst()).getTarget().canonicalize();
            RecordKey next = new RecordKey(target, key.type());
            return zones.zoneOf(target).isPresent()
                    ? answer(next, old, depth + 1)
                    // as real servers do: the alias alone, without an SOA
                    : new DnsAnswer.NoData(0);
        }
        return zones.has(key.name())
                ? new DnsAnswer.NoData(MemoryDns.NEGATIVE_TTL)
                : new DnsAnswer.NxDomain(MemoryDns.NEGATIVE_TTL);
    }

    @Override
    public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
        asked.add(resolver + " " + key);
        Cached cached = caches.getOrDefault(resolver, Map.of()).get(key);
        if (cached != null && clock.instant().isBefore(cached.until())) {
            long left = Duration.between(clock.instant(), cached.until()).toSeconds();
            return new DnsAnswer.Found(cached.set().withTtl(left), false);
        }
        if (zones.zoneOf(key.name()).isPresent()) {
            return authoritative(new ServerAddress("192.0.2.255", 53), key, timeout);
        }
        RecordSet set = elsewhere.get(key);
        return set == null
                ? new DnsAnswer.NxDomain(MemoryDns.NEGATIVE_TTL)
                : new DnsAnswer.Found(set, false);
    }

    @Override
    public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
        return List.of();
    }

    @Override
    public void close() {}
}
