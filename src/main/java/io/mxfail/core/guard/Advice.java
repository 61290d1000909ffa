package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.profile.NameList;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What an operator should know before deciding: how urgent it is, and whether a switch is
/// needed at all.
public final class Advice {
    /// The shortest time after which large senders give up (most wait four to five days,
    /// RFC 5321, section 4.5.4.1).
    public static final Duration FIRST_LOSSES = Duration.ofHours(12);

    private Advice() {}

    /// Everything there is to say of a situation, most urgent first, one line each.
    public static List<String> of(Situation situation) {
        var lines = new LinkedHashSet<String>();
        beside(situation.task().profile()).ifPresent(lines::add);
        Map<String, SiteState> left = left(situation);
        left.forEach(
                (site, state) ->
                        urgency(state, situation.task().now())
                                .ifPresent(text -> lines.add(site + ": " + text)));
        Collection<String> targets =
                situation
                        .task()
                        .to()
                        .<Collection<String>>map(List::of)
                        .orElseGet(() -> situation.task().profile().sites().keySet());
        for (DomainCase domain : situation.domains()) {
            targets.forEach(to -> noSwitchNeeded(situation, domain, to).ifPresent(lines::add));
        }
        left.forEach(
                (site, state) -> {
                    long seconds = state.isAccepting() ? oldMx(situation, site) : 0;
                    if (seconds > 0 && situation.task().mode() != Mode.BREACH) {
                        lines.add(
                                "keep "
                                        + site
                                        + " up for "
                                        + span(seconds)
                                        + " after the switch: until then caches may lead mail"
                                        + " there");
                    }
                });
        shortlyAfterPreparing(situation).ifPresent(lines::add);
        if (situation.target().isPresent()) {
            whomToCall(situation.task().profile().about().contacts()).ifPresent(lines::add);
        }
        return List.copyOf(lines);
    }

