package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.guard.Unread;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Carries out an approved plan from its first journal entry to its last: writes, waits,
/// verifies, and
/// reports what is true at the end.
final class Carrying {
    private static final Duration EMERGENCY_WAIT = Duration.ofSeconds(30);

    private final World world;
    private final Profile profile;
    private final Accounts accounts;
    private final Progress progress;
    private final Drafting.Observation observation;

    Carrying(
            World world,
            Profile profile,
            Accounts accounts,
            Progress progress,
            Drafting.Observation observation) {
        this.world = world;
        this.profile = profile;
        this.accounts = accounts;
        this.progress = progress;
        this.observation = observation;
    }

    /// What is carried out.
    ///
    /// @param header for a run that begins; for one that is resumed it is already noted
    /// @param before what the run had done; empty: it begins now
    /// @param overtaken domains of that run which someone else has changed since: they are left
    ///   alone, and the run does not reach its end
    /// @param proof what must be seen at the end
    record Order(
            RunHeader header,
            Plan plan,
            LiveZones live,
            Optional<RunState> before,
            Map<Name, Map<Change, ChangeState.Stale>> overtaken,
            Proof proof,
            ChangeRequest.Pace pace) {
        /// For a run that begins.
        Order(RunHeader header, Plan plan, LiveZones live, Proof proof, ChangeRequest.Pace pace) {
            this(header, plan, live, Optional.empty(), Map.of(), proof, pace);
        }

        /// Whether mail goes to another place, so that the operator's hooks run.
        boolean moves() {
            return proof instanceof Proof.Moved(var goals) && !goals.isEmpty();
        }

        Aim aim() {
            return switch (proof) {
                case Proof.Moved _ -> Aim.SWITCH;
                case Proof.Served served -> served.aim();
            };
        }
    }

    /// What came of it.
    ///
    /// @param stale by domain: what someone else overtook
    /// @param verified what was seen afterwards; empty: nobody looked
    public record Result(
            RunReport report,
            Exit exit,
            Map<Name, Map<Change, ChangeState.Stale>> stale,
            Optional<VerifyReport> verified) {
        public Result {
            stale = java.util.Collections.unmodifiableMap(new TreeMap<>(stale));
        }
    }

    /// Writes and verifies. The lock is held by the caller.
    Result carryOut(Order order, JudgedPlan judged, Approval approval)
            throws CommandFailure, InterruptedException {
        approval.check(order.plan());
        progress.approved(judged);
        var hooks = new Hooks(world, profile, progress, order.header().run(), order.plan());
        if (order.moves() && order.before().isEmpty()) {
            Optional<String> refusal = hooks.before();
            if (refusal.isPresent()) {
                return refused(judged, refusal.get());
            }
        }
        Result result = written(order, judged);
        if (order.moves()) {
            hooks.after(result.exit());
        }
        return result;
    }

    private static Result refused(JudgedPlan judged, String why) {
        return new Result(
                notCarriedOut(
                        judged.plan(),
                        RunOutcome.REFUSED,
                        judged.findings(),
                        "the hook pre-switch stopped it: "
                                + why
                                + "; nothing changed; mend that and type the command again"),
                Exit.REFUSED,
                Map.of(),
                Optional.empty());
    }

    private Result written(Order order, JudgedPlan judged)
            throws CommandFailure, InterruptedException {
        try (RunLog log = open(order)) {
            progress.noted(order.header().run());
            var execution =
                    new Execution(
                            accounts,
                            log,
                            world.time().clock(),
                            progress,
                            new AddedEverywhere(
                                    world, observation.servers(), waitFor(order, judged)));
            List<DomainResult> written = execution.run(order.plan(), order.live(), order.before());
            if (order.overtaken().isEmpty()
                    && written.stream().allMatch(domain -> domain.exit() == Exit.DONE)) {
                progress.written(order.header().run());
            }
            return finish(order, judged, log, written);
        }
    }

    private RunLog open(Order order) throws CommandFailure {
        try {
            Instant now = world.time().clock().instant();
            if (order.before().isPresent()) {
                RunLog log = world.records().journal().reopen(order.header().run());
                log.append(
                        List.of(
                                new JournalEvent.TakenUp(
                                        now, world.operator(), order.header().command())));
                return log;
            }
            RunLog log = world.records().journal().start(order.header().run());
            log.append(List.of(new JournalEvent.Started(now, order.header(), order.plan())));
            return log;
        } catch (JournalException e) {
            throw RunLock.journal(e);
        }
    }

    private Duration waitFor(Order order, JudgedPlan judged) {
        Duration planned = order.pace().atMost().orElse(profile.probing().verify().timeout());
        return switch (judged.plan().mode()) {
            case PLANNED -> planned;
            case EMERGENCY, BREACH -> EMERGENCY_WAIT;
        };
    }

