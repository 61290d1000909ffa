package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.ObservedSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A DNS service in memory, as strict as the real ones: it compares before it writes, takes no
/// alias beside other data, and does exactly what a test told it to do with the next writes.
final class MemoryDns implements DnsProvider {
    static final long NEGATIVE_TTL = 300;

    private final String identity;
    private final Capabilities capabilities;
    private final boolean known;
    private final Zones zones;

    /// Whether a change is on all name servers.
    interface Sync {
        boolean inSync(String receipt) throws ProviderException;
    }

    /// What the service stores, whoever opened it.
    static final class Zones {
        private final Map<Name, TreeMap<RecordKey, RecordSet>> content = new TreeMap<>();
        private final Deque<Function<ZoneWrite, Outcome>> next = new ArrayDeque<>();
        private final AtomicInteger writes = new AtomicInteger();
        private final List<Map<RecordKey, RecordSet>> history = new ArrayList<>();
        private Optional<ProviderException> unreadable = Optional.empty();
        private final AtomicInteger published = new AtomicInteger();
        private boolean unpublishable;
        private Sync sync = _ -> true;
        private Runnable beforeAnything = () -> {};
        private Runnable atClosing = () -> {};
        private volatile Runnable onRead = () -> {};

        synchronized Zones zone(Name zone, List<RecordSet> sets) {
            var byKey = new TreeMap<RecordKey, RecordSet>();
            sets.forEach(set -> byKey.put(set.key(), set));
            content.put(zone, byKey);
            return this;
        }

        /// Someone else's change.
        synchronized void put(RecordSet set) {
            zoneOf(set.key().name()).ifPresent(zone -> content.get(zone).put(set.key(), set));
        }

        synchronized void remove(RecordKey key) {
            zoneOf(key.name()).ifPresent(zone -> content.get(zone).remove(key));
        }

        synchronized Optional<RecordSet> at(RecordKey key) {
            return zoneOf(key.name()).map(zone -> content.get(zone).get(key));
        }

        /// Every set of every zone.
        synchronized Map<RecordKey, RecordSet> content() {
            var all = new TreeMap<RecordKey, RecordSet>();
            content.values().forEach(all::putAll);
            return Map.copyOf(all);
        }

        /// Every set with its TTL, as text: equal texts are equal zones, byte for byte.
        synchronized String text() {
            var text = new StringBuilder();
            content.values()
                    .forEach(zone -> zone.values().forEach(set -> text.append(set).append('\n')));
            return text.toString();
        }

        synchronized boolean has(Name name) {
            return content.values().stream()
                    .flatMap(zone -> zone.keySet().stream())
                    .anyMatch(key -> key.name().subdomain(name));
        }

        synchronized Optional<Name> zoneOf(Name name) {
            return content.keySet().stream()
                    .filter(name::subdomain)
                    .max(java.util.Comparator.comparingInt(Name::labels));
        }

        /// What the service does with the next write, instead of applying it.
        synchronized void next(Function<ZoneWrite, Outcome> act) {
            next.add(act);
        }

        /// Forgets what was planned for the next writes.
        synchronized void calm() {
            next.clear();
        }

        void unreadable(FailureKind kind) {
            unreadable(kind, "the service said no");
        }

        synchronized void unreadable(FailureKind kind, String why) {
            unreadable = Optional.of(new ProviderException(kind, why, Optional.of(Duration.ZERO)));
        }

        synchronized void readable() {
            unreadable = Optional.empty();
        }

        /// Runs at the beginning of every call; where it throws, nothing was done.
        synchronized void beforeAnything(Runnable check) {
            beforeAnything = check;
        }

        synchronized void atClosing(Runnable act) {
            atClosing = act;
        }

        /// Runs before every read, while other calls go on.
        void onRead(Runnable act) {
            onRead = act;
        }

        /// Applies the next write and gives a receipt, and answers with this when it is asked.
        synchronized void slow(Sync answer) {
            next.add(
                    write ->
                            apply(write) instanceof Outcome.Applied
                                    ? new Outcome.Applied("change-1")
                                    : new Outcome.Unknown("not applied"));
            sync = answer;
        }

        synchronized void sync(Sync answer) {
            sync = answer;
        }

        /// How often it was made to serve what it stores.
        int published() {
            return published.get();
        }

        /// Whether its servers refuse to load what is stored.
        synchronized void unpublishable(boolean refuse) {
            unpublishable = refuse;
        }

        int writes() {
            return writes.get();
        }

        /// The whole content after every single set that was written.
        synchronized List<Map<RecordKey, RecordSet>> history() {
            return List.copyOf(history);
        }

        synchronized Outcome apply(ZoneWrite write) {
            return apply(write, write.sets().size());
        }

