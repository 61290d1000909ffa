package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.TxtText;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

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

/// Judges a domain's changes over the mixtures of old and new answers that caches hold until old
/// TTLs run out.
///
/// Where the site being left takes the mail, keeps its authority, and the SPF record names the new
/// senders already, every mixture is fine and there is no hazard. Otherwise each cached answer that
/// leads mail astray is named once, whether it was served until now or until an earlier write
/// ([Remembered]):
///
/// - `OLD-MX-CACHED`: the old MX leads to a site that does not take the mail, or must not.
/// - `OLD-ADDRESS-CACHED`: so does the old address of a name that stays in use.
/// - `NEGATIVE-CACHED`: a name that mail or applications are sent to now was missing before.
/// - `OLD-SPF-CACHED`: the old SPF record does not name the new senders, or still names those that
///   lose their authority.
/// - `OLD-MTASTS-CACHED`: senders that remember the former MTA-STS policy do not see its new id.
/// - `FIRST-SPF`: senders that nobody named before become softfail.
/// - `CNAME-SWAP-GAP`: between two writes a name has neither its old nor its new data.
/// - `TLSA-MIXED`: TLSA records and certificates of different times meet ([TlsaHazards]).
public final class Hazards {
    private final DomainPlan plan;
    private final Transition transition;
    private final Setting setting;
    private final Map<RecordKey, RecordSet> before;
    private final Map<RecordKey, RecordSet> after;
    private final List<Hazard> found = new ArrayList<>();

    private Hazards(DomainPlan plan, Transition transition, Setting setting) {
        this.plan = plan;
        this.transition = transition;
        this.setting = setting;
        this.before = transition.states().getFirst();
        this.after = transition.states().getLast();
    }

    /// What matters beside the changes.
    ///
    /// @param left what the site being left does with mail that still comes to it
    /// @param revoked whether that site must lose its authority, so that mail must not go there
    /// @param negativeTtl seconds for which resolvers may remember that a name was missing
    /// @param capabilities of the weakest provider
    /// @param unsigned whether it is known that nobody can validate what the zone says, so that
    ///   senders pass over its TLSA records
    public record Setting(
            Reception left,
            boolean revoked,
            long negativeTtl,
            Capabilities capabilities,
            boolean unsigned) {
        /// Of a zone that is signed, or of which nobody tells.
        public Setting(
                Reception left, boolean revoked, long negativeTtl, Capabilities capabilities) {
            this(left, revoked, negativeTtl, capabilities, false);
        }
    }

    /// The hazards of one domain.
    ///
    /// @param transition of the plan's changes
    public static List<Hazard> of(DomainPlan plan, Transition transition, Setting setting) {
        var hazards = new Hazards(plan, transition, setting);
        hazards.oldMx();
        hazards.olderMx();
        hazards.oldAddresses();
        hazards.negative();
        hazards.spf();
        hazards.policy();
        hazards.swaps();
        hazards.found.addAll(TlsaHazards.of(plan, transition, setting));
        return List.copyOf(hazards.found);
    }

    private void oldMx() {
        RecordKey mx = transition.view().mx();
        for (Change change : plan.changes()) {
            if (!change.key().equals(mx) || change.before().isEmpty() || change.ttlOnly()) {
                continue;
            }
            boolean hostsGo =
                    targets(before, mx).stream()
                            .anyMatch(host -> has(before, host) && !has(after, host));
            if (hostsGo) {
                add(
                        "OLD-MX-CACHED",
                        "senders whose resolver still holds the old MX find no address of its"
                                + " hosts",
                        Hazard.Effect.REJECT,
                        transition.cached(change).toSeconds(),
                        List.of(mx));
            } else {
                astray(
                        "OLD-MX-CACHED",
                        "senders whose resolver still holds the old MX keep delivering to ",
                        setting.left(),
                        transition.cached(change).toSeconds(),
                        List.of(mx));
            }
        }
    }

