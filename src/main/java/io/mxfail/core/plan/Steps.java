package io.mxfail.core.plan;

import java.util.ArrayList;
import java.util.List;

/// In how many writes the changes of a zone travel.
///
/// One, where the provider changes a whole zone at once: every intermediate state that nobody
/// sees cannot
/// go wrong. More only where the provider's unit is smaller, a limit would be exceeded, or
/// what mail moves
/// to depends on an address in another zone of the run.
public final class Steps {
    private Steps() {}

    /// The changes of each write, in order. A class that has no changes has no write.
    ///
    /// @param waitsForOtherZone whether an MX target's address is created in another zone of
    ///   the run
    public static List<List<Change>> of(
            List<Change> changes, Capabilities capabilities, boolean waitsForOtherZone) {
        if (changes.isEmpty()) {
            return List.of();
        }
        boolean atOnce =
                capabilities.atomicity() == Capabilities.Atomicity.ZONE
                        && changes.size() <= capabilities.maximumChanges()
                        && !waitsForOtherZone;
        if (atOnce) {
            return List.of(changes.stream().sorted().toList());
        }
        var steps = new ArrayList<List<Change>>();
        for (ChangeClass kind : ChangeClass.values()) {
            List<Change> step = changes.stream().filter(c -> c.kind() == kind).sorted().toList();
            if (!step.isEmpty()) {
                steps.add(step);
            }
        }
        return List.copyOf(steps);
    }
}
