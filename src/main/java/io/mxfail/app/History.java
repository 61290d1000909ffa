package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunState;

import java.util.List;

/// The audit trail.
public final class History {
    private final World world;

    public History(World world) {
        this.world = world;
    }

    /// All runs, newest first.
    public List<RunState> all() throws CommandFailure {
        return new Runs(world.records().journal()).all();
    }

    /// One run with its events.
    public record One(RunState state, List<JournalEvent> events) {
        public One {
            events = List.copyOf(events);
        }
    }

    /// One run by its id or the beginning of it.
    public One one(String run) throws CommandFailure {
        var runs = new Runs(world.records().journal());
        RunState state = runs.named(run);
        return new One(state, runs.events(state.run()));
    }
}