    /// What is left undone because profiles beside cannot be read: an SPF term that one of them may
    /// need is no one's to remove, not even in a breach. Empty: all were read.
    public static Optional<String> beside(Profile profile) {
        List<String> unread = profile.about().neighbours().unread();
        return unread.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        NameList.of(unread)
                                + (unread.size() == 1
                                        ? " beside has errors"
                                        : " beside have errors")
                                + ": no SPF term is taken off, since it may be needed there;"
                                + " `mxfail lint` shows what to mend");
    }

    /// Those who are to hear of a switch, or know more when something is odd.
    private static Optional<String> whomToCall(List<String> contacts) {
        return contacts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "whom to call: "
                                + String.join(", ", contacts).replaceAll("\\p{Cntrl}", "?"));
    }

    /// When a planned switch does better to wait: caches learnt the MX while its TTL was long, and
    /// all of them know the short one only from then on.
    private static Optional<String> shortlyAfterPreparing(Situation situation) {
        if (situation.task().mode() != Mode.PLANNED) {
            return Optional.empty();
        }
        return situation.domains().stream()
                .flatMap(domain -> domain.transition().longerThanServed().stream())
                .max(Comparator.naturalOrder())
                .map(
                        left ->
                                "the TTL was shortened a short while ago: from "
                                        + situation
                                                .task()
                                                .now()
                                                .plus(left)
                                                .truncatedTo(ChronoUnit.SECONDS)
                                        + " on, caches let go of the old MX sooner; wait until then"
                                        + " where nothing burns");
    }

    /// The sites that carry mail now and are not where it shall go, with the worst that one of
    /// their domains meets there; only what was probed.
    private static Map<String, SiteState> left(Situation situation) {
        var left = new LinkedHashMap<String, SiteState>();
        for (DomainCase domain : situation.domains()) {
            if (situation.task().to().filter(domain.from()::equals).isEmpty()) {
                state(situation, domain.from(), domain)
                        .ifPresent(
                                state ->
                                        left.merge(
                                                domain.from(),
                                                state,
                                                (a, b) -> a.compareTo(b) >= 0 ? a : b));
            }
        }
        return left;
    }

    /// Seconds for which caches may hold the MX sets that a plan replaces at a site; 0: it replaces
    /// none.
    private static long oldMx(Situation situation, String site) {
        return situation.domains().stream()
                .filter(domain -> domain.from().equals(site))
                .mapToLong(domain -> domain.transition().oldMx().toSeconds())
                .max()
                .orElse(0);
    }

    /// Rounded up: a cache may need the last second.
    private static String span(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? Math.ceilDiv(seconds, 60) + " min"
                : Math.ceilDiv(seconds, 3600) + " h";
    }

    /// What becomes of mail to a site in that state; empty where it gets in, or nothing is known.
    ///
    /// An unreachable site is the safe state, a rejecting one the disaster: senders keep what
    /// they cannot deliver, and return what is refused.
    ///
    /// @param since when the state began, or was first seen
    public static Optional<String> urgency(SiteState state, Instant since) {
        return switch (state) {
            case READY, DEGRADED, UNKNOWN -> Optional.empty();
            case UNREACHABLE, TEMPFAIL ->
                    Optional.of(
                            "senders queue: first losses possible from "
                                    + since.plus(FIRST_LOSSES).truncatedTo(ChronoUnit.SECONDS));
            case REJECTING ->
                    Optional.of(
                            "bouncing now: switch, or fence it (refuse connections or answer 421)");
        };
    }

    /// Why a domain's inbound mail needs no switch: the target is a worse MX already, takes the
    /// mail, and senders come to it by themselves since the better hosts take no connection
    /// (RFC 5321, section 5.1). Empty where a switch is needed, or that is not known.
    ///
    /// @param to the site that a switch would lead to
    public static Optional<String> noSwitchNeeded(
            Situation situation, DomainCase domain, String to) {
        Set<Name> targets = domain.hostsOf(to);
        List<MXRecord> live = domain.transition().mxBefore();
        OptionalInt bestTarget =
                live.stream()
                        .filter(mx -> targets.contains(mx.getTarget().canonicalize()))
                        .mapToInt(MXRecord::getPriority)
                        .min();
        OptionalInt worstOther =
                live.stream()
                        .filter(mx -> !targets.contains(mx.getTarget().canonicalize()))
                        .mapToInt(MXRecord::getPriority)
                        .max();
        boolean behind =
                bestTarget.isPresent()
                        && worstOther.isPresent()
                        && worstOther.getAsInt() < bestTarget.getAsInt();
        boolean down =
                live.stream()
                        .map(mx -> mx.getTarget().canonicalize())
                        .filter(host -> !targets.contains(host))
                        .allMatch(host -> isDown(situation, domain.from(), host));
        boolean up = state(situation, to, domain).filter(SiteState::isAccepting).isPresent();
        if (!behind || !down || !up || to.equals(domain.from())) {
            return Optional.empty();
        }
        return Optional.of(
                "no switch needed for mail to "
                        + domain.name().toString(true)
                        + ": "
                        + to
                        + " is an MX already (preference "
                        + bestTarget.getAsInt()
                        + ") and senders go there by themselves; a switch gains the time they lose"
                        + " at "
                        + domain.from()
                        + ", and costs a change to take back");
    }

    /// Whether senders pass a host by: no connection, or 4xx.
    private static boolean isDown(Situation situation, String site, Name host) {
        return situation.probes().site(site).stream()
                .flatMap(report -> report.hosts().stream())
                .filter(report -> report.host().equals(host))
                .anyMatch(
                        report ->
                                report.state() == SiteState.UNREACHABLE
                                        || report.state() == SiteState.TEMPFAIL);
    }

    private static Optional<SiteState> state(Situation situation, String site, DomainCase domain) {
        return situation.probes().site(site).stream()
                .flatMap(report -> report.domains().stream())
                .filter(report -> report.domain().equals(domain.name()))
                .map(DomainReport::state)
                .findFirst();
    }
}
