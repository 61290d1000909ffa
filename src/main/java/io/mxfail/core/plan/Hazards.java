package io.mxfail.core.plan;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Judges a domain's changes over the mixtures of old and new answers that caches hold until
/// old TTLs
/// run out.
public final class Hazards {
    private Hazards() {}

    /// The hazards of one domain.
    ///
    /// @param negativeTtl seconds for which resolvers may remember that a name was missing
    /// @param capabilities of the weakest provider
    public static List<Hazard> of(DomainPlan plan, long negativeTtl, Capabilities capabilities) {
        var hazards = new ArrayList<Hazard>();
        Name domain = plan.domain();
        for (Change change : plan.changes()) {
            RecordKey key = change.key();
            if (key.type() == Type.MX && change.before().isPresent() && !change.ttlOnly()) {
                hazards.add(
                        new Hazard(
                                "OLD-MX-CACHED",
                                domain,
                                "senders whose resolver still holds the old MX keep delivering to "
                                        + plan.from(),
                                Hazard.Effect.DELAY,
                                ttl(change.before().get()),
                                List.of(key)));
            }
            if (change.tag().filter(TxtTag.SPF::equals).isPresent()
                    && change.before().isPresent()) {
                hazards.add(
                        new Hazard(
                                "OLD-SPF-CACHED",
                                domain,
                                "receivers whose resolver still holds the old SPF record do not"
                                        + " know the new senders",
                                Hazard.Effect.REJECT,
                                ttl(change.before().get()),
                                List.of(key)));
            }
            if (change.tag().filter(TxtTag.SPF::equals).isPresent() && change.before().isEmpty()) {
                hazards.add(
                        new Hazard(
                                "FIRST-SPF",
                                domain,
                                "the domain had no SPF record: senders that the profile does not"
                                        + " name become softfail",
                                Hazard.Effect.DOWNGRADE,
                                Duration.ZERO,
                                List.of(key)));
            }
        }
        swaps(plan, capabilities).forEach(hazards::add);
        created(plan, negativeTtl).forEach(hazards::add);
        return List.copyOf(hazards);
    }

    private static List<Hazard> swaps(DomainPlan plan, Capabilities capabilities) {
        var names = new TreeSet<Name>();
        for (Change change : plan.changes()) {
            if (change.key().type() == Type.CNAME && change.action() != Change.Action.REPLACE) {
                names.add(change.key().name());
            }
        }
        var hazards = new ArrayList<Hazard>();
        for (Name name : names) {
            List<RecordKey> sets =
                    plan.changes().stream()
                            .map(Change::key)
                            .filter(k -> k.name().equals(name))
                            .toList();
            boolean swap = sets.size() > 1;
            if (swap && capabilities.atomicity() != Capabilities.Atomicity.ZONE) {
                hazards.add(
                        new Hazard(
                                "CNAME-SWAP-GAP",
                                plan.domain(),
                                "between two writes "
                                        + name
                                        + " does not exist, and resolvers that ask then remember"
                                        + " it",
                                Hazard.Effect.DELAY,
                                Duration.ZERO,
                                sets));
            }
        }
        return hazards;
    }

    /// Names that resolvers may have asked for in vain before they were published.
    private static List<Hazard> created(DomainPlan plan, long negativeTtl) {
        Set<Integer> matters = Set.of(Type.A, Type.AAAA, Type.CNAME, Type.MX);
        List<RecordKey> sets =
                plan.changes().stream()
                        .filter(change -> change.action() == Change.Action.CREATE)
                        .map(Change::key)
                        .filter(key -> matters.contains(key.type()))
                        .toList();
        return sets.isEmpty() || negativeTtl == 0
                ? List.of()
                : List.of(
                        new Hazard(
                                "NEGATIVE-CACHED",
                                plan.domain(),
                                "resolvers that asked before may remember that these sets do not"
                                        + " exist",
                                Hazard.Effect.DELAY,
                                Duration.ofSeconds(negativeTtl),
                                sets));
    }

    private static Duration ttl(RecordSet set) {
        return Duration.ofSeconds(set.ttl());
    }
}
