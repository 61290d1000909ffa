package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.Reversal;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.ActiveSite;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.port.Lease;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
        Bound.checkDomains(
                request, job(request, target, profile, "").plan(), "run " + target.run());
        try (Accounts accounts = Accounts.open(world, profile)) {
            if (request.pace().dryRun()) {
                return go(job(request, target, profile, ""), profile, domains, accounts);
            }
            String id = world.records().ids().get();
            try (Lease.Held held =
                    RunLock.take(
                            world,
                            names,
                            id,
                            new TreeSet<>(List.of(target.run(), reverted(target))))) {
                boolean whole = false;
                try {
                    // only now does nobody else work on it any more
                    target = runs.named(target.run());
                    Undoable.check(runs, target);
                    Switch.Done done =
                            go(job(request, target, profile, id), profile, domains, accounts);
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
        RunState run = new Runs(world.records().journal()).applied(plan);
        return run(request, Optional.of(run.run()));
    }

    private static Job job(ChangeRequest request, RunState target, Profile profile, String run)
            throws CommandFailure {
        String to = formerSite(target.plan(), profile);
        Plan plan = moded(request, Reversal.of(target, to, request.terms().accepted()));
        return new Job(request, target, plan, run);
    }

    /// The way back is a planned one, unless the operator says that it is urgent: a freeze holds
    /// back planned ones.
    private static Plan moded(ChangeRequest request, Plan plan) throws CommandFailure {
        Mode mode = request.terms().mode().orElse(plan.mode());
        if (mode == Mode.BREACH) {
            throw CommandFailure.usage(
                    "undo gives former data back, and has no mode breach; for a breach switch with"
                            + " `mxfail switch --mode breach`");
        }
        return new Plan(plan.profile(), plan.to(), mode, plan.accepted(), plan.domains());
    }

    private record Job(ChangeRequest request, RunState target, Plan plan, String run) {}

    private static boolean settled(Switch.Done done) {
        return switch (done.result().exit()) {
            case DONE, PENDING -> true;
            case ERROR, USAGE, REFUSED, PARTIAL, LOCKED, STALE, CANCELLED -> false;
        };
    }

    private static String reverted(RunState run) {
        return run.started().header().reverts().orElse(run.run());
    }

    /// The site that a run left, where all of its domains left the same one.
    private static String formerSite(Plan plan, Profile profile) {
        List<String> from =
                plan.domains().stream()
                        .filter(d -> !d.changes().isEmpty())
                        .map(DomainPlan::from)
                        .distinct()
                        .toList();
        return from.size() == 1 && profile.site(from.getFirst()).isPresent()
                ? from.getFirst()
                : DomainPlan.UNKNOWN;
    }

    private Switch.Done go(Job job, Profile profile, List<MailDomain> domains, Accounts accounts)
            throws CommandFailure, InterruptedException {
        LiveZones live = LiveZones.read(accounts, profile, domains).complete(profile);
        Plan plan = job.plan();
        Judged judged = judge(profile, accounts, live, plan);
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, live);
        if (!stale.isEmpty()) {
            return Switch.stale(judged.plan(), stale, "mxfail status");
        }
        if (live.showsAllOf(plan)) {
            if (!job.request().pace().dryRun()) {
                Runs.close(world, job.target(), "undo found everything as it was before");
            }
            return Switch.ended(
                    judged.plan(),
                    RunOutcome.UNCHANGED,
                    Exit.DONE,
                    "nothing to take back: everything is as it was before run "
                            + job.target().run());
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
            return Switch.ended(
                    judged.plan(), RunOutcome.UNCHANGED, Exit.DONE, "dry run; nothing was changed");
        }
        String word = Bound.confirmedBy(profile, domains);
        if (!job.request().consent().yes()
                && confirmation.ask(
                                new Confirmation.Shown(
                                        "undo run " + job.target().run() + " of " + word,
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
            return Switch.stale(judged.plan(), stale, "mxfail status");
        }
        var header =
                new RunHeader(
                        job.run(),
                        job.request().command(),
                        world.operator(),
                        job.request().terms().reason(),
                        Switch.accepted(judged.plan()),
                        Optional.of(job.target().run()));
        Carrying.Result result =
                new Carrying(world, profile, accounts, progress, judged.observation())
                        .carryOut(
                                new Carrying.Order(
                                        header,
                                        plan,
                                        fresh,
                                        goals(fresh, plan),
                                        job.request().pace()),
                                judged.plan(),
                                Approval.of(plan));
        Switch.Done done = new Switch.Done(Optional.of(judged.plan()), result);
        if (settled(done)) {
            Runs.close(world, job.target(), "taken back by run " + job.run());
        }
        return done;
    }

    private record Judged(
            JudgedPlan plan, Map<Name, ActiveSite> active, Drafting.Observation observation) {}

    /// Probes the hosts that mail goes back to, as strictly as a switch does: they may be no
    /// site's.
    private Judged judge(Profile profile, Accounts accounts, LiveZones live, Plan plan)
            throws CommandFailure, InterruptedException {
        var changes = new TreeMap<Name, List<Change>>();
        var exchangers = new LinkedHashMap<DomainView, java.util.Collection<MXRecord>>();
        for (DomainPlan domain : plan.domains()) {
            changes.put(domain.domain(), domain.changes());
            List<MXRecord> mx =
                    domain.changes().stream()
                            .filter(c -> c.key().type() == Type.MX)
                            .flatMap(c -> c.after().stream())
                            .flatMap(set -> set.records().stream())
                            .map(MXRecord.class::cast)
                            .toList();
            if (!mx.isEmpty()) {
                exchangers.put(Objects.requireNonNull(live.domains().get(domain.domain())), mx);
            }
        }
        progress.live("probing where mail goes back to");
        var assessment = new Assessment(world, profile, accounts);
        Assessment.Seen seen =
                assessment.observe(
                        live,
                        Drafting.after(changes),
                        List.of(new SiteProbing.Group(plan.to(), exchangers)),
                        true);
        Map<Name, ActiveSite> active = active(live);
        List<Finding> findings =
                assessment.judge(
                        seen,
                        new Assessment.Question(
                                plan,
                                live,
                                active,
                                Optional.of(plan.to()),
                                Optional.empty(),
                                true));
        return new Judged(
                new JudgedPlan(plan, findings, Assessment.blockers(findings, plan), List.of())
                        .along(Drafting.way(plan, live, accounts)),
                active,
                seen.observation());
    }

    private static Map<Name, ActiveSite> active(LiveZones live) {
        var active = new LinkedHashMap<Name, ActiveSite>();
        live.domains()
                .values()
                .forEach(view -> active.put(view.name(), ActiveSite.of(view, live.of(view))));
        return active;
    }

    private static Proof.Moved goals(LiveZones live, Plan plan) {
        var goals = new LinkedHashMap<DomainView, Goal>();
        for (DomainPlan domain : plan.domains()) {
            DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
            Goals.ofChanges(view, plan.to(), domain.changes())
                    .ifPresent(goal -> goals.put(view, goal));
        }
        return new Proof.Moved(goals);
    }
}
