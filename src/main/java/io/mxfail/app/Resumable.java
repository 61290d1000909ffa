package io.mxfail.app;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;

import java.util.Optional;

/// Which runs can be taken up again.
final class Resumable {
    private Resumable() {}

    /// The newest run that is not at its end and that no later one went over.
    static RunState newest(Runs runs) throws CommandFailure {
        for (RunState run : runs.all()) {
            if (unfinished(run) && runs.over(run).isEmpty() && runs.takenBackBy(run).isEmpty()) {
                return run;
            }
        }
        throw CommandFailure.refused(
                "nothing-to-resume", "every run is at its end; `mxfail history` lists them");
    }

    /// Refuses a run that is at its end, was taken back, or was gone over by a newer one.
    static void check(Runs runs, RunState target) throws CommandFailure {
        if (!unfinished(target)) {
            throw CommandFailure.refused(
                    "ended",
                    "run " + target.run() + " is at its end; nothing changed; plan a new switch");
        }
        Optional<RunState> back = runs.takenBackBy(target);
        if (back.isPresent()) {
            throw CommandFailure.refused(
                    "ended",
                    "run "
                            + target.run()
                            + " was taken back by run "
                            + back.get().run()
                            + "; nothing changed; plan a new switch");
        }
        Optional<RunState> newer = runs.over(target);
        if (newer.isPresent()) {
            throw CommandFailure.refused(
                    "not-newest",
                    "run "
                            + newer.get().run()
                            + " changed the same domains after "
                            + target.run()
                            + "; nothing changed; resume or undo that one");
        }
    }

    /// Whether a run did not end, or ended with something left to do.
    private static boolean unfinished(RunState run) {
        return run.ended().isEmpty()
                || run.ended().filter(e -> e.outcome() == RunOutcome.PARTIAL).isPresent();
    }
}
