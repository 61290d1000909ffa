package io.mxfail.core.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The runs whose changes still stand: one that was taken back, and the run that took it back,
/// cancel each other out.
public final class Standing {
    private Standing() {}

    /// Those of all runs that stand.
    ///
    /// @param runs newest first, as the result is
    public static List<RunState> of(List<RunState> runs) {
        var gone = new HashSet<String>();
        var standing = new ArrayList<RunState>();
        for (RunState run : runs) {
            if (gone.contains(run.run()) || !run.mayHaveWritten() || closed(run)) {
                continue;
            }
            if (run.started().header().reverts().isPresent() && complete(run)) {
                gone.add(run.started().header().reverts().get());
                continue;
            }
            standing.add(run);
        }
        return List.copyOf(standing);
    }

    /// Whether the run itself took back what it had added, or was taken back before its end.
    private static boolean closed(RunState run) {
        return run.ended().filter(end -> end.outcome() == RunOutcome.UNDONE).isPresent();
    }

    private static boolean complete(RunState run) {
        return run.ended()
                .filter(
                        end ->
                                switch (end.outcome()) {
                                    case SWITCHED,
                                            PREPARED,
                                            SETTLED,
                                            RESTORED,
                                            UNCHANGED,
                                            UNVERIFIED ->
                                            true;
                                    case REFUSED, STALE, PARTIAL, CANCELLED, UNDONE -> false;
                                })
                .isPresent();
    }
}
