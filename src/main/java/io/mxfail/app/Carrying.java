package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Carries out an approved plan from its first journal entry to its last: writes, waits,
/// verifies, and reports what is true at the end.
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

        /// The same on a newer read.
        Order on(LiveZones fresh) {
            return new Order(header, plan, fresh, before, overtaken, proof, pace);
        }

        /// Whether something is still to be written that moves mail to another place.
        boolean isToMove() {
            return moves() && !live.showsAllOf(plan);
        }

        /// Whether mail goes to another place, so that the operator's hooks run.
        boolean moves() {
            return proof instanceof Proof.Moved(var goals)
                    && !goals.isEmpty()
                    && plan.domains().stream()
                            .anyMatch(d -> !d.changes().isEmpty() && !d.from().equals(plan.to()));
        }

        Aim aim() {
            return switch (proof) {
                case Proof.Moved _ -> Aim.SWITCH;
                case Proof.Served served -> served.aim();
                case Proof.TakenBack _ -> Aim.SWITCH;
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
        progress.approved(judged, observation.sites());
        var hooks =
                new Hooks(
                        world,
                        profile,
                        progress,
                        order.header().run(),
                        order.plan(),
                        order.before());
        var closing = new Closing(world, profile, accounts, progress, observation);
        try (RunLog log = open(order)) {
            var gate = new Gate(accounts, profile, hooks);
            Gate.Way way =
                    order.isToMove() && hooks.asksBefore()
                            ? gate.asked(order, log)
                            : new Gate.Open(order);
            progress.noted(order.header().run());
            Optional<Fence> fence = order.before().flatMap(Fence::of);
            if (way instanceof Gate.Open(Order open) && order.isToMove() && hooks.fences()) {
                Gate.Fenced fenced = gate.fenced(open, log);
                fence = fenced.fence().or(() -> order.before().flatMap(Fence::of));
                way = fenced.way();
            }
            List<DomainResult> written =
                    switch (way) {
                        case Gate.Open(Order open) -> carriedOut(open, judged, log);
                        case Gate.Shut shut -> shut.domains();
                    };
            Optional<String> stopped =
                    way instanceof Gate.Shut shut ? shut.note() : Optional.empty();
            var course = new Closing.Course(order, judged, log, fence, stopped);
            if (!order.moves()) {
                return closing.of(course, written, _ -> List.of());
            }
            Result result = closing.of(course, written, hooks::announced);
            hooks.after(result.exit(), log);
            return result;
        }
    }

    private List<DomainResult> carriedOut(Order order, JudgedPlan judged, RunLog log)
            throws InterruptedException {
        try {
            return executed(order, judged, log);
        } catch (RuntimeException | Error e) {
            return broken(order, e);
        }
    }

    private List<DomainResult> executed(Order order, JudgedPlan judged, RunLog log)
            throws InterruptedException {
        var execution =
                new Execution(
                        accounts,
                        log,
                        world.time().clock(),
                        progress,
                        new AddedEverywhere(world, observation.servers(), waitFor(order, judged)));
        List<DomainResult> written = execution.run(order.plan(), order.live(), order.before());
        if (order.overtaken().isEmpty()
                && written.stream().allMatch(domain -> domain.exit() == Exit.DONE)) {
            progress.written(order.header().run());
        }
        return written;
    }

    /// A mistake of ours outside of all zones. Only the journal knows what was sent until then.
    private List<DomainResult> broken(Order order, Throwable mistake) {
        String why = "unexpected error, please report it: " + Broke.line(mistake);
        boolean wrote;
        try {
            wrote =
                    RunState.fold(world.records().journal().read(order.header().run()))
                            .mayHaveWritten();
        } catch (JournalException e) {
            wrote = true;
            why += "; and the journal cannot be read: " + e.getMessage();
        }
        String told = why;
        boolean changed = wrote;
        return order.plan().domains().stream()
                .map(
                        domain ->
                                changed
                                        ? DomainResult.inDoubt(domain.domain(), told)
                                        : DomainResult.refused(domain.domain(), told))
                .toList();
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
}
