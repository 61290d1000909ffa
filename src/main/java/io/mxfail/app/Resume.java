package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.Reversal;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.Goal;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes an interrupted run to its target: what is still as before is written, what is done is
/// left, and
/// what someone else changed is stale.
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
        RunState target =
                run.isPresent()
                        ? runs.named(run.get())
                        : runs.newest(Resume::unfinished)
                                .orElseThrow(
                                        () ->
                                                CommandFailure.refused(
                                                        "nothing-to-resume",
                                                        "every run is at its end; `mxfail history`"
                                                                + " lists them"));
        if (!unfinished(target)) {
            throw CommandFailure.refused(
                    "ended",
                    "run " + target.run() + " is at its end; nothing changed; plan a new switch");
        }
        Profile profile = ApplyPlan.profileOf(world, request.selection(), target.plan());
        List<MailDomain> domains = ApplyPlan.domainsOf(profile, target.plan());
        List<Name> names = domains.stream().map(MailDomain::name).toList();
        try (Accounts accounts = Accounts.open(world, profile);
                Lease.Held held = RunLock.take(world, names, target.run(), Set.of(target.run()))) {
            try {
                return go(request, target, profile, domains, accounts);
            } catch (CommandFailure e) {
                // nothing was done about the run: whoever comes next must still find it
                held.leaveAsFound();
                throw target.mayHaveWritten() && e.exit().nothingChanged()
                        ? e.with(Exit.PARTIAL, "; run " + target.run() + " is still unfinished")
                        : e;
            }
        }
    }

    /// Whether a run did not end, or ended with something left to do.
    private static boolean unfinished(RunState run) {
        return run.ended().isEmpty()
                || run.ended().filter(e -> e.outcome() == RunOutcome.PARTIAL).isPresent();
    }

    private Switch.Done go(
            ChangeRequest request,
            RunState target,
            Profile profile,
            List<MailDomain> domains,
            Accounts accounts)
            throws CommandFailure, InterruptedException {
        LiveZones live = LiveZones.read(accounts, profile, domains).complete(profile);
        Plan plan = target.plan();
        boolean undoes = target.started().header().reverts().isPresent();
        Drafting.Draft draft =
                new Drafting(world, profile, accounts, progress).reviewed(live, plan);
        JudgedPlan judged = draft.judged();
        if (judged.blocked() && !substituted(plan, live) && !undoes) {
            return close(request, target, profile, accounts, live, draft);
        }
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, live);
        Plan rest = without(plan, stale.keySet());
        if (rest.domains().isEmpty()) {
            return Switch.stale(judged, stale, "mxfail status");
        }
        String word =
                domains.size() == 1 ? domains.getFirst().name().toString(true) : profile.name();
        if (!request.consent().yes()
                && confirmation.ask(
                                new Confirmation.Shown(
                                        "resume run "
                                                + target.run()
                                                + ": mail of "
                                                + word
                                                + " to "
                                                + plan.to(),
                                        judged,
                                        draft.observation().sites(),
                                        word))
                        == Confirmation.Answer.CANCELLED) {
            throw new CommandFailure(
                    Exit.CANCELLED, "cancelled", "cancelled; nothing was changed now");
        }
        Carrying.Result result =
                new Carrying(world, profile, accounts, progress, draft.observation())
                        .carryOut(
                                new Carrying.Order(
                                        header(target, request),
                                        rest,
                                        live,
                                        Optional.of(target),
                                        goals(live, plan, undoes),
                                        request.pace()),
                                judged,
                                Approval.of(rest));
        return new Switch.Done(Optional.of(judged), withStale(result, stale));
    }

    /// Stale domains of a run that did write are part of a partial end.
    private static Carrying.Result withStale(
            Carrying.Result result, Map<Name, Map<Change, ChangeState.Stale>> stale) {
        return stale.isEmpty()
                ? result
                : new Carrying.Result(result.report(), Exit.PARTIAL, stale, result.verified());
    }

    private static RunHeader header(RunState target, ChangeRequest request) {
        RunHeader header = target.started().header();
        return new RunHeader(
                header.run(),
                request.command(),
                header.operator(),
                header.reason(),
                header.accepted(),
                header.reverts());
    }

    private static Map<DomainView, Goal> goals(LiveZones live, Plan plan, boolean undoes) {
        if (!undoes) {
            return Switch.goals(live, plan);
        }
        var goals = new java.util.LinkedHashMap<DomainView, Goal>();
        for (DomainPlan domain : plan.domains()) {
            DomainView view = java.util.Objects.requireNonNull(live.domains().get(domain.domain()));
            Goals.ofChanges(view, plan.to(), domain.changes())
                    .ifPresent(goal -> goals.put(view, goal));
        }
        return goals;
    }

    private static Plan without(Plan plan, Set<Name> domains) {
        return new Plan(
                plan.profile(),
                plan.to(),
                plan.mode(),
                plan.accepted(),
                plan.domains().stream().filter(d -> !domains.contains(d.domain())).toList());
    }

    /// Whether anything that moves mail has been written.
    private static boolean substituted(Plan plan, LiveZones live) {
        for (DomainPlan domain : plan.domains()) {
            for (var observed : live.at(domain.zone()).values()) {
                for (Change change : domain.changes()) {
                    if (change.kind() != ChangeClass.ADDITIVE
                            && ChangeState.of(change, observed) instanceof ChangeState.Done) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// The target is not ready any more and mail was not moved: what was added is taken back.
    private Switch.Done close(
            ChangeRequest request,
            RunState target,
            Profile profile,
            Accounts accounts,
            LiveZones live,
            Drafting.Draft draft)
            throws CommandFailure, InterruptedException {
        Plan back =
                Reversal.of(
                        target,
                        target.plan().to(),
                        target.plan().accepted(),
                        change -> change.kind() == ChangeClass.ADDITIVE);
        Carrying.Result result =
                new Carrying(world, profile, accounts, progress, draft.observation())
                        .carryOut(
                                new Carrying.Order(
                                        header(target, request),
                                        back,
                                        live,
                                        Optional.of(target),
                                        Map.of(),
                                        request.pace()),
                                draft.judged(),
                                Approval.of(back));
        if (result.exit() != Exit.DONE) {
            return new Switch.Done(Optional.of(draft.judged()), result);
        }
        String note =
                Switch.blocked(draft.judged())
                        + "; what run "
                        + target.run()
                        + " had added was taken back, and the run is closed";
        try (RunLog log = world.records().journal().reopen(target.run())) {
            log.append(
                    List.of(
                            new JournalEvent.Ended(
                                    world.time().clock().instant(),
                                    RunOutcome.UNDONE,
                                    List.of(),
                                    Optional.of(note))));
        } catch (JournalException e) {
            throw RunLock.journal(e);
        }
        return Switch.ended(draft.judged(), RunOutcome.UNDONE, Exit.REFUSED, note);
    }
}
