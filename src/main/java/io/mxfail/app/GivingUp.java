package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.Reversal;
import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Steps;
import io.mxfail.core.profile.Profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Closes a run that has not moved mail and whose target is not ready any more: what it added is
/// taken back.
final class GivingUp {
    private final World world;
    private final Confirmation confirmation;
    private final Progress progress;

    GivingUp(World world, Confirmation confirmation, Progress progress) {
        this.world = world;
        this.confirmation = confirmation;
        this.progress = progress;
    }

    /// A run that is given up.
    ///
    /// @param header under which it is taken up once more
    /// @param draft what is in its way
    /// @param word what the operator types to confirm
    record Case(
            ChangeRequest request,
            RunHeader header,
            RunState run,
            Drafting.Draft draft,
            String word) {}

    Switch.Done run(Case it, Profile profile, Accounts accounts)
            throws CommandFailure, InterruptedException {
        RunState run = it.run();
        Plan back = Reversal.of(run, run.plan().to(), run.plan().accepted(), Steps::isEarly);
        Drafting.Draft draft = it.draft();
        JudgedPlan judged = draft.judged();
        Resume.confirm(
                confirmation,
                it.request(),
                new Confirmation.Shown(
                        "close run "
                                + run.run()
                                + " and take back what it added for "
                                + it.word()
                                + ", since "
                                + run.plan().to()
                                + " is not ready",
                        new JudgedPlan(back, judged.findings(), judged.blockers(), List.of())
                                .along(Outlook.way(back, draft.live(), accounts)),
                        draft.observation().sites(),
                        it.word()));
        LiveZones live =
                it.request().consent().yes() ? draft.live() : draft.live().again(accounts, profile);
        String note =
                Switch.blocked(judged)
                        + "; what run "
                        + run.run()
                        + " had added was taken back, and the run is closed";
        Carrying.Result result =
                new Carrying(new Setting(world, profile, accounts, progress, draft.observation()))
                        .carryOut(
                                new Carrying.Order(
                                        it.header(),
                                        back,
                                        live,
                                        Optional.of(run),
                                        Map.of(),
                                        new Proof.TakenBack(
                                                note
                                                        + Fence.of(run)
                                                                .map(fence -> "; " + fence.said())
                                                                .orElse("")),
                                        it.request().pace()),
                                judged,
                                Approval.of(back));
        return result.exit() == Exit.DONE
                ? Switch.ended(judged, RunOutcome.UNDONE, Exit.REFUSED, note)
                : new Switch.Done(Optional.of(judged), result);
    }
}
