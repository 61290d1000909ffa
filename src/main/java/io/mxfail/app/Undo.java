package io.mxfail.app;

import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// Gives back the data and TTLs from before a run, of exactly the sets that it changed.
public final class Undo {
    private final World world;
    private final Confirmation confirmation;
    private final Progress progress;

    public Undo(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.confirmation = confirmation;
        this.progress = progress;
    }

    /// Takes a run back.
    ///
    /// @param run its id; empty: the newest run that changed one of the selected domains
    public Switch.Done run(ChangeRequest request, Optional<String> run)
            throws CommandFailure, InterruptedException {
        request.check();
        var runs = new Runs(world.records().journal());
        RunState target =
                run.isPresent()
                        ? runs.named(run.get())
                        : Undoable.newest(world, runs, request.selection());
        Undoable.check(runs, target);
        Profile profile = ApplyPlan.profileOf(world, request.selection(), target.plan());
        Expected.check(request, profile);
        List<MailDomain> domains = ApplyPlan.domainsOf(profile, target.plan());
        List<Name> names = domains.stream().map(MailDomain::name).toList();
        WayBack back = WayBack.from(target, profile, request);
        Bound.checkDomains(request, back.plan(), "run " + target.run());
        if (run.isEmpty() && request.consent().yes() && !request.pace().dryRun()) {
            back.checkMeant();
        }
        try (Accounts accounts = Accounts.open(world, profile)) {
            if (request.pace().dryRun()) {
                return go(new Job(request, back, ""), profile, domains, accounts);
            }
            String id = world.records().ids().get();
            try (Lease.Held held =
                    RunLock.take(
                            world,
                            names,
                            id,
                            new TreeSet<>(List.of(target.run(), reverted(target))),
                            progress)) {
                boolean whole = false;
                try {
                    // only now does nobody else work on it any more
                    target = runs.named(target.run());
                    Undoable.check(runs, target);
                    if (target.interrupted()) {
                        progress.takenUp(target.run());
                    }
                    back = WayBack.from(target, profile, request);
                    Switch.Done done = go(new Job(request, back, id), profile, domains, accounts);
                    whole = settled(done);
                    return done;
                } catch (CommandFailure e) {
                    throw target.interrupted() && e.exit().nothingChanged()
                            ? Resume.unfinished(target, e)
                            : e;
                } finally {
                    if (target.interrupted() && !whole) {
                        // whatever ended this: the run that died still needs someone
                        held.leaveAsFound();
                    }
                }
            }
        }
    }

    /// Takes back the run that applied a plan.
    ///
    /// @param plan as it was read from its file
    public Switch.Done ofPlan(ChangeRequest request, Plan plan)
            throws CommandFailure, InterruptedException {
        request.check();
        RunState run = AppliedPlan.of(new Runs(world.records().journal()), plan);
        return run(request, Optional.of(run.run()));
    }

    /// What is asked for, and the run that is to do it.
    private record Job(ChangeRequest request, WayBack back, String run) {}

    private static boolean settled(Switch.Done done) {
        return switch (done.result().exit()) {
            case DONE, PENDING -> true;
            case ERROR, USAGE, REFUSED, PARTIAL, LOCKED, STALE, CANCELLED -> false;
        };
    }

    private static String reverted(RunState run) {
        return run.started().header().reverts().orElse(run.run());
    }

