package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
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

        /// Whether mail is about to go to another place, and nothing was done for it yet.
        boolean begins() {
            return moves() && before.isEmpty();
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
        var hooks = new Hooks(world, profile, progress, order.header().run(), order.plan());
        Order fresh = order;
        if (order.begins() && hooks.asksBefore()) {
            Optional<String> refusal = hooks.before();
            if (refusal.isPresent()) {
                return refused(judged, refusal.get());
            }
            // the hook may have taken minutes: what was read before it is no ground to write on
            fresh = order.on(order.live().again(accounts, profile));
            var stale = Execution.stale(fresh.plan(), fresh.live());
            if (!stale.isEmpty()) {
                return Switch.stale(judged, stale, again(order)).result();
            }
        }
        Result result = written(fresh, judged, hooks);
        if (order.moves()) {
            hooks.after(result.exit());
        }
        return result;
    }

    private static String again(Order order) {
        return order.header().reverts().isPresent()
                ? "mxfail status"
                : "mxfail plan --to " + order.plan().to();
    }

    private static Result refused(JudgedPlan judged, String why) {
        return new Result(
                RunReports.notCarriedOut(
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

    private Result written(Order order, JudgedPlan judged, Hooks hooks)
            throws CommandFailure, InterruptedException {
        try (RunLog log = open(order)) {
            progress.noted(order.header().run());
            Optional<Hooks.Fenced> fenced = Optional.empty();
            List<DomainResult> written;
            try {
                fenced = order.begins() ? hooks.fence(log) : Optional.empty();
                written =
                        fenced.isPresent()
                                ? afterTheFence(order, judged, log)
                                : executed(order, judged, log);
            } catch (JournalException e) {
                written =
                        order.plan().domains().stream()
                                .map(
                                        domain ->
                                                DomainResult.refused(
                                                        domain.domain(),
                                                        "cannot note the hook fence, so neither it"
                                                                + " ran nor was anything written: "
                                                                + e.getMessage()))
                                .toList();
            } catch (RuntimeException | Error e) {
                written = broken(order, e);
            }
            return new Closing(world, profile, accounts, progress, observation)
                    .of(new Closing.Course(order, judged, log, fenced), written);
        }
    }

    /// The fence, too, may have taken minutes. It is up, so that whatever is found now is the end
    /// of a run that did something, and not a command that never began.
    private List<DomainResult> afterTheFence(Order order, JudgedPlan judged, RunLog log)
            throws InterruptedException {
        try {
            Order fresh = order.on(order.live().again(accounts, profile));
            var stale = Execution.stale(fresh.plan(), fresh.live());
            return stale.isEmpty()
                    ? executed(fresh, judged, log)
                    : order.plan().domains().stream()
                            .map(domain -> held(domain.domain(), stale))
                            .toList();
        } catch (CommandFailure e) {
            return order.plan().domains().stream()
                    .map(domain -> DomainResult.refused(domain.domain(), e.message()))
                    .toList();
        }
    }

    private static DomainResult held(Name domain, Map<Name, Map<Change, ChangeState.Stale>> stale) {
        return stale.containsKey(domain)
                ? DomainResult.overtaken(domain, stale.getOrDefault(domain, Map.of()))
                : DomainResult.refused(
                        domain, "not written, since another domain of the plan has changed");
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
