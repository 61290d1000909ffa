package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Awaited;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.Claim;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.propagation.Goal;

import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What servers should answer once a site carries a domain's mail.
final class Goals {
    private Goals() {}

    /// The goal of a domain that is at a site, whatever brought it there; empty where the
    /// site names no switched set.
    ///
    /// @param changes what a run changed, from which the old data is known
    static Optional<Goal> ofSite(DomainView view, String site, List<Change> changes) {
        return ofSite(view, site, changes, changes);
    }

    /// The goal of a switch. In a breach what is taken from the former site counts, too: for
    /// as long as a cache holds the old SPF record or key, whoever has that site may send in
    /// our name.
    static Optional<Goal> ofSwitch(DomainView view, String site, Mode mode, List<Change> changes) {
        Optional<Goal> goal = ofSite(view, site, changes);
        return mode == Mode.BREACH ? goal.map(g -> g.beside(longest(changes.stream()))) : goal;
    }

    /// @param standing what that run and those after it changed, as one
    static Optional<Goal> ofSite(
            DomainView view, String site, List<Change> changes, List<Change> standing) {
        var wanted = new TreeMap<RecordKey, Goal.Wanted>();
        for (Claim claim : view.claims()) {
            if (claim.switched() && claim.tag().isEmpty() && !claim.wish(site).isEmpty()) {
                for (RecordKey key : claim.keys()) {
                    if (key.type() != Type.TXT) {
                        wanted.put(key, wanted(claim, site, key, changes));
                    }
                }
            }
        }
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Goal(
                                view.name(),
                                view.zone(),
                                site,
                                List.copyOf(wanted.values()),
                                beside(changes),
                                parts(Awaited.ofSite(view, site, standing))));
    }

    private static List<Goal.Part> parts(List<Awaited> awaited) {
        return awaited.stream()
                .map(one -> new Goal.Part(one.place().key(), one.what(), one.there()))
                .toList();
    }

    private static Goal.Wanted wanted(
            Claim claim, String site, RecordKey key, List<Change> changes) {
        List<Record> records = claim.wish(site).getOrDefault(key, List.of());
        Optional<RecordSet> old =
                changes.stream()
                        .filter(c -> c.key().equals(key) && c.tag().isEmpty())
                        .flatMap(c -> c.before().stream())
                        .findFirst();
        return new Goal.Wanted(
                key,
                records.isEmpty() ? Optional.empty() : Optional.of(new RecordSet(key, 0, records)),
                old);
    }

    /// The goal of changes that lead to no site's data, as an undo may; empty where no whole
    /// set changes.
    static Optional<Goal> ofChanges(DomainView view, String label, List<Change> changes) {
        var wanted = new ArrayList<Goal.Wanted>();
        for (Change change : changes) {
            if (change.tag().isEmpty() && !change.ttlOnly()) {
                wanted.add(new Goal.Wanted(change.key(), change.after(), old(change)));
            }
        }
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Goal(
                                view.name(),
                                view.zone(),
                                label,
                                wanted,
                                beside(changes),
                                parts(Awaited.ofChanges(changes))));
    }

    /// Caches that still hold the old SPF record do not know the new senders.
    private static Optional<Duration> beside(List<Change> changes) {
        return longest(changes.stream().filter(change -> change.kind() != ChangeClass.SUBTRACTIVE));
    }

    private static Optional<Duration> longest(Stream<Change> changes) {
        return changes.filter(change -> !change.ttlOnly())
                .flatMap(change -> change.formerTtl().stream())
                .max(Comparator.naturalOrder());
    }

    /// What is only taken away, such as the key of a site that never signed, does harm in no cache:
    /// without a TTL nobody waits until it is forgotten.
    private static Optional<RecordSet> old(Change change) {
        return change.kind() == ChangeClass.SUBTRACTIVE
                ? change.before().map(set -> set.withTtl(0))
                : change.before();
    }
}