    private Result finish(Order order, JudgedPlan judged, RunLog log, List<DomainResult> written)
            throws InterruptedException {
        var times = new TreeMap<Name, RunReport.Times>();
        Optional<VerifyReport> verified = Optional.empty();
        var ended = new ArrayList<DomainResult>();
        switch (order.proof()) {
            case Proof.Moved moved -> {
                Optional<String> trouble = Optional.empty();
                try {
                    verified = verify(moved, order, log, written, times);
                } catch (CommandFailure e) {
                    trouble = Optional.of("verification could not be made: " + e.message());
                } catch (RuntimeException e) {
                    // whatever is wrong with the looking must not hide what was written
                    trouble = Optional.of("verification failed unexpectedly: " + e);
                }
                ended.addAll(judged(moved, written, verified, trouble));
            }
            case Proof.Served served ->
                    ended.addAll(served(served.aim(), order, log, written, times));
        }
        order.overtaken().forEach((domain, stale) -> ended.add(overtaken(domain, stale)));
        boolean changed = written.stream().anyMatch(DomainResult::changed) || mayHaveWritten(order);
        Exit exit = Exit.of(ended.stream().map(DomainResult::exit).toList(), changed);
        RunOutcome outcome = outcome(ended, exit);
        String note =
                NextStep.after(
                        new NextStep.Run(order.header().run(), order.aim(), judged.plan()),
                        outcome,
                        exit,
                        verified,
                        until(times));
        Optional<String> unnoted = end(log, order, outcome, ended, note);
        if (unnoted.isPresent() && changed) {
            exit = Exit.PARTIAL;
            outcome = RunOutcome.PARTIAL;
        }
        return new Result(
                new RunReport(
                        Optional.of(order.header().run()),
                        Optional.of(order.plan().id()),
                        outcome,
                        ended.stream().map(d -> domain(d, times)).toList(),
                        judged.findings(),
                        Optional.of(unnoted.map(u -> u + "; " + note).orElse(note))),
                exit,
                staleOf(ended),
                verified);
    }

    private static DomainResult overtaken(Name domain, Map<Change, ChangeState.Stale> stale) {
        return new DomainResult(
                domain,
                RunOutcome.STALE,
                false,
                Map.of(),
                stale,
                Optional.of("someone else has changed it since; it was left alone"));
    }

    private static boolean mayHaveWritten(Order order) {
        return order.before().filter(RunState::mayHaveWritten).isPresent();
    }

    private static Optional<Instant> until(Map<Name, RunReport.Times> times) {
        return times.values().stream()
                .flatMap(t -> t.cachesUntil().stream())
                .max(java.util.Comparator.naturalOrder());
    }

