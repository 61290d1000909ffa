package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Notes the end of a run that another one took back.
final class ClosedRun {
    private ClosedRun() {}

    /// Ends a run that never ended by itself, now that its traces are gone.
    static void close(World world, RunState run, String note) throws CommandFailure {
        if (run.ended().isEmpty()) {
            end(world, run, note);
        }
    }

    /// The same for a run that ended half-way or in doubt, too, where nothing of it is
    /// served: there is nothing left to resume, which would move mail against what the
    /// operator decided.
    static void closeWithoutTrace(World world, RunState run, String note) throws CommandFailure {
        if (Resumable.unfinished(run)) {
            end(world, run, note);
        }
    }

    private static void end(World world, RunState run, String note) throws CommandFailure {
        List<JournalEvent.DomainEnd> ends =
                run.plan().domains().stream()
                        .map(
                                d ->
                                        new JournalEvent.DomainEnd(
                                                d.domain(), RunOutcome.UNDONE, Optional.empty()))
                        .toList();
        Instant now = world.time().clock().instant();
        try (RunLog log = world.records().journal().reopen(run.run())) {
            log.append(
                    List.of(
                            new JournalEvent.TakenUp(now, world.operator(), "undo"),
                            new JournalEvent.Ended(
                                    now, RunOutcome.UNDONE, ends, Optional.of(note))));
        } catch (JournalException e) {
            throw new CommandFailure(
                    Exit.PARTIAL,
                    "journal",
                    "run "
                            + run.run()
                            + " was taken back, but its end could not be noted: "
                            + e.getMessage());
        }
    }
}
