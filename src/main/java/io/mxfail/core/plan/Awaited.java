package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What every name server must serve beside the switched sets before a change has come through: the
/// SPF terms of those who send, the keys that they sign with, and the absence of what was taken
/// away.
///
/// Of a TXT set only the owned string is looked at, and of an SPF record only the owned terms: what
/// others write beside them, and when it arrives, is theirs.
///
/// @param place where it stands
/// @param there whether a server that serves this set (empty: none) has it as awaited
public record Awaited(Change.Place place, Predicate<Optional<RecordSet>> there) {

    /// What is awaited once a site carries a domain's mail.
    ///
    /// The profile says what should be there, and what was changed says what should be gone: what
    /// a run once wrote may have been replaced rightly since.
    ///
    /// @param changes what was written and stands, each place once
    public static List<Awaited> ofSite(DomainView view, String site, List<Change> changes) {
        var written = new HashMap<Change.Place, Change>();
        changes.stream().filter(c -> !c.ttlOnly()).forEach(c -> written.put(c.place(), c));
        var awaited = new ArrayList<Awaited>();
        var names = new TreeSet<Name>();
        for (Claim claim : view.claims()) {
            for (Change.Place place : claim.places()) {
                names.add(place.key().name());
                Optional<Change> change = Optional.ofNullable(written.remove(place));
                if (claim.switched()) {
                    switched(claim, place, site).ifPresent(awaited::add);
                } else {
                    standing(claim, place, site, change).ifPresent(awaited::add);
                }
            }
        }
        var spf = new Change.Place(view.spf(), Optional.of(TxtTag.SPF));
        spf(view, site, Optional.ofNullable(written.remove(spf))).ifPresent(awaited::add);
        // the gravestone of a revoked key, and the id of the policy
        written.values().stream()
                .filter(
                        c ->
                                names.contains(c.key().name())
                                        || view.policyRecord().filter(c.key()::equals).isPresent()
                                        || c.tag().filter(TxtTag.MTA_STS::equals).isPresent())
                .map(Awaited::exactly)
                .forEach(awaited::add);
        return List.copyOf(awaited);
    }

    /// What is awaited of changes that lead to no site's data, as those of an undo: each owned
    /// string as it was before.
    public static List<Awaited> ofChanges(List<Change> changes) {
        return changes.stream()
                .filter(c -> c.tag().isPresent() && !c.ttlOnly())
                .map(Awaited::exactly)
                .toList();
    }

    /// Changes of several runs as one: what was there before the first, and what the last one left.
    ///
    /// @param changes the oldest first
    public static List<Change> together(Collection<Change> changes) {
        var together = new LinkedHashMap<Change.Place, Change>();
        for (Change last : changes) {
            if (last.ttlOnly()) {
                continue;
            }
            Change first = together.remove(last.place());
            if (first == null) {
                together.put(last.place(), last);
            } else if (!first.before().equals(last.after())) {
                together.put(
                        last.place(),
                        new Change(
                                last.kind(), last.key(), last.tag(), first.before(), last.after()));
            }
        }
        return List.copyOf(together.values());
    }

    /// How it is called, such as `example.test. TXT v=spf1`.
    public String what() {
        return place.key() + place.tag().map(tag -> " " + tag.text()).orElse("");
    }

    /// Whole sets decide where mail is, and are looked at as such.
    private static Optional<Awaited> switched(Claim claim, Change.Place place, String site) {
        return claim.wish(site).isEmpty() || place.tag().isEmpty()
                ? Optional.empty()
                : Optional.of(holding(place, Claim.at(place, claim.wish(site))));
    }

    /// What the site itself stands behind must be there. What others do, where it was written; a
    /// site that was never prepared for need not have its keys published.
    private static Optional<Awaited> standing(
            Claim claim, Change.Place place, String site, Optional<Change> change) {
        String owner = claim.wishes().keySet().iterator().next();
        List<Record> wanted = Claim.at(place, claim.wish(owner));
        if (wanted.isEmpty()) {
            // another type at the name, which gives way to what the site wants there
            return change.map(Awaited::exactly);
        }
        boolean takenAway =
                change.filter(c -> c.kind() == ChangeClass.SUBTRACTIVE || c.after().isEmpty())
                        .isPresent();
        if (takenAway) {
            // an undo takes back what the profile still wants: whoever publishes it is right, too
            return owner.equals(site) ? Optional.empty() : change.map(Awaited::exactly);
        }
        return !owner.equals(site) && change.isEmpty()
                ? Optional.empty()
                : Optional.of(holding(place, wanted));
    }

    private static Awaited holding(Change.Place place, List<Record> wanted) {
        if (wanted.isEmpty()) {
            return new Awaited(place, live -> owned(place, live).isEmpty());
        }
        var set = new RecordSet(place.key(), 0, wanted);
        return new Awaited(
                place,
                live ->
                        owned(place, live)
                                .filter(
                                        s ->
                                                place.tag().isPresent()
                                                        ? ChangeState.sameStrings(s, set)
                                                        : s.sameData(set))
                                .isPresent());
    }

    private static Awaited exactly(Change change) {
        return holding(change.place(), change.recordsAfter());
    }

    private static Optional<RecordSet> owned(Change.Place place, Optional<RecordSet> live) {
        return place.tag().isEmpty()
                ? live
                : live.flatMap(set -> ChangeState.tagged(set, place.tag().get()));
    }

    private static Optional<Awaited> spf(DomainView view, String site, Optional<Change> change) {
        Set<String> owned =
                view.sites().values().stream()
                        .flatMap(s -> s.spf().stream())
                        .map(SpfTerm::normalised)
                        .collect(Collectors.toSet());
        Set<String> before = terms(change.flatMap(Change::before));
        Set<String> after = terms(change.flatMap(Change::after));
        var there = new TreeSet<String>();
        if (change.filter(c -> c.after().isEmpty()).isEmpty()) {
            Optional.ofNullable(view.sites().get(site)).stream()
                    .flatMap(s -> s.spf().stream())
                    .map(SpfTerm::normalised)
                    .forEach(there::add);
        }
        if (change.isPresent()) {
            // what a run takes back, or leaves out, is not the site's to have
            there.retainAll(after);
            after.stream()
                    .filter(t -> owned.contains(t) && !before.contains(t))
                    .forEach(there::add);
        }
        var gone = new TreeSet<>(before);
        gone.removeAll(after);
        if (there.isEmpty() && gone.isEmpty()) {
            return Optional.empty();
        }
        var place = new Change.Place(view.spf(), Optional.of(TxtTag.SPF));
        return Optional.of(
                new Awaited(
                        place,
                        live -> {
                            Optional<RecordSet> strings = owned(place, live);
                            if (strings.filter(s -> !isClear(s)).isPresent()) {
                                // which of them is meant only people know, and none is edited
                                return true;
                            }
                            Set<String> now = terms(strings);
                            return now.containsAll(there) && gone.stream().noneMatch(now::contains);
                        }));
    }

    private static boolean isClear(RecordSet strings) {
        return strings.records().size() == 1 && text(strings).isPresent();
    }

    private static Optional<SpfText> text(RecordSet strings) {
        return SpfText.parse(TxtText.of((TXTRecord) strings.records().getFirst()));
    }

    /// Without `all` and what stands behind it, which no receiver comes to.
    private static Set<String> terms(Optional<RecordSet> strings) {
        return strings.filter(set -> set.key().type() == Type.TXT)
                .flatMap(Awaited::text)
                .map(SpfText::reached)
                .map(terms -> terms.stream().map(SpfTerm::normalised).collect(Collectors.toSet()))
                .orElse(Set.of());
    }
}
