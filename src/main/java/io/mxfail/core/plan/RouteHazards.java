package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where old MX sets, old addresses and remembered absences lead mail and applications.
final class RouteHazards {
    private final Ends ends;
    private final Hazards.Setting setting;
    private final List<Hazard> found = new ArrayList<>();

    private RouteHazards(Ends ends, Hazards.Setting setting) {
        this.ends = ends;
        this.setting = setting;
    }

    static List<Hazard> of(Ends ends, Hazards.Setting setting) {
        var hazards = new RouteHazards(ends, setting);
        hazards.oldMx();
        hazards.olderMx();
        hazards.oldAddresses();
        hazards.olderAddresses();
        hazards.negative();
        return List.copyOf(hazards.found);
    }

    private void oldMx() {
        RecordKey mx = ends.transition().view().mx();
        for (Change change : ends.plan().changes()) {
            if (!change.key().equals(mx) || change.before().isEmpty() || change.ttlOnly()) {
                continue;
            }
            boolean hostsGo =
                    ends.hostsBefore().stream()
                            .anyMatch(
                                    host ->
                                            Ends.has(ends.before(), host)
                                                    && !Ends.has(ends.after(), host));
            if (hostsGo) {
                add(
                        "OLD-MX-CACHED",
                        "senders whose resolver still holds the old MX find no address of its"
                                + " hosts",
                        Hazard.Effect.REJECT,
                        ends.transition().cached(change).toSeconds(),
                        List.of(mx));
            } else {
                astray(
                        "OLD-MX-CACHED",
                        "senders whose resolver still holds the old MX keep delivering to ",
                        setting.left(),
                        ends.transition().cached(change).toSeconds(),
                        List.of(mx));
            }
        }
    }