    private Switch.Done go(Job job, Profile profile, List<MailDomain> domains, Accounts accounts)
            throws CommandFailure, InterruptedException {
        Plan plan = job.back().plan();
        LiveZones live = LiveZones.read(accounts, profile, domains, plan).complete(profile);
        WayBackReview.Judged judged =
                new WayBackReview(world, profile, accounts, progress).of(job.back(), live);
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, live);
        if (!stale.isEmpty()) {
            return Switch.stale(judged.plan(), stale, Switch.anew(plan.to()));
        }
        if (live.showsAllOf(plan)) {
            if (!job.request().pace().dryRun()) {
                ClosedRun.closeWithoutTrace(
                        world, job.back().target(), "undo found everything as it was before");
            }
            return Switch.ended(
                    judged.plan().withoutChanges(),
                    RunOutcome.UNCHANGED,
                    Exit.DONE,
                    nothingLeft(job, judged));
        }
        Optional<String> elsewhere = Expected.elsewhere(job.request(), judged.active());
        if (elsewhere.isPresent()) {
            return Switch.ended(judged.plan(), RunOutcome.STALE, Exit.STALE, elsewhere.get());
        }
        if (judged.plan().blocked()) {
            return Switch.ended(
                    judged.plan(), RunOutcome.REFUSED, Exit.REFUSED, Switch.blocked(judged.plan()));
        }
        if (job.request().pace().dryRun()) {
            return Switch.ended(judged.plan(), RunOutcome.UNCHANGED, Exit.DONE, DryRun.NOTE);
        }
        String word = Bound.confirmedBy(profile, domains);
        if (!job.request().consent().yes()
                && confirmation.ask(
                                new Confirmation.Shown(
                                        job.back().title(word),
                                        judged.plan(),
                                        judged.observation().sites(),
                                        word))
                        == Confirmation.Answer.CANCELLED) {
            return Switch.ended(
                    judged.plan(), RunOutcome.CANCELLED, Exit.CANCELLED, "nothing changed");
        }
        LiveZones fresh = job.request().consent().yes() ? live : live.again(accounts, profile);
        stale = Execution.stale(plan, fresh);
        if (!stale.isEmpty()) {
            return Switch.stale(judged.plan(), stale, Switch.anew(plan.to()));
        }
        var header =
                new RunHeader(
                        job.run(),
                        job.request().command(),
                        world.operator(),
                        job.request().terms().reason(),
                        Switch.accepted(judged.plan()),
                        Optional.of(job.back().target().run()));
        Carrying.Result result =
                new Carrying(new Setting(world, profile, accounts, progress, judged.observation()))
                        .carryOut(
                                new Carrying.Order(
                                        header,
                                        plan,
                                        fresh,
                                        proof(job.back(), fresh),
                                        job.request().pace()),
                                judged.plan(),
                                Approval.of(plan));
        Switch.Done done = new Switch.Done(Optional.of(judged.plan()), result);
        if (settled(done)) {
            ClosedRun.close(world, job.back().target(), "taken back by run " + job.run());
        }
        return done;
    }

    /// What the operator hears where nothing of the run is served (any more).
    private static String nothingLeft(Job job, WayBackReview.Judged judged) {
        WayBack back = job.back();
        RunState target = back.target();
        var note =
                new StringBuilder("nothing to take back: everything is as it was before run ")
                        .append(target.run());
        if (Resumable.unfinished(target) && !job.request().pace().dryRun()) {
            note.append("; that run is closed and need not be resumed");
            if (target.inDoubt()) {
                note.append("; a write of it was not answered and might arrive late: look again")
                        .append(" in a minute, `mxfail status`");
            }
        }
        if (back.movesMail()) {
            note.append(
                    GoalStands.but(
                            judged.plan(),
                            Optional.ofNullable(judged.observation().sites().get(back.plan().to()))
                                    .map(SiteReport::state)));
        }
        return note.toString();
    }

    private static Proof proof(WayBack back, LiveZones live) {
        if (!back.movesMail()) {
            return new Proof.Served(Aim.RESTORE);
        }
        Plan plan = back.plan();
        var goals = new LinkedHashMap<DomainView, Goal>();
        for (DomainPlan domain : plan.domains()) {
            DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
            Goals.ofChanges(view, plan.to(), domain.changes())
                    .ifPresent(goal -> goals.put(view, goal));
        }
        return new Proof.Moved(goals);
    }
}
