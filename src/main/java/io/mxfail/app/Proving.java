package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Looks, once a plan is written, until what was written is seen where it counts.
final class Proving {
    private final World world;
    private final Profile profile;
    private final Progress progress;
    private final Drafting.Observation observation;
    private final ServiceSync services;

    Proving(
            World world,
            Profile profile,
            Accounts accounts,
            Progress progress,
            Drafting.Observation observation) {
        this.world = world;
        this.profile = profile;
        this.progress = progress;
        this.observation = observation;
        this.services = new ServiceSync(world, accounts, progress);
    }

    /// What was seen.
    ///
    /// @param domains each one's end
    /// @param times when each one's new data was everywhere
    /// @param verified of mail that moved; empty: nobody looked
    record Seen(
            List<DomainResult> domains,
            Map<Name, RunReport.Times> times,
            Optional<VerifyReport> verified) {
        Seen but(List<DomainResult> ended) {
            return new Seen(ended, times, verified);
        }

        /// When the last cache forgets what was before; empty: not known.
        Optional<Instant> cachesUntil() {
            return times.values().stream()
                    .flatMap(t -> t.cachesUntil().stream())
                    .max(Comparator.naturalOrder());
        }
    }

    Seen after(Carrying.Order order, RunLog log, List<DomainResult> written)
            throws InterruptedException {
        if (!order.pace().verify()) {
            return looked(order, Duration.ZERO, log, written);
        }
        Duration wait = order.pace().atMost().orElse(profile.probing().verify().timeout());
        Instant deadline = world.time().clock().instant().plus(wait);
        Map<Name, String> late = services.await(order.header().run(), log, deadline);
        Duration left = Duration.between(world.time().clock().instant(), deadline);
        Seen seen = looked(order, left.isNegative() ? Duration.ZERO : left, log, written);
        return late.isEmpty() ? seen : seen.but(held(order, seen.domains(), late));
    }

    /// What looks new from here may be old elsewhere as long as the service is not done.
    private static List<DomainResult> held(
            Carrying.Order order, List<DomainResult> seen, Map<Name, String> late) {
        var zones = new TreeMap<Name, Name>();
        order.plan().domains().forEach(d -> zones.put(d.domain(), d.zone()));
        return seen.stream()
                .map(
                        result ->
                                Optional.ofNullable(zones.get(result.domain()))
                                        .flatMap(zone -> Optional.ofNullable(late.get(zone)))
                                        .filter(_ -> result.exit() == Exit.DONE)
                                        .map(
                                                service ->
                                                        result.ended(
                                                                RunOutcome.UNVERIFIED,
                                                                Optional.of(
                                                                        service
                                                                                + " has not yet"
                                                                                + " brought it to"
                                                                                + " all of its name"
                                                                                + " servers")))
                                        .orElse(result))
                .toList();
    }

    private Seen looked(Carrying.Order order, Duration wait, RunLog log, List<DomainResult> written)
            throws InterruptedException {
        var times = new TreeMap<Name, RunReport.Times>();
        Instant deadline = world.time().clock().instant().plus(wait);
        return switch (order.proof()) {
            case Proof.Moved moved -> {
                Optional<VerifyReport> verified = Optional.empty();
                Optional<String> trouble = Optional.empty();
                try {
                    verified = verify(moved, order, wait, log, written, times);
                } catch (CommandFailure e) {
                    trouble = Optional.of("verification could not be made: " + e.message());
                } catch (RuntimeException e) {
                    // whatever is wrong with the looking must not hide what was written
                    trouble = Optional.of("verification failed unexpectedly: " + e);
                }
                yield new Seen(
                        unmoved(
                                moved,
                                order,
                                deadline,
                                log,
                                judged(moved, written, verified, trouble),
                                times),
                        times,
                        verified);
            }
            case Proof.Served served ->
                    new Seen(
                            served(served.aim(), order, deadline, log, written, times),
                            times,
                            Optional.empty());
        };
    }

