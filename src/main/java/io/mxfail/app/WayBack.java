package io.mxfail.app;

import io.mxfail.core.journal.Reversal;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.Profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run that is to be taken back, and the plan that does it.
///
/// @param target the run
/// @param plan the former data and TTLs of what it changed
record WayBack(RunState target, Plan plan) {
    /// The way back from a run, as an operator asked for it.
    static WayBack from(RunState target, Profile profile, ChangeRequest request)
            throws CommandFailure {
        Plan plan =
                Reversal.of(target, formerSite(target.plan(), profile), request.terms().accepted());
        return new WayBack(target, moded(request, plan));
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

    /// The run whose work is done again, where the one to take back is an undo itself.
    Optional<String> redone() {
        return target.started().header().reverts();
    }

    /// Refuses what somebody who is tired, or a script that runs twice, may not mean: without a
    /// run's name and without a question, the second `undo` would take the first one back.
    void checkMeant() throws CommandFailure {
        if (redone().isEmpty()) {
            return;
        }
        String undone = redone().get();
        boolean whole = target.ended().filter(end -> Runs.isWhole(end.outcome())).isPresent();
        CommandFailure failure =
                new CommandFailure(
                        Exit.USAGE,
                        "run-not-named",
                        "`undo --yes` needs RUN here, since the newest run "
                                + target.run()
                                + " is itself an undo, of run "
                                + undone
                                + (whole ? "" : ", and did not get to its end")
                                + "; nothing changed; to see to it that "
                                + undone
                                + " is taken back: `mxfail undo "
                                + undone
                                + " --yes`; to redo what it did"
                                + whereto()
                                + ": `mxfail undo "
                                + target.run()
                                + " --yes`");
        throw target.interrupted() ? Resume.unfinished(target, failure) : failure;
    }

    /// What the operator decides about.
    ///
    /// @param what the domain, or the profile's name
    String title(String what) {
        return redone().map(
                        run ->
                                "REDO run "
                                        + run
                                        + " of "
                                        + what
                                        + " by taking its undo "
                                        + target.run()
                                        + " back"
                                        + whereto())
                .orElse("undo run " + target.run() + " of " + what);
    }

    /// What the operator should know before all else.
    List<String> advice() {
        var lines = new ArrayList<String>();
        redone().ifPresent(run -> lines.add("this REDOES what run " + run + " did" + whereto()));
        if (target.plan().mode() == Mode.BREACH && movesMail()) {
            lines.add(
                    "run "
                            + target.run()
                            + " was made in a breach: this gives "
                            + plan.to()
                            + " its mail and its authority back; be sure that it is safe again");
        }
        return List.copyOf(lines);
    }

    private String whereto() {
        return movesMail() ? " (mail goes back to " + plan.to() + ")" : "";
    }

    boolean movesMail() {
        return Aim.movesMail(plan);
    }
}
