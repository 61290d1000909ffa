package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where old addresses of hosts that keep their names lead mail and applications.
final class AddressHazards {
    private final Ends ends;
    private final Hazards.Setting setting;
    private final Astray astray;

    private AddressHazards(Ends ends, Hazards.Setting setting) {
        this.ends = ends;
        this.setting = setting;
        this.astray = new Astray(ends, setting);
    }

    static List<Hazard> of(Ends ends, Hazards.Setting setting) {
        var hazards = new AddressHazards(ends, setting);
        hazards.oldAddresses();
        hazards.olderAddresses();
        return hazards.astray.found();
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
                astray.add(
                        "OLD-ADDRESS-CACHED",
                        who
                                + names(strangers)
                                + " keep going to "
                                + where(strangers)
                                + ", and nothing shows that "
                                + (mail ? "it takes their mail" : "it still sends for them"),
                        Hazard.Effect.DELAY,
                        longest(strangers),
                        Ends.keys(strangers));
            }
            if (!sites.isEmpty()) {
                astray.toTheSiteLeft(
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
                        astray.add(
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

    /// Whether what a change replaces is what the site being left wants there.
    private boolean isOfTheSiteLeft(Change change) {
        return ends.transition().view().claims().stream()
                .filter(claim -> claim.keys().contains(change.key()))
                .anyMatch(claim -> wants(claim, ends.plan().from(), change));
    }

    /// What old addresses lead to, each with whose it is.
    private String where(Collection<Change> changes) {
        return changes.stream()
                .map(
                        change ->
                                String.join(", ", change.before().orElseThrow().data())
                                        + owner(change)
                                                .map(site -> " (of " + site + ")")
                                                .orElse(" (of no site)"))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// The site that wants what a change replaces; empty: none does.
    private Optional<String> owner(Change change) {
        return ends.transition().view().claims().stream()
                .filter(claim -> claim.keys().contains(change.key()))
                .flatMap(
                        claim ->
                                claim.wishes().keySet().stream()
                                        .filter(s -> wants(claim, s, change)))
                .findFirst();
    }

    private static boolean wants(Claim claim, String site, Change change) {
        List<Record> wish = claim.wish(site).getOrDefault(change.key(), List.of());
        return !wish.isEmpty()
                && change.before().orElseThrow().sameData(new RecordSet(change.key(), 0, wish));
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
}
