package io.mxfail.app;

import io.mxfail.core.journal.Memories;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Remembered;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What caches may still hold of the time before earlier runs, as far as the journal tells. The
/// journal is read once, and only where someone asks.
final class CacheMemory {
    private final World world;
    private Optional<List<RunState>> runs = Optional.empty();

    CacheMemory(World world) {
        this.world = world;
    }

    /// @param live a read of the domain's zone
    List<Remembered> of(DomainView view, Observed live) {
        return Memories.of(
                view.name(),
                runs(),
                Duration.ofSeconds(live.negativeTtl()),
                world.time().clock().instant());
    }

    private synchronized List<RunState> runs() {
        if (runs.isEmpty()) {
            runs = Optional.of(read());
        }
        return runs.get();
    }

    private List<RunState> read() {
        try {
            return new Runs(world.records().journal()).all();
        } catch (CommandFailure _) {
            // whoever needs the journal is told; this is advice that it might have given
            return List.of();
        }
    }
}