    /// An MX set from before an earlier move, which leads neither to where mail goes nor to where
    /// it
    /// went until now.
    private void olderMx() {
        RecordKey mx = transition.view().mx();
        List<Change> moves =
                plan.changes().stream().filter(c -> c.key().equals(mx) && !c.ttlOnly()).toList();
        if (moves.isEmpty()) {
            return;
        }
        var known = new TreeSet<>(targets(before, mx));
        known.addAll(targets(after, mx));
        moves.forEach(c -> c.before().ifPresent(set -> known.addAll(targets(Map.of(mx, set), mx))));
        var older = new TreeMap<String, Duration>();
        for (Remembered old : transition.remembered()) {
            if (!old.place().key().equals(mx) || old.set().isEmpty()) {
                continue;
            }
            Set<Name> hosts = targets(Map.of(mx, old.set().get()), mx);
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
        Set<Name> hosts = targets(after, transition.view().mx());
        for (boolean mail : List.of(true, false)) {
            List<Change> moved =
                    plan.changes().stream()
                            .filter(c -> isAddress(c.key()) && !c.ttlOnly())
                            .filter(c -> c.before().isPresent())
                            .filter(c -> has(after, c.key().name()))
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
                        keys(strangers));
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
                        keys(sites));
            }
        }
    }

    /// Names that resolvers may have asked for in vain before they were published, by this plan or
    /// a short while ago.
    private void negative() {
        RecordKey mx = transition.view().mx();
        Set<Name> hosts = targets(after, mx);
        var missing = new TreeMap<RecordKey, Long>();
        if (moves()) {
            transition.remembered().stream()
                    .filter(old -> old.set().isEmpty() && after.containsKey(old.place().key()))
                    .forEach(
                            old ->
                                    missing.merge(
                                            old.place().key(), old.left().toSeconds(), Math::max));
        }
        if (setting.negativeTtl() > 0) {
            plan.changes().stream()
                    .filter(c -> c.action() == Change.Action.CREATE)
                    .filter(c -> !isAddress(c.key()) || !has(before, c.key().name()))
                    .forEach(c -> missing.put(c.key(), setting.negativeTtl()));
        }
        missing.keySet().removeIf(key -> !isAddress(key) && !key.equals(mx));
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

    private void spf() {
        List<Change> changes =
                plan.changes().stream()
                        .filter(c -> c.place().equals(spfPlace()) && c.after().isPresent())
                        .toList();
        for (Change change : changes) {
            if (change.before().isEmpty()) {
                add(
                        "FIRST-SPF",
                        "the domain had no SPF record: senders that the profile does not name"
                                + " become softfail",
                        Hazard.Effect.DOWNGRADE,
                        0,
                        List.of(change.key()));
                continue;
            }
            List<SpfTerm> old = terms(change.before().get());
            List<SpfTerm> now = terms(change.after().get());
            long served = transition.cached(change).toSeconds();
            if (lacks(old, now)) {
                newSendersUnknown(Math.max(served, spfWithout(now)));
            } else if (lacks(now, old)) {
                add(
                        "OLD-SPF-CACHED",
                        "receivers whose resolver still holds the old SPF record still take mail of"
                                + " the senders that it names",
                        Hazard.Effect.DOWNGRADE,
                        served,
                        List.of(change.key()));
            }
        }
        List<String> after = transition.spfAfter();
        if (changes.isEmpty() && moves() && after.size() == 1) {
            long seconds = spfWithout(terms(after.getFirst()));
            if (seconds > 0) {
                newSendersUnknown(seconds);
            }
        }
    }

    private void newSendersUnknown(long seconds) {
        add(
                "OLD-SPF-CACHED",
                "receivers whose resolver still holds the old SPF record do not know the new"
                        + " senders",
                Hazard.Effect.REJECT,
                seconds,
                List.of(transition.view().spf()));
    }

    /// Seconds for which receivers may hold an SPF record from before an earlier write that does
    /// not name all these senders; 0: they hold none.
    private long spfWithout(List<SpfTerm> senders) {
        return transition.remembered().stream()
                .filter(old -> old.place().equals(spfPlace()))
                .filter(old -> old.set().filter(set -> lacks(terms(set), senders)).isPresent())
                .mapToLong(old -> old.left().toSeconds())
                .max()
                .orElse(0);
    }

    private Change.Place spfPlace() {
        return new Change.Place(transition.view().spf(), Optional.of(TxtTag.SPF));
    }

    private static boolean lacks(List<SpfTerm> terms, List<SpfTerm> wanted) {
        return wanted.stream().anyMatch(term -> terms.stream().noneMatch(term::same));
    }

    /// A policy that is remembered may not list the hosts that mail goes to now; senders ask
    /// for the new one once they see its id (RFC 8461, section 5.1).
    private void policy() {
        RecordKey mx = transition.view().mx();
        boolean moves =
                plan.changes().stream()
                        .filter(change -> change.key().equals(mx))
                        .anyMatch(change -> !newTargets(change).isEmpty());
        if (!moves) {
            return;
        }
        for (Change change : plan.changes()) {
            boolean replaced =
                    change.tag().filter(TxtTag.MTA_STS::equals).isPresent()
                            && change.key().name().equals(MailDns.policyRecord(plan.domain()))
                            && change.action() == Change.Action.REPLACE;
            if (replaced) {
                add(
                        "OLD-MTASTS-CACHED",
                        "senders that remember the former MTA-STS policy and do not see its new id"
                                + " yet may hold back mail for the new hosts",
                        Hazard.Effect.DELAY,
                        change.before().orElseThrow().ttl(),
                        List.of(change.key()));
            }
        }
    }

    private Set<Name> newTargets(Change change) {
        Set<Name> hosts = targets(after, change.key());
        hosts.removeAll(targets(before, change.key()));
        return hosts;
    }

    private void swaps() {
        if (setting.capabilities().atomicity() == Capabilities.Atomicity.ZONE) {
            return;
        }
        RecordKey mx = transition.view().mx();
        var stays = new TreeSet<>(targets(before, mx));
        stays.retainAll(targets(after, mx));
        var byName = new TreeMap<Name, List<Change>>();
        plan.changes()
                .forEach(
                        c -> byName.computeIfAbsent(c.key().name(), _ -> new ArrayList<>()).add(c));
        byName.forEach(
                (name, changes) -> {
                    boolean alias =
                            changes.stream()
                                    .anyMatch(
                                            c ->
                                                    c.key().type() == Type.CNAME
                                                            && c.action() != Change.Action.REPLACE);
                    if (alias && changes.size() > 1) {
                        add(
                                "CNAME-SWAP-GAP",
                                "between two writes "
                                        + name
                                        + " does not exist, and resolvers that ask then remember"
                                        + " it",
                                stays.contains(name) ? Hazard.Effect.REJECT : Hazard.Effect.DELAY,
                                setting.negativeTtl(),
                                keys(changes));
                    }
                });
    }

    /// Old data that leads to the site being left is a hazard unless that site takes the mail and
    /// may have it.
    private void astray(String id, String who, Reception left, long ttl, List<RecordKey> sets) {
        String where = who + plan.from();
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

    private void add(
            String id, String who, Hazard.Effect effect, long seconds, List<RecordKey> sets) {
        found.add(new Hazard(id, plan.domain(), who, effect, Duration.ofSeconds(seconds), sets));
    }

    /// Whether what a change replaces is what the site being left wants there.
    private boolean isOfTheSiteLeft(Change change) {
        return transition.view().claims().stream()
                .filter(claim -> claim.keys().contains(change.key()))
                .map(claim -> claim.wish(plan.from()).getOrDefault(change.key(), List.of()))
                .anyMatch(
                        wish ->
                                !wish.isEmpty()
                                        && change.before()
                                                .orElseThrow()
                                                .sameData(new RecordSet(change.key(), 0, wish)));
    }

    private static boolean isAddress(RecordKey key) {
        return Claim.ADDRESS.contains(key.type());
    }

    private static boolean has(Map<RecordKey, RecordSet> state, Name host) {
        return Claim.ADDRESS.stream()
                .anyMatch(type -> state.containsKey(new RecordKey(host, type)));
    }

    private static Set<Name> targets(Map<RecordKey, RecordSet> state, RecordKey mx) {
        return Optional.ofNullable(state.get(mx)).stream()
                .flatMap(set -> set.records().stream())
                .map(record -> ((MXRecord) record).getTarget().canonicalize())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The terms that a receiver comes to: nothing behind `all` counts.
    private static List<SpfTerm> terms(RecordSet set) {
        return terms(TxtText.of((TXTRecord) set.records().getFirst()));
    }

    private static List<SpfTerm> terms(String record) {
        return SpfText.parse(record).map(SpfText::reached).orElse(List.of());
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
                .mapToLong(c -> transition.cached(c).toSeconds())
                .max()
                .orElse(0);
    }

    /// Whether senders or applications go elsewhere once the plan is carried out.
    private boolean moves() {
        return plan.changes().stream()
                .anyMatch(c -> c.kind() == ChangeClass.SUBSTITUTIVE && !c.ttlOnly());
    }

    private static List<RecordKey> keys(Collection<Change> changes) {
        return changes.stream().map(Change::key).distinct().toList();
    }
}
