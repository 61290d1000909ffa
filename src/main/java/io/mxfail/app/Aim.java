package io.mxfail.app;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;

/// What a change is for.
enum Aim {
    /// moves mail
    SWITCH(RunOutcome.SWITCHED),
    /// does ahead of a switch what can be done ahead
    PREPARE(RunOutcome.PREPARED),
    /// takes off after a switch what may come off
    SETTLE(RunOutcome.SETTLED);

    private final RunOutcome reached;

    Aim(RunOutcome reached) {
        this.reached = reached;
    }

    /// The aim of a run, by the command that began it; an undo moves mail, or may.
    static Aim of(RunState run) {
        return switch (run.started().header().command()) {
            case "prepare" -> PREPARE;
            case "settle" -> SETTLE;
            default -> SWITCH;
        };
    }

    /// How a run ends that reaches it.
    RunOutcome reached() {
        return reached;
    }
}
