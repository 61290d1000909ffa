package io.mxfail.core.journal;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Remembered;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What caches may still hold of the time before earlier runs.
///
/// [Forgetting] tells when the last of it is gone; this tells what it is.
public final class Memories {
    private Memories() {}

    /// What was served of a domain before each write of the runs, as far as a cache that asked just
    /// before that may still hold it.
    ///
    /// @param runs all runs, in any order
    /// @param negative for how long resolvers may remember that something is missing
    public static List<Remembered> of(
            Name domain, Collection<RunState> runs, Duration negative, Instant now) {
        var held = new ArrayList<Remembered>();
        for (RunState run : runs) {
            for (RunState.Written write : run.written(domain)) {
                Instant learnt = run.arrived(domain).orElse(write.at());
                for (Change change : write.changes()) {
                    Duration left =
                            Duration.between(now, learnt.plus(change.formerTtl().orElse(negative)));
                    if (left.isPositive()) {
                        held.add(new Remembered(change.place(), change.before(), left));
                    }
                }
            }
        }
        return List.copyOf(held);
    }
}
