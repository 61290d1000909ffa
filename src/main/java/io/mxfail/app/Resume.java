package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes an interrupted run to its target: what is still as before is written, what is done
/// is left, and what someone else changed is stale.
public final class Resume {
    private final World world;
    private final Confirmation confirmation;
    private final Progress progress;

    public Resume(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.confirmation = confirmation;
        this.progress = progress;
    }

    /// Resumes a run.
    ///
    /// @param run its id; empty: the newest one that is not at its end
    public Switch.Done run(ChangeRequest request, Optional<String> run)
            throws CommandFailure, InterruptedException {
        request.check();
        var runs = new Runs(world.records().journal());
        RunState target;
        if (run.isPresent()) {
            target = runs.named(run.get());
        } else {
            Selection.Chosen chosen = request.selection().changed(world.profiles());
            Optional<RunState> newest = Resumable.newest(runs, chosen);
            if (newest.isEmpty()) {
                Expected.check(request, chosen.profile());
                return Resumable.nothing(chosen, runs);
            }
            target = newest.get();
        }
        return of(request, runs, target);
    }

    private Switch.Done of(ChangeRequest request, Runs runs, RunState found)
            throws CommandFailure, InterruptedException {
        RunState target = found;
        Resumable.check(runs, target);
        Profile profile = ApplyPlan.profileOf(world, request.selection(), target.plan());
        Expected.check(request, profile);
        List<MailDomain> domains = ApplyPlan.domainsOf(profile, target.plan());
        List<Name> names = domains.stream().map(MailDomain::name).toList();
        Bound.check(request, target.plan(), "run " + target.run());
        if (request.pace().dryRun()) {
            try (Accounts accounts = Accounts.open(world, profile)) {
                return go(request, target, profile, domains, accounts);
            }
        }
        Optional<String> reverted = target.started().header().reverts();
        var mayTakeUp = new HashSet<>(Set.of(target.run()));
        reverted.ifPresent(mayTakeUp::add);
        try (Accounts accounts = Accounts.open(world, profile);
                Lease.Held held = RunLock.take(world, names, target.run(), mayTakeUp, progress)) {
            boolean dealtWith = false;
            try {
                // only now does nobody else work on it any more
                target = runs.named(target.run());
                Resumable.check(runs, target);
                if (target.mayHaveWritten()) {
                    progress.takenUp(target.run());
                }
                Switch.Done done = taken(request, target, profile, domains, accounts);
                dealtWith = done.result().report().run().isPresent() || isClosed(done);
                if (reverted.isPresent() && isWhole(done)) {
                    ClosedRun.close(
                            world, runs.named(reverted.get()), "taken back by run " + target.run());
                }
                return done;
            } finally {
                if (!dealtWith) {
                    // nothing was done about the run: whoever comes next must still find it
                    held.leaveAsFound();
                }
            }
        }
    }

    private Switch.Done taken(
            ChangeRequest request,
            RunState target,
            Profile profile,
            List<MailDomain> domains,
            Accounts accounts)
            throws CommandFailure, InterruptedException {
        try {
            return HalfWay.fenced(target, go(request, target, profile, domains, accounts));
        } catch (CommandFailure e) {
            throw HalfWay.fenced(target, unfinished(target, e));
        }
    }

    /// What a failure means for a run that may have written: it is still in doubt.
    static CommandFailure unfinished(RunState target, CommandFailure e) {
        return target.mayHaveWritten() && e.exit().nothingChanged()
                ? e.with(Exit.PARTIAL, "; run " + target.run() + " is still unfinished")
                : e;
    }

    private static boolean isClosed(Switch.Done done) {
        return done.result().report().outcome() == RunOutcome.UNDONE;
    }

    private static boolean isWhole(Switch.Done done) {
        return switch (done.result().exit()) {
            case DONE, PENDING -> true;
            case ERROR, USAGE, REFUSED, PARTIAL, LOCKED, STALE, CANCELLED -> false;
        };
    }

