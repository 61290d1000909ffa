package io.mxfail.app;

import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is known of the hook by which a run was to cut the site being left off from mail. Whatever
/// becomes of the run, somebody must know of it: mail waits at its senders as long as it is up.
///
/// @param run the run that it was for
/// @param site the site or sites that were to be left
record Fence(String run, String site, State state) {
    /// What became of it.
    enum State {
        /// the hook ended well
        UP,
        /// the hook failed
        FAILED,
        /// the hook began and is not known to have ended
        UNKNOWN
    }

    /// That of a run, as its journal tells.
    ///
    /// @return empty: it never began
    static Optional<Fence> of(RunState run) {
        return run.hook(Hooks.FENCE)
                .map(
                        hook ->
                                new Fence(
                                        run.run(),
                                        left(run.plan()),
                                        hook.ended().isEmpty()
                                                ? State.UNKNOWN
                                                : hook.ok() ? State.UP : State.FAILED));
    }

    /// The site that a plan leaves, for people.
    static String left(Plan plan) {
        List<String> from =
                plan.domains().stream()
                        .filter(domain -> !domain.changes().isEmpty())
                        .map(DomainPlan::from)
                        .distinct()
                        .toList();
        return from.isEmpty()
                        || from.contains(DomainPlan.MIXED)
                        || from.contains(DomainPlan.UNKNOWN)
                ? "the site that was active"
                : from.stream().collect(Collectors.joining(" and "));
    }

    /// The state of things, one clause.
    String said() {
        return said("the hook fence");
    }

    /// The same from afar.
    String saidOfRun() {
        return said("the hook fence of run " + run);
    }

    private String said(String hook) {
        return switch (state) {
            case UP -> hook + " has cut " + site + " off from mail";
            case FAILED -> hook + " failed, and nobody knows whether " + site + " still takes mail";
            case UNKNOWN ->
                    hook
                            + " had begun and is not known to have ended: nobody knows whether "
                            + site
                            + " still takes mail";
        };
    }

    /// What the operator must know of it where a run ended so; empty: mail has moved, which is what
    /// the fence is for.
    Optional<String> note(Exit exit, Plan plan) {
        if (exit.nothingChanged()) {
            return Optional.of(
                    said()
                            + ", though nothing was switched: mail waits at its senders; type"
                            + " `mxfail switch --to "
                            + plan.to()
                            + " -p "
                            + plan.profile()
                            + "` to go on, or open "
                            + site
                            + " by hand");
        }
        if (exit == Exit.PARTIAL) {
            return Optional.of(said() + "; open it by hand where mail is to go back there");
        }
        return state == State.UNKNOWN
                ? Optional.of(said() + "; see to it by hand")
                : Optional.empty();
    }
}
