package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.Record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what must change so that a site carries a domain's mail: the difference between what
/// the profile wants and what is served, and nothing else.
///
/// - A *switched* claim (two or more sites name it) takes the target's content.
/// - A *standing* claim (one site names it) is published, whichever site is active; in a
///   breach what only
///   the quarantined site names is taken away.
/// - The SPF record is edited term by term.
/// - The id of the MTA-STS record follows the policy that is served, where the profile says so.
/// - What the profile does not name is not looked at, except where it stands in the way.
///
/// Carrying the changes out gives what the profile wants; planning again then finds nothing.
public final class Planner {
    private Planner() {}

    /// The changes for one domain, in canonical order.
    ///
    /// @param observed a read of at least [DomainView#keys]
    public static List<Change> changes(DomainView view, Observed observed, Intent intent) {
        return changes(view, observed, intent, Optional.empty());
    }

    /// The same, with the id that stands for the MTA-STS policy served now; empty: none is known.
    public static List<Change> changes(
            DomainView view, Observed observed, Intent intent, Optional<String> policyId) {
        var changes = new ArrayList<Change>();
        for (Claim claim : view.claims()) {
            changes.addAll(claim(claim, observed, intent));
        }
        PolicyId.change(view, observed, policyId).ifPresent(changes::add);
        SpfPlanner.change(view, observed, intent).ifPresent(changes::add);
        return changes.stream().sorted().toList();
    }

    private static List<Change> claim(Claim claim, Observed observed, Intent intent) {
        if (claim.switched()) {
            Map<RecordKey, List<Record>> wish = claim.wish(intent.to());
            // a site that does not name a switched claim says nothing about it: what is there stays
            return wish.isEmpty()
                    ? List.of()
                    : differences(claim, wish, observed, intent, ChangeClass.SUBSTITUTIVE);
        }
        String owner = claim.wishes().keySet().iterator().next();
        if (intent.quarantined().filter(owner::equals).isPresent()) {
            return Revocation.of(claim, observed, intent.switchingTtl());
        }
        return differences(claim, claim.wish(owner), observed, intent, ChangeClass.ADDITIVE);
    }

    private static List<Change> differences(
            Claim claim,
            Map<RecordKey, List<Record>> wish,
            Observed observed,
            Intent intent,
            ChangeClass whenCreated) {
        var changes = new ArrayList<Change>();
        boolean replaces =
                claim.places().stream().anyMatch(place -> live(place, observed).isPresent());
        ChangeClass kind = replaces ? ChangeClass.SUBSTITUTIVE : whenCreated;
        for (Change.Place place : claim.places()) {
            Optional<RecordSet> live = live(place, observed);
            List<Record> wanted = Claim.at(place, wish);
            if (wanted.isEmpty()) {
                live.ifPresent(_ -> changes.add(change(kind, place, live, Optional.empty())));
                continue;
            }
            RecordSet after =
                    new RecordSet(place.key(), ttl(place, observed, kind, intent), wanted);
            if (live.filter(set -> same(place, set, after)).isEmpty()) {
                changes.add(change(kind, place, live, Optional.of(after)));
            }
        }
        return changes;
    }

    /// A TXT string shares its set's one TTL with its neighbours, so it takes theirs.
    private static long ttl(
            Change.Place place, Observed observed, ChangeClass kind, Intent intent) {
        Optional<RecordSet> set = observed.set(place.key());
        if (place.tag().isPresent() && set.isPresent()) {
            return set.get().ttl();
        }
        return kind == ChangeClass.ADDITIVE ? intent.steadyTtl() : intent.switchingTtl();
    }

    private static Change change(
            ChangeClass kind,
            Change.Place place,
            Optional<RecordSet> before,
            Optional<RecordSet> after) {
        return new Change(kind, place.key(), place.tag(), before, after);
    }

    /// The part of the live set that is owned at a place: the set, or the strings with its tag.
    public static Optional<RecordSet> live(Change.Place place, Observed observed) {
        Optional<RecordSet> set = observed.set(place.key());
        return place.tag().isEmpty()
                ? set
                : set.flatMap(s -> ChangeState.tagged(s, place.tag().get()));
    }

    private static boolean same(Change.Place place, RecordSet live, RecordSet wanted) {
        return place.tag().isPresent()
                ? ChangeState.sameStrings(live, wanted)
                : live.sameData(wanted);
    }

    /// Whether a site's whole wish for a claim is what is served.
    public static boolean matches(Claim claim, String site, Observed observed) {
        Map<RecordKey, List<Record>> wish = claim.wish(site);
        for (Change.Place place : claim.places()) {
            Optional<RecordSet> live = live(place, observed);
            List<Record> wanted = Claim.at(place, wish);
            if (wanted.isEmpty() != live.isEmpty()) {
                return false;
            }
            if (live.isPresent()
                    && !same(
                            place,
                            live.get(),
                            new RecordSet(place.key(), live.get().ttl(), wanted))) {
                return false;
            }
        }
        return true;
    }
}