    private Switch.Done go(
            ChangeRequest request,
            RunState target,
            Profile profile,
            List<MailDomain> domains,
            Accounts accounts)
            throws CommandFailure, InterruptedException {
        Plan plan = target.plan();
        LiveZones live = LiveZones.read(accounts, profile, domains, plan).complete(profile);
        boolean undoes = target.started().header().reverts().isPresent();
        Drafting.Draft draft =
                new Drafting(world, profile, accounts, progress)
                        .resumed(live, plan, Aim.of(target), undoes);
        JudgedPlan judged = Bound.judged(request, draft.judged());
        Optional<String> elsewhere = Expected.elsewhere(request, draft.active());
        if (elsewhere.isPresent()) {
            throw new CommandFailure(Exit.STALE, "stale", elsewhere.get());
        }
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, live);
        Plan rest = without(plan, stale.keySet());
        if (rest.domains().isEmpty()) {
            return HalfWay.overtaken(target, Switch.stale(judged, stale, Switch.anew(plan.to())));
        }
        String word = Bound.confirmedBy(profile, domains);
        boolean begun = HalfWay.moved(plan, live);
        if (judged.blocked() && (undoes || begun)) {
            // what is half done is finished although its target is not ready, for that is why it
            // may be; but there are findings past which nobody writes
            Optional<Switch.Done> refused = HalfWay.refused(request, target, judged, begun);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        boolean closes = judged.blocked() && !begun;
        String again = repeated(profile, target);
        if (request.pace().dryRun()) {
            return closes
                    ? Switch.ended(
                            judged,
                            RunOutcome.REFUSED,
                            Exit.REFUSED,
                            Switch.blocked(judged)
                                    + "; dry run: `mxfail resume` would take back what run "
                                    + target.run()
                                    + " added, and close it")
                    : Switch.ended(judged, RunOutcome.UNCHANGED, Exit.DONE, DryRun.NOTE + again);
        }
        if (closes) {
            return new GivingUp(world, confirmation, progress)
                    .run(
                            new GivingUp.Case(
                                    request, header(target, request), target, draft, word),
                            profile,
                            accounts);
        }
        confirm(
                confirmation,
                request,
                new Confirmation.Shown(
                        "resume run "
                                + target.run()
                                + ": mail of "
                                + word
                                + " to "
                                + plan.to()
                                + again,
                        judged,
                        draft.observation().sites(),
                        word));
        if (!request.consent().yes()) {
            // what was shown may be minutes old
            live = live.again(accounts, profile);
            stale = Execution.stale(plan, live);
            rest = without(plan, stale.keySet());
            if (rest.domains().isEmpty()) {
                return HalfWay.overtaken(
                        target, Switch.stale(judged, stale, Switch.anew(plan.to())));
            }
        }
        Carrying.Result result =
                new Carrying(new Setting(world, profile, accounts, progress, draft.observation()))
                        .carryOut(
                                new Carrying.Order(
                                        header(target, request),
                                        rest,
                                        live,
                                        Optional.of(target),
                                        stale,
                                        proof(live, target),
                                        request.pace()),
                                judged,
                                Approval.of(rest));
        return new Switch.Done(Optional.of(judged), result);
    }

    /// Hooks whose end nobody knows run again, which the operator must know beforehand.
    private static String repeated(Profile profile, RunState target) {
        List<String> again = Hooks.again(profile, target);
        return again.isEmpty()
                ? ""
                : "; the hook "
                        + String.join(" and ", again)
                        + " had begun, is not known to have ended, and runs again";
    }

    static void confirm(Confirmation confirmation, ChangeRequest request, Confirmation.Shown shown)
            throws CommandFailure {
        if (!request.consent().yes() && confirmation.ask(shown) == Confirmation.Answer.CANCELLED) {
            throw new CommandFailure(
                    Exit.CANCELLED, "cancelled", "cancelled; nothing was changed now");
        }
    }

    private static RunHeader header(RunState target, ChangeRequest request) {
        RunHeader header = target.started().header();
        return new RunHeader(
                header.run(),
                command(request),
                header.operator(),
                header.reason(),
                header.accepted(),
                header.reverts());
    }

    /// The command as the journal keeps it, with what was accepted by it.
    private static String command(ChangeRequest request) {
        return request.command()
                + request.terms().accepted().stream()
                        .map(id -> " --accept " + id)
                        .collect(Collectors.joining())
                + request.terms().reason().map(reason -> " --reason " + reason).orElse("");
    }

    private static Proof proof(LiveZones live, RunState target) {
        Plan plan = target.plan();
        boolean undoes = target.started().header().reverts().isPresent();
        Aim aim = Aim.of(target);
        if (aim != Aim.SWITCH) {
            return new Proof.Served(aim);
        }
        if (!undoes) {
            return Switch.goals(live, plan);
        }
        var goals = new java.util.LinkedHashMap<DomainView, Goal>();
        for (DomainPlan domain : plan.domains()) {
            DomainView view = java.util.Objects.requireNonNull(live.domains().get(domain.domain()));
            Goals.ofChanges(view, plan.to(), domain.changes())
                    .ifPresent(goal -> goals.put(view, goal));
        }
        return new Proof.Moved(goals);
    }

    private static Plan without(Plan plan, Set<Name> domains) {
        return new Plan(
                plan.profile(),
                plan.to(),
                plan.mode(),
                plan.accepted(),
                plan.domains().stream().filter(d -> !domains.contains(d.domain())).toList());
    }
}