        /// Writes the first sets of a write only.
        synchronized Outcome apply(ZoneWrite write, int sets) {
            var zone = content.get(write.zone());
            if (zone == null) {
                return new Outcome.Rejected(
                        FailureKind.NO_SUCH_ZONE, "no zone " + write.zone(), Optional.empty());
            }
            var moved = new ArrayList<RecordKey>();
            for (SetWrite set : write.sets()) {
                Optional<RecordSet> now = Optional.ofNullable(zone.get(set.key()));
                if (!same(now, set.before().map(ObservedSet::set)) && !now.equals(set.after())) {
                    moved.add(set.key());
                }
            }
            write.absent().stream().filter(zone::containsKey).forEach(moved::add);
            if (!moved.isEmpty()) {
                return new Outcome.Stale(moved);
            }
            var after = new TreeMap<>(zone);
            write.sets().forEach(set -> leave(after, set));
            for (SetWrite set : write.sets()) {
                RecordKey alias = new RecordKey(set.key().name(), Type.CNAME);
                boolean beside =
                        after.containsKey(alias)
                                && after.keySet().stream()
                                        .anyMatch(
                                                key ->
                                                        key.name().equals(alias.name())
                                                                && !key.equals(alias));
                if (beside) {
                    return new Outcome.Rejected(
                            FailureKind.INVALID, alias + " beside other data", Optional.empty());
                }
            }
            for (SetWrite set : write.sets().subList(0, sets)) {
                leave(zone, set);
                var all = new TreeMap<RecordKey, RecordSet>();
                content.values().forEach(all::putAll);
                history.add(all);
            }
            return new Outcome.Applied("");
        }

        private static void leave(Map<RecordKey, RecordSet> zone, SetWrite set) {
            set.after()
                    .ifPresentOrElse(
                            after -> zone.put(set.key(), after), () -> zone.remove(set.key()));
        }

        private static boolean same(Optional<RecordSet> one, Optional<RecordSet> other) {
            return one.isPresent() == other.isPresent()
                    && (one.isEmpty() || one.get().sameData(other.get()));
        }
    }

    MemoryDns(String identity, Capabilities capabilities, Zones zones) {
        this(identity, capabilities, zones, true);
    }

    private MemoryDns(String identity, Capabilities capabilities, Zones zones, boolean known) {
        this.identity = identity;
        this.capabilities = capabilities;
        this.zones = zones;
        this.known = known;
    }

    static Capabilities unit(Capabilities.Atomicity atomicity) {
        return new Capabilities(
                atomicity, Capabilities.StaleWrite.REFUSED_BY_SERVICE, Duration.ZERO, 100);
    }

    /// The same service, opened with a key that it does not know.
    MemoryDns stranger() {
        return new MemoryDns(identity, capabilities, zones, false);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Name zoneOf(Name name) throws ProviderException {
        return zones.zoneOf(name)
                .orElseThrow(
                        () ->
                                new ProviderException(
                                        FailureKind.NO_SUCH_ZONE, "no zone holds " + name));
    }

    @Override
    public Observed read(Name zone, Set<RecordKey> keys) throws ProviderException {
        zones.onRead.run();
        synchronized (zones) {
            zones.beforeAnything.run();
            if (!known) {
                throw new ProviderException(FailureKind.UNAUTHORISED, "an unknown key");
            }
            if (zones.unreadable.isPresent()) {
                throw zones.unreadable.get();
            }
            var content = zones.content.get(zone);
            if (content == null) {
                throw new ProviderException(FailureKind.NO_SUCH_ZONE, "no zone " + zone);
            }
            List<RecordSet> found =
                    content.values().stream().filter(set -> keys.contains(set.key())).toList();
            return Observed.of(zone, NEGATIVE_TTL, found, new TreeSet<>(keys));
        }
    }

    @Override
    public Outcome write(ZoneWrite write) {
        synchronized (zones) {
            zones.beforeAnything.run();
            if (!known) {
                return new Outcome.Rejected(
                        FailureKind.UNAUTHORISED, "an unknown key", Optional.empty());
            }
            zones.writes.incrementAndGet();
            Function<ZoneWrite, Outcome> act = zones.next.poll();
            return act == null ? zones.apply(write) : act.apply(write);
        }
    }

    @Override
    public void publish(Name zone) throws ProviderException {
        synchronized (zones) {
            zones.beforeAnything.run();
            if (zones.unpublishable) {
                throw new ProviderException(FailureKind.UNAVAILABLE, "the reload failed");
            }
            zones.published.incrementAndGet();
        }
    }

    @Override
    public boolean inSync(String receipt) throws ProviderException {
        synchronized (zones) {
            zones.beforeAnything.run();
        }
        return zones.sync.inSync(receipt);
    }

    @Override
    public void close() {
        zones.atClosing.run();
    }
}
