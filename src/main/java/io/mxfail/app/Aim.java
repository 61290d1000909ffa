package io.mxfail.app;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Plan;

/// What a change is for.
enum Aim {
    /// moves mail
    SWITCH(RunOutcome.SWITCHED),
    /// does ahead of a switch what can be done ahead
    PREPARE(RunOutcome.PREPARED),
    /// takes off after a switch what may come off
    SETTLE(RunOutcome.SETTLED),
    /// takes a run back that moved no mail
    RESTORE(RunOutcome.RESTORED);

    private final RunOutcome reached;

    Aim(RunOutcome reached) {
        this.reached = reached;
    }

    /// The aim of a run, by the command that began it and, for an undo, by what it gives back.
    static Aim of(RunState run) {
        return switch (run.started().header().command()) {
            case "prepare" -> PREPARE;
            case "settle" -> SETTLE;
            default ->
                    run.started().header().reverts().isPresent() && !movesMail(run.plan())
                            ? RESTORE
                            : SWITCH;
        };
    }

    /// Whether mail or applications are led elsewhere by a plan.
    static boolean movesMail(Plan plan) {
        return plan.domains().stream().anyMatch(DomainPlan::movesMail);
    }

    /// How a run ends that reaches it.
    RunOutcome reached() {
        return reached;
    }
}
