package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what must change so that a site carries a domain's mail: the difference between what
/// the profile
/// wants and what is served, and nothing else.
///
/// - A *switched* claim (two or more sites name it) takes the target's content.
/// - A *standing* claim (one site names it) is published, whichever site is active; in a
///   breach what only
///   the quarantined site names is taken away.
/// - The SPF record is edited term by term.
/// - What the profile does not name is not looked at, except where it stands in the way.
///
/// Carrying the changes out gives what the profile wants; planning again then finds nothing.
public final class Planner {
    private Planner() {}

    /// The changes for one domain, in canonical order.
    ///
    /// @param observed a read of at least [DomainView#keys]
    public static List<Change> changes(DomainView view, Observed observed, Intent intent) {
        var changes = new ArrayList<Change>();
        for (Claim claim : view.claims()) {
            changes.addAll(claim(claim, observed, intent));
        }
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
                claim.keys().stream().anyMatch(key -> live(claim, key, observed).isPresent());
        ChangeClass kind = replaces ? ChangeClass.SUBSTITUTIVE : whenCreated;
        for (RecordKey key : claim.keys()) {
            Optional<RecordSet> live = live(claim, key, observed);
            List<Record> wanted = wish.getOrDefault(key, List.of());
            if (wanted.isEmpty()) {
                live.ifPresent(
                        set -> changes.add(change(kind, claim, key, live, Optional.empty())));
                continue;
            }
            long ttl = ttl(claim, key, observed, kind, intent);
            RecordSet after = new RecordSet(key, ttl, wanted);
            if (live.filter(set -> same(claim, set, after)).isEmpty()) {
                changes.add(change(kind, claim, key, live, Optional.of(after)));
            }
        }
        return changes;
    }

    /// A TXT string shares its set's one TTL with its neighbours, so it takes theirs.
    private static long ttl(
            Claim claim, RecordKey key, Observed observed, ChangeClass kind, Intent intent) {
        Optional<RecordSet> set = observed.set(key);
        if (claim.tag().isPresent() && set.isPresent()) {
            return set.get().ttl();
        }
        return kind == ChangeClass.ADDITIVE ? intent.steadyTtl() : intent.switchingTtl();
    }

    private static Change change(
            ChangeClass kind,
            Claim claim,
            RecordKey key,
            Optional<RecordSet> before,
            Optional<RecordSet> after) {
        return new Change(kind, key, tag(claim, key, before, after), before, after);
    }

    /// Beside a CNAME wish the strings of a TXT set are still owned one by one.
    private static Optional<TxtTag> tag(
            Claim claim, RecordKey key, Optional<RecordSet> before, Optional<RecordSet> after) {
        if (claim.tag().isPresent() || key.type() != Type.TXT) {
            return claim.tag();
        }
        RecordSet some = before.or(() -> after).orElseThrow();
        return Optional.of(TxtTag.of((TXTRecord) some.records().getFirst()));
    }

    /// The part of the live set that the claim owns.
    public static Optional<RecordSet> live(Claim claim, RecordKey key, Observed observed) {
        Optional<RecordSet> set = observed.set(key);
        if (key.type() != Type.TXT) {
            return set;
        }
        return set.flatMap(
                s -> ChangeState.tagged(s, claim.tag().orElseGet(() -> ownTag(claim, key))));
    }

    private static TxtTag ownTag(Claim claim, RecordKey key) {
        return claim.wishes().values().stream()
                .flatMap(wish -> wish.getOrDefault(key, List.of()).stream())
                .map(record -> TxtTag.of((TXTRecord) record))
                .findFirst()
                .orElse(new TxtTag("="));
    }

    private static boolean same(Claim claim, RecordSet live, RecordSet wanted) {
        return claim.tag().isPresent()
                ? ChangeState.sameStrings(live, wanted)
                : live.sameData(wanted);
    }

    /// Whether a site's whole wish for a claim is what is served.
    public static boolean matches(Claim claim, String site, Observed observed) {
        Map<RecordKey, List<Record>> wish = claim.wish(site);
        for (RecordKey key : claim.keys()) {
            Optional<RecordSet> live = live(claim, key, observed);
            List<Record> wanted = wish.getOrDefault(key, List.of());
            if (wanted.isEmpty() ? live.isPresent() : live.isEmpty()) {
                return false;
            }
            if (live.isPresent()
                    && !same(claim, live.get(), new RecordSet(key, live.get().ttl(), wanted))) {
                return false;
            }
        }
        return true;
    }

    /// The text of an owned string, for people.
    static String text(RecordSet set) {
        return TxtText.of((TXTRecord) set.records().getFirst());
    }
}