    /// Looks at the authoritative servers alone: where mail does not move, none is sent.
    private List<DomainResult> served(
            Aim aim,
            Carrying.Order order,
            Instant deadline,
            RunLog log,
            List<DomainResult> written,
            Map<Name, RunReport.Times> times)
            throws InterruptedException {
        var published = new Published(world, observation.servers());
        var plans = new TreeMap<Name, DomainPlan>();
        order.plan().domains().forEach(d -> plans.put(d.domain(), d));
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : written) {
            DomainPlan domain = plans.get(result.domain());
            boolean reached =
                    result.outcome() == RunOutcome.SWITCHED
                            || (result.outcome() == RunOutcome.UNCHANGED
                                    && order.before().isPresent());
            if (!reached || domain == null || domain.changes().isEmpty()) {
                ended.add(result);
                continue;
            }
            Optional<String> missing =
                    order.pace().verify()
                            ? missing(published, domain, deadline)
                            : Optional.of("read back at the provider, not verified further");
            if (missing.isEmpty()) {
                arrived(order, log, domain, times);
            }
            ended.add(
                    result.ended(
                            missing.isEmpty() ? aim.reached() : RunOutcome.UNVERIFIED, missing));
        }
        return ended;
    }

    /// Of a run that moves mail the domains whose mail stays: something was published or taken away
    /// for them all the same.
    private List<DomainResult> unmoved(
            Proof.Moved proof,
            Carrying.Order order,
            Instant deadline,
            RunLog log,
            List<DomainResult> judged,
            Map<Name, RunReport.Times> times)
            throws InterruptedException {
        var moved = new TreeSet<Name>();
        proof.goals().keySet().forEach(view -> moved.add(view.name()));
        if (takesItselfBack(order)) {
            return judged;
        }
        Aim aim = order.header().reverts().isPresent() ? Aim.RESTORE : Aim.SWITCH;
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : judged) {
            ended.addAll(
                    moved.contains(result.domain())
                            ? List.of(result)
                            : served(aim, order, deadline, log, List.of(result), times));
        }
        return ended;
    }

    /// Whether a run is closed by taking back what it had added itself: that it had added it was
    /// never waited for either.
    private static boolean takesItselfBack(Carrying.Order order) {
        var planned = new HashSet<Change>();
        order.before()
                .ifPresent(run -> run.plan().domains().forEach(d -> planned.addAll(d.changes())));
        return order.before().isPresent()
                && order.plan().domains().stream().anyMatch(d -> !planned.containsAll(d.changes()));
    }

    private static Optional<String> missing(
            Published published, DomainPlan domain, Instant deadline) throws InterruptedException {
        try {
            return published.await(domain, deadline);
        } catch (CommandFailure e) {
            return Optional.of("verification could not be made: " + e.message());
        }
    }

    private void arrived(
            Carrying.Order order, RunLog log, DomainPlan domain, Map<Name, RunReport.Times> times) {
        Instant now = world.time().clock().instant();
        Duration negative =
                order.live().at(domain.zone()).values().stream()
                        .map(observed -> Duration.ofSeconds(observed.negativeTtl()))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Instant until = now.plus(Published.remembered(domain, negative));
        times.put(domain.domain(), new RunReport.Times(Optional.of(now), Optional.of(until)));
        note(log, new JournalEvent.Authoritative(now, domain.domain(), until));
    }

    private Optional<VerifyReport> verify(
            Proof.Moved proof,
            Carrying.Order order,
            Duration wait,
            RunLog log,
            List<DomainResult> written,
            Map<Name, RunReport.Times> times)
            throws CommandFailure, InterruptedException {
        var reached = new LinkedHashSet<Name>();
        written.stream()
                .filter(
                        d ->
                                d.outcome() == RunOutcome.SWITCHED
                                        || (d.outcome() == RunOutcome.UNCHANGED
                                                && order.before().isPresent()))
                .forEach(d -> reached.add(d.domain()));
        var goals = new LinkedHashMap<DomainView, Goal>();
        proof.goals()
                .forEach(
                        (view, goal) -> {
                            if (reached.contains(view.name())) {
                                goals.put(view, goal);
                            }
                        });
        if (goals.isEmpty() || !order.pace().verify()) {
            return Optional.empty();
        }
        var verification =
                new Verification(
                        world,
                        profile,
                        new Verification.Servers(observation.servers(), observation.silent()),
                        Anchors.of(profile),
                        progress);
        VerifyReport report =
                verification.run(
                        goals,
                        since(order, times),
                        wait,
                        (domain, moment, until) -> {
                            times.put(
                                    domain,
                                    new RunReport.Times(Optional.of(moment), Optional.of(until)));
                            progress.step(
                                    domain
                                            + " is new on every authoritative server that answers;"
                                            + " caches forget the old data by "
                                            + until.truncatedTo(ChronoUnit.SECONDS));
                            note(log, new JournalEvent.Authoritative(moment, domain, until));
                        });
        return Optional.of(report);
    }

    /// What an interrupted run has seen already.
    private static Map<Name, Instant> since(
            Carrying.Order order, Map<Name, RunReport.Times> times) {
        var since = new TreeMap<Name, Instant>();
        order.before().stream()
                .flatMap(run -> run.authoritative().values().stream())
                .forEach(
                        seen -> {
                            since.put(seen.domain(), seen.at());
                            times.put(
                                    seen.domain(),
                                    new RunReport.Times(
                                            Optional.of(seen.at()),
                                            Optional.of(seen.cachesUntil())));
                        });
        return since;
    }

    /// A note that only enriches the history; what counts was noted before.
    private void note(RunLog log, JournalEvent event) {
        try {
            log.append(List.of(event));
        } catch (JournalException e) {
            progress.step("the journal missed a note: " + e.getMessage());
        }
    }

    /// Each domain's end, from what was written and what was seen.
    private List<DomainResult> judged(
            Proof.Moved proof,
            List<DomainResult> written,
            Optional<VerifyReport> verified,
            Optional<String> trouble) {
        var verdicts = new TreeMap<Name, VerifyReport.Domain>();
        verified.ifPresent(
                report -> report.domains().forEach(d -> verdicts.put(d.subject().domain(), d)));
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : written) {
            boolean expected =
                    proof.goals().keySet().stream().anyMatch(v -> v.name().equals(result.domain()));
            VerifyReport.Domain seen = verdicts.get(result.domain());
            if (result.outcome() != RunOutcome.SWITCHED && seen == null) {
                ended.add(result);
            } else if (!expected) {
                ended.add(result);
            } else if (seen == null) {
                ended.add(
                        result.ended(
                                RunOutcome.UNVERIFIED,
                                Optional.of(
                                        trouble.orElse(
                                                "read back at the provider, not verified"
                                                        + " further"))));
            } else {
                ended.add(verdict(result, seen));
            }
        }
        return ended;
    }

    private static DomainResult verdict(DomainResult result, VerifyReport.Domain seen) {
        return switch (seen.verdict()) {
            case VERIFIED -> result.ended(RunOutcome.SWITCHED, Optional.empty());
            case PENDING ->
                    result.ended(RunOutcome.UNVERIFIED, Optional.of(VerifyText.pending(seen)));
            case FAILED ->
                    result.ended(
                            seen.mail().isRefused() ? RunOutcome.PARTIAL : RunOutcome.UNVERIFIED,
                            Optional.of(VerifyText.failed(seen)));
        };
    }
}
