package io.mxfail.app;

import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Plan;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The way that every new change goes: lock, read, plan and judge, refuse or ask, read again, and
/// carry out.
final class Undertaking {
    private final World world;
    private final Confirmation confirmation;
    private final Progress progress;

    Undertaking(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.confirmation = confirmation;
        this.progress = progress;
    }

    /// What is to be done.
    interface Work {
        /// The plan, made and judged on a fresh read.
        Drafting.Draft draft(Drafting drafting, LiveZones live)
                throws CommandFailure, InterruptedException;

        /// What the operator is asked to agree to.
        ///
        /// @param what the domain, or the profile's name
        String title(String what);

        /// What to say where there is nothing to do.
        String nothing(Drafting.Draft draft);

        /// What to type where the zone has moved on.
        String again();

        /// What must be seen at the end.
        Proof proof(LiveZones fresh, Plan plan);
    }

    Switch.Done run(ChangeRequest request, Selection.Chosen chosen, Work work)
            throws CommandFailure, InterruptedException {
        Expected.check(request, chosen.profile());
        try (Accounts accounts = Accounts.open(world, chosen.profile())) {
            if (request.pace().dryRun()) {
                Drafting.Draft draft = draft(chosen, accounts, work);
                return early(request, draft, work)
                        .orElseGet(
                                () -> ended(draft, RunOutcome.UNCHANGED, Exit.DONE, DryRun.NOTE));
            }
            String run = world.records().ids().get();
            List<Name> names = chosen.domains().stream().map(d -> d.name()).toList();
            try (Lease.Held _ = RunLock.take(world, names, run, Set.of(), progress)) {
                return locked(request, chosen, accounts, run, work);
            }
        }
    }

    private Drafting.Draft draft(Selection.Chosen chosen, Accounts accounts, Work work)
            throws CommandFailure, InterruptedException {
        progress.live("reading the records of " + chosen.profile().name());
        LiveZones live = LiveZones.read(accounts, chosen.profile(), chosen.domains());
        return work.draft(new Drafting(world, chosen.profile(), accounts, progress), live);
    }

    private Switch.Done locked(
            ChangeRequest request,
            Selection.Chosen chosen,
            Accounts accounts,
            String run,
            Work work)
            throws CommandFailure, InterruptedException {
        Drafting.Draft draft = draft(chosen, accounts, work);
        Optional<Switch.Done> early = early(request, draft, work);
        if (early.isPresent()) {
            return early.get();
        }
        Plan plan = draft.plan();
        if (!request.consent().yes()) {
            Confirmation.Answer answer =
                    confirmation.ask(
                            new Confirmation.Shown(
                                    work.title(word(chosen)),
                                    draft.judged(),
                                    draft.observation().sites(),
                                    word(chosen)));
            if (answer == Confirmation.Answer.CANCELLED) {
                return ended(draft, RunOutcome.CANCELLED, Exit.CANCELLED, "nothing changed");
            }
        }
        LiveZones fresh = draft.live().again(accounts, chosen.profile());
        Map<Name, Map<Change, ChangeState.Stale>> stale = Execution.stale(plan, fresh);
        if (!stale.isEmpty()) {
            return Switch.stale(draft.judged(), stale, Switch.again(work.again()));
        }
        var header =
                new RunHeader(
                        run,
                        request.command(),
                        world.operator(),
                        request.terms().reason(),
                        Switch.accepted(draft.judged()),
                        Optional.empty());
        Carrying.Result result =
                new Carrying(
                                new Setting(
                                        world,
                                        chosen.profile(),
                                        accounts,
                                        progress,
                                        draft.observation()))
                        .carryOut(
                                new Carrying.Order(
                                        header,
                                        plan,
                                        fresh,
                                        work.proof(fresh, plan),
                                        request.pace()),
                                draft.judged(),
                                Approval.of(plan));
        return new Switch.Done(Optional.of(draft.judged()), result);
    }

    /// The ends that need no confirmation: nothing to do, another site than expected, blocked.
    private static Optional<Switch.Done> early(
            ChangeRequest request, Drafting.Draft draft, Work work) {
        if (!draft.live().unread().isEmpty()) {
            return Optional.of(Switch.unread(draft));
        }
        if (draft.plan().isEmpty()) {
            return Optional.of(ended(draft, RunOutcome.UNCHANGED, Exit.DONE, work.nothing(draft)));
        }
        Optional<String> elsewhere = Expected.elsewhere(request, draft.active());
        if (elsewhere.isPresent()) {
            return Optional.of(ended(draft, RunOutcome.STALE, Exit.STALE, elsewhere.get()));
        }
        if (draft.judged().blocked()) {
            return Optional.of(
                    ended(draft, RunOutcome.REFUSED, Exit.REFUSED, Switch.blocked(draft.judged())));
        }
        return Optional.empty();
    }

    private static String word(Selection.Chosen chosen) {
        return Bound.confirmedBy(chosen.profile(), chosen.domains());
    }

    private static Switch.Done ended(
            Drafting.Draft draft, RunOutcome outcome, Exit exit, String note) {
        return Switch.ended(draft.judged(), outcome, exit, note);
    }
}