    /// Looks at the authoritative servers alone: where mail does not move, none is sent.
    private List<DomainResult> served(
            Aim aim,
            Order order,
            RunLog log,
            List<DomainResult> written,
            Map<Name, RunReport.Times> times)
            throws InterruptedException {
        var published = new Published(world, observation.servers());
        Duration wait = order.pace().atMost().orElse(profile.probing().verify().timeout());
        Instant deadline = world.time().clock().instant().plus(wait);
        var plans = new TreeMap<Name, DomainPlan>();
        order.plan().domains().forEach(d -> plans.put(d.domain(), d));
        var ended = new ArrayList<DomainResult>();
        for (DomainResult result : written) {
            DomainPlan domain = plans.get(result.domain());
            boolean reached =
                    result.outcome() == RunOutcome.SWITCHED
                            || (result.outcome() == RunOutcome.UNCHANGED
                                    && order.before().isPresent());
            if (!reached || domain == null) {
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

    private static Optional<String> missing(
            Published published, DomainPlan domain, Instant deadline) throws InterruptedException {
        try {
            return published.await(domain, deadline);
        } catch (CommandFailure e) {
            return Optional.of("verification could not be made: " + e.message());
        }
    }

    private void arrived(
            Order order, RunLog log, DomainPlan domain, Map<Name, RunReport.Times> times) {
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
            Order order,
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
        Duration wait = order.pace().atMost().orElse(profile.probing().verify().timeout());
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
    private static Map<Name, Instant> since(Order order, Map<Name, RunReport.Times> times) {
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

    private static RunOutcome outcome(List<DomainResult> domains, Exit exit) {
        return switch (exit) {
            case DONE ->
                    domains.stream()
                            .map(DomainResult::outcome)
                            .filter(o -> o != RunOutcome.UNCHANGED)
                            .findFirst()
                            .orElse(RunOutcome.UNCHANGED);
            case PARTIAL, ERROR -> RunOutcome.PARTIAL;
            case PENDING -> RunOutcome.UNVERIFIED;
            case STALE -> RunOutcome.STALE;
            case CANCELLED -> RunOutcome.CANCELLED;
            case USAGE, REFUSED, LOCKED -> RunOutcome.REFUSED;
        };
    }

    private Optional<String> end(
            RunLog log, Order order, RunOutcome outcome, List<DomainResult> domains, String note) {
        List<JournalEvent.DomainEnd> ends =
                domains.stream()
                        .map(d -> new JournalEvent.DomainEnd(d.domain(), d.outcome(), d.error()))
                        .toList();
        try {
            log.append(
                    List.of(
                            new JournalEvent.Ended(
                                    world.time().clock().instant(),
                                    outcome,
                                    ends,
                                    Optional.of(note))));
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of(
                    "the end of run "
                            + order.header().run()
                            + " could not be noted: "
                            + e.getMessage());
        }
    }

    private RunReport.Domain domain(DomainResult result, Map<Name, RunReport.Times> times) {
        List<RunReport.Provider> providers =
                accounts.identities().stream().map(identity -> provider(identity, result)).toList();
        return new RunReport.Domain(
                profile.name(),
                result.domain(),
                result.outcome(),
                providers,
                times.getOrDefault(result.domain(), RunReport.Times.NONE),
                result.error());
    }

    private static RunReport.Provider provider(String identity, DomainResult result) {
        Optional<Outcome> outcome = Optional.ofNullable(result.writes().get(identity));
        if (outcome.isEmpty()) {
            return new RunReport.Provider(
                    identity,
                    result.outcome() == RunOutcome.UNCHANGED
                            ? RunReport.Effect.UNCHANGED
                            : RunReport.Effect.NOT_SENT,
                    Optional.empty(),
                    Optional.empty());
        }
        return switch (outcome.get()) {
            case Outcome.Applied applied ->
                    new RunReport.Provider(
                            identity,
                            RunReport.Effect.APPLIED,
                            applied.receipt().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(applied.receipt()),
                            Optional.empty());
            case Outcome.Stale _ -> effect(identity, RunReport.Effect.STALE, Optional.empty());
            case Outcome.Rejected rejected ->
                    effect(identity, RunReport.Effect.REJECTED, Optional.of(rejected.reason()));
            case Outcome.Partial partial ->
                    effect(identity, RunReport.Effect.PARTIAL, Optional.of(partial.cause()));
            case Outcome.Unknown unknown ->
                    effect(identity, RunReport.Effect.UNKNOWN, Optional.of(unknown.cause()));
        };
    }

    private static RunReport.Provider effect(
            String identity, RunReport.Effect effect, Optional<String> detail) {
        return new RunReport.Provider(identity, effect, Optional.empty(), detail);
    }

    private static Map<Name, Map<Change, ChangeState.Stale>> staleOf(List<DomainResult> domains) {
        var stale = new TreeMap<Name, Map<Change, ChangeState.Stale>>();
        domains.forEach(
                d -> {
                    if (!d.stale().isEmpty()) {
                        stale.put(d.domain(), d.stale());
                    }
                });
        return stale;
    }

    /// A report where some domains could not even be read: none was changed.
    static RunReport notCarriedOut(
            Plan plan, List<Unread> unread, List<Finding> findings, String note) {
        RunReport rest = notCarriedOut(plan, RunOutcome.REFUSED, findings, note);
        var domains = new ArrayList<>(rest.domains());
        var told = new TreeSet<Name>();
        for (Unread one : unread) {
            for (Name domain : one.domains()) {
                if (told.add(domain)) {
                    domains.add(
                            new RunReport.Domain(
                                    plan.profile(),
                                    domain,
                                    RunOutcome.REFUSED,
                                    List.of(),
                                    RunReport.Times.NONE,
                                    Optional.of(one.refusal().reason())));
                }
            }
        }
        return new RunReport(
                rest.run(), rest.plan(), rest.outcome(), domains, rest.findings(), rest.note());
    }

    /// A report of a plan that was not carried out.
    static RunReport notCarriedOut(
            Plan plan, RunOutcome outcome, List<Finding> findings, String note) {
        return new RunReport(
                Optional.empty(),
                Optional.of(plan.id()),
                outcome,
                plan.domains().stream().map(d -> untouched(plan, d, outcome)).toList(),
                findings,
                Optional.of(note));
    }

    private static RunReport.Domain untouched(Plan plan, DomainPlan domain, RunOutcome outcome) {
        return new RunReport.Domain(
                plan.profile(),
                domain.domain(),
                outcome,
                domain.target().providers().stream()
                        .map(
                                identity ->
                                        effect(
                                                identity,
                                                outcome == RunOutcome.UNCHANGED
                                                        ? RunReport.Effect.UNCHANGED
                                                        : RunReport.Effect.NOT_SENT,
                                                Optional.empty()))
                        .toList(),
                RunReport.Times.NONE,
                Optional.empty());
    }
}
