package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Plan;
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

    private final Setting setting;

    Carrying(Setting setting) {
        this.setting = setting;
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
        setting.progress().approved(judged, setting.observation().sites());
        var hooks =
                new Hooks(
                        setting.world(),
                        setting.profile(),
                        setting.progress(),
                        order.header().run(),
                        order.plan(),
                        order.before());
        var closing = new Closing(setting);
        try (RunLog log = open(order)) {
            Written written = written(order, judged, hooks, log);
            var course = new Closing.Course(order, judged, log, written.fence(), written.stopped());
            if (!order.moves()) {
                return closing.of(course, written.domains(), _ -> List.of());
            }
            Result result = closing.of(course, written.domains(), hooks::announced);
            after(result, hooks, log);
            return result;
        }
    }

    /// The run is at its end, which nothing that follows may hide.
    private void after(Result result, Hooks hooks, RunLog log) {
        try {
            hooks.after(result.exit(), log);
        } catch (RuntimeException e) {
            setting.progress().step("the hook at the end of the run: " + Broke.ours(e));
        }
    }

    /// What was done up to the last write.
    ///
    /// @param fence empty: none was to go up
    /// @param stopped what to say at the end in place of the usual; empty: the usual
    private record Written(
            List<DomainResult> domains, Optional<Fence> fence, Optional<String> stopped) {}

    /// From the first entry of a run on, nothing may leave it without an end: whoever comes next
    /// would find it half-way, or not learn that mail waits behind a fence.
    private Written written(Order order, JudgedPlan judged, Hooks hooks, RunLog log)
            throws InterruptedException {
        try {
            return passedAndWritten(order, judged, hooks, log);
        } catch (RuntimeException | Error e) {
            return broken(order, e);
        }
    }

    private Written passedAndWritten(Order order, JudgedPlan judged, Hooks hooks, RunLog log)
            throws InterruptedException {
        var gate = new Gate(setting.accounts(), setting.profile(), hooks);
        Gate.Way way =
                order.isToMove() && hooks.asksBefore()
                        ? gate.asked(order, log)
                        : new Gate.Open(order);
        setting.progress().noted(order.header().run());
        Optional<Fence> fence = order.before().flatMap(Fence::of);
        if (way instanceof Gate.Open(Order open) && order.isToMove() && hooks.fences()) {
            Gate.Fenced fenced = gate.fenced(open, log);
            fence = fenced.fence().or(() -> order.before().flatMap(Fence::of));
            way = fenced.way();
        }
        return switch (way) {
            case Gate.Open(Order open) ->
                    new Written(executed(open, judged, log), fence, Optional.empty());
            case Gate.Shut shut -> new Written(shut.domains(), fence, shut.note());
        };
    }

    private List<DomainResult> executed(Order order, JudgedPlan judged, RunLog log)
            throws InterruptedException {
        var execution =
                new Execution(
                        setting.accounts(),
                        log,
                        setting.world().time().clock(),
                        setting.progress(),
                        new AddedEverywhere(
                                setting.world(),
                                setting.observation().servers(),
                                waitFor(order, judged)));
        List<DomainResult> written = execution.run(order.plan(), order.live(), order.before());
        if (order.overtaken().isEmpty()
                && written.stream().allMatch(domain -> domain.exit() == Exit.DONE)) {
            setting.progress().written(order.header().run());
        }
        return written;
    }

    /// A mistake of ours outside of all zones. Only the journal knows what was sent until then, and
    /// whether a fence went up.
    private Written broken(Order order, Throwable mistake) {
        String why = Broke.ours(mistake);
        Optional<RunState> run = Optional.empty();
        try {
            run = Optional.of(RunState.fold(setting.journal().read(order.header().run())));
        } catch (JournalException | RuntimeException e) {
            why += "; and the journal cannot be read: " + e.getMessage();
        }
        String told = why;
        boolean changed = run.map(RunState::mayHaveWritten).orElse(true);
        return new Written(
                order.plan().domains().stream()
                        .map(
                                domain ->
                                        changed
                                                ? DomainResult.inDoubt(domain.domain(), told)
                                                : DomainResult.broke(domain.domain(), told))
                        .toList(),
                run.flatMap(Fence::of),
                Optional.empty());
    }

    private RunLog open(Order order) throws CommandFailure {
        try {
            Instant now = setting.now();
            if (order.before().isPresent()) {
                RunLog log = setting.journal().reopen(order.header().run());
                log.append(
                        List.of(
                                new JournalEvent.TakenUp(
                                        now,
                                        setting.world().operator(),
                                        order.header().command())));
                return log;
            }
            RunLog log = setting.journal().start(order.header().run());
            log.append(List.of(new JournalEvent.Started(now, order.header(), order.plan())));
            return log;
        } catch (JournalException e) {
            throw RunLock.journal(e);
        }
    }

    private Duration waitFor(Order order, JudgedPlan judged) {
        Duration planned =
                order.pace().atMost().orElse(setting.profile().probing().verify().timeout());
        return switch (judged.plan().mode()) {
            case PLANNED -> planned;
            case EMERGENCY, BREACH -> EMERGENCY_WAIT;
        };
    }
}