    /// An MX set from before an earlier move, which leads neither to where mail goes nor to where
    /// it went until now.
    private void olderMx() {
        RecordKey mx = ends.transition().view().mx();
        List<Change> moves =
                ends.plan().changes().stream()
                        .filter(c -> c.key().equals(mx) && !c.ttlOnly())
                        .toList();
        if (moves.isEmpty()) {
            return;
        }
        var known = new TreeSet<>(ends.hostsBefore());
        known.addAll(ends.hostsAfter());
        moves.forEach(
                c -> c.before().ifPresent(set -> known.addAll(Ends.hosts(Map.of(mx, set), mx))));
        var older = new TreeMap<String, Duration>();
        for (Remembered old : ends.transition().remembered()) {
            if (!old.place().key().equals(mx) || old.set().isEmpty()) {
                continue;
            }
            Set<Name> hosts = Ends.hosts(Map.of(mx, old.set().get()), mx);
            if (!known.containsAll(hosts)) {
                String names = hosts.stream().map(Name::toString).collect(Collectors.joining(", "));
                older.merge(names, old.left(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        older.forEach(
                (hosts, left) ->
                        add(
                                "OLD-MX-CACHED",
                                "senders whose resolver still holds the MX from before an earlier"
                                        + " change deliver to "
                                        + hosts
                                        + ", and nothing shows that it takes their mail",
                                Hazard.Effect.DELAY,
                                left.toSeconds(),
                                List.of(mx)));
    }

    /// A host that keeps its name and gets another address is a site that moves behind the MX.
    private void oldAddresses() {
        Set<Name> hosts = ends.hostsAfter();
        for (boolean mail : List.of(true, false)) {
            List<Change> moved =
                    ends.plan().changes().stream()
                            .filter(c -> Ends.isAddress(c.key()) && !c.ttlOnly())
                            .filter(c -> c.before().isPresent())
                            .filter(c -> Ends.has(ends.after(), c.key().name()))
                            .filter(c -> hosts.contains(c.key().name()) == mail)
                            .toList();
            String who =
                    mail
                            ? "senders whose resolver still holds the old address of "
                            : "applications whose resolver still holds the old address of ";
            var strangers = new ArrayList<Change>();
            var sites = new ArrayList<Change>();
            moved.forEach(c -> (isOfTheSiteLeft(c) ? sites : strangers).add(c));
            if (!strangers.isEmpty()) {
                add(
                        "OLD-ADDRESS-CACHED",
                        who + names(strangers) + " go to a host that is no site's",
                        Hazard.Effect.DELAY,
                        longest(strangers),
                        Ends.keys(strangers));
            }
            if (!sites.isEmpty()) {
                astray(
                        "OLD-ADDRESS-CACHED",
                        who + names(sites) + " keep going to ",
                        // what mail hosts say to strangers tells nothing of a relay but that the
                        // site is down
                        mail || setting.left() != Reception.RETURNS
                                ? setting.left()
                                : Reception.DEFERS,
                        longest(sites),
                        Ends.keys(sites));
            }
        }
    }

    /// An address of a name that moves, from before an earlier move: neither where the name leads
    /// nor where it led until now.
    private void olderAddresses() {
        var moved =
                ends.plan().changes().stream()
                        .filter(c -> Ends.isAddress(c.key()) && !c.ttlOnly())
                        .map(c -> c.key().name())
                        .filter(name -> Ends.has(ends.after(), name))
                        .collect(Collectors.toSet());
        var older = new TreeMap<RecordKey, Duration>();
        for (Remembered old : ends.transition().remembered()) {
            RecordKey key = old.place().key();
            boolean known =
                    Stream.concat(
                                    Stream.of(ends.before(), ends.after())
                                            .map(state -> Optional.ofNullable(state.get(key))),
                                    // what a run that is taken up again has replaced already
                                    ends.plan().changes().stream()
                                            .filter(c -> c.key().equals(key))
                                            .map(Change::before))
                            .flatMap(Optional::stream)
                            .anyMatch(set -> old.set().filter(set::sameData).isPresent());
            if (old.set().isPresent()
                    && Ends.isAddress(key)
                    && moved.contains(key.name())
                    && !known) {
                older.merge(key, old.left(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        older.forEach(
                (key, left) ->
                        add(
                                "OLD-ADDRESS-CACHED",
                                (ends.hostsAfter().contains(key.name())
                                                ? "senders"
                                                : "applications")
                                        + " whose resolver still holds the address of "
                                        + key.name()
                                        + " from before an earlier change go there, and nothing"
                                        + " shows that it takes their mail",
                                Hazard.Effect.DELAY,
                                left.toSeconds(),
                                List.of(key)));
    }

    /// Names that resolvers may have asked for in vain before they were published, by this plan or
    /// a short while ago.
    private void negative() {
        RecordKey mx = ends.transition().view().mx();
        Set<Name> hosts = ends.hostsAfter();
        var missing = new TreeMap<RecordKey, Long>();
        if (ends.moves()) {
            ends.transition().remembered().stream()
                    .filter(
                            old ->
                                    old.set().isEmpty()
                                            && ends.after().containsKey(old.place().key()))
                    .forEach(
                            old ->
                                    missing.merge(
                                            old.place().key(), old.left().toSeconds(), Math::max));
        }
        if (setting.negativeTtl() > 0) {
            ends.plan().changes().stream()
                    .filter(c -> c.action() == Change.Action.CREATE)
                    .filter(
                            c ->
                                    !Ends.isAddress(c.key())
                                            || !Ends.has(ends.before(), c.key().name()))
                    .forEach(c -> missing.put(c.key(), setting.negativeTtl()));
        }
        missing.keySet().removeIf(key -> !Ends.isAddress(key) && !key.equals(mx));
        for (boolean mail : List.of(true, false)) {
            var sets = new TreeMap<>(missing);
            sets.keySet().removeIf(key -> (key.equals(mx) || hosts.contains(key.name())) != mail);
            if (!sets.isEmpty()) {
                add(
                        "NEGATIVE-CACHED",
                        "resolvers that asked before may remember that these sets do not exist",
                        mail ? Hazard.Effect.REJECT : Hazard.Effect.DELAY,
                        Collections.max(sets.values()),
                        List.copyOf(sets.keySet()));
            }
        }
    }

    /// Old data that leads to the site being left is a hazard unless that site takes the mail and
    /// may have it.
    private void astray(String id, String who, Reception left, long ttl, List<RecordKey> sets) {
        String where = who + left();
        switch (left) {
            case TAKES -> {
                if (setting.revoked()) {
                    add(
                            id,
                            where + ", which must not have their mail any more",
                            Hazard.Effect.DOWNGRADE,
                            ttl,
                            sets);
                }
            }
            case DEFERS -> add(id, where, Hazard.Effect.DELAY, ttl, sets);
            case RETURNS ->
                    add(id, where + ", which returns their mail", Hazard.Effect.REJECT, ttl, sets);
            case UNKNOWN ->
                    add(
                            id,
                            where + ", and nothing shows that it takes their mail",
                            Hazard.Effect.DELAY,
                            ttl,
                            sets);
        }
    }

    /// Who gets the mail that old data leads astray: the site, or hosts that are no one site's.
    private String left() {
        String from = ends.plan().from();
        return ends.transition().view().sites().containsKey(from) || ends.hostsBefore().isEmpty()
                ? from
                : ends.hostsBefore().stream().map(Name::toString).collect(Collectors.joining(", "));
    }

    /// Whether what a change replaces is what the site being left wants there.
    private boolean isOfTheSiteLeft(Change change) {
        return ends.transition().view().claims().stream()
                .filter(claim -> claim.keys().contains(change.key()))
                .map(claim -> claim.wish(ends.plan().from()).getOrDefault(change.key(), List.of()))
                .anyMatch(
                        wish ->
                                !wish.isEmpty()
                                        && change.before()
                                                .orElseThrow()
                                                .sameData(new RecordSet(change.key(), 0, wish)));
    }

    private static String names(Collection<Change> changes) {
        return changes.stream()
                .map(c -> c.key().name().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private long longest(Collection<Change> changes) {
        return changes.stream()
                .filter(c -> c.before().isPresent())
                .mapToLong(c -> ends.transition().cached(c).toSeconds())
                .max()
                .orElse(0);
    }

    private void add(
            String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        found.add(ends.hazard(id, who, effect, seconds, sets));
    }
}
