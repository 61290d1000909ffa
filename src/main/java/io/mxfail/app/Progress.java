package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.probe.SiteReport;

import java.util.Map;

/// Hears what a long command is doing, for the eyes of whoever waits. Calls come from many
/// threads.
public interface Progress {
    /// A step began or ended, one line.
    void step(String line);

    /// A state that takes the place of the one shown before, such as a countdown.
    void live(String line);

    /// The plan was approved and is carried out from now on.
    ///
    /// @param sites those that were probed for it, by name
    default void approved(JudgedPlan plan, Map<String, SiteReport> sites) {}

    /// A run that may have written before is dealt with: until that is done it is half-way.
    default void takenUp(String run) {}

    /// A run is in the journal: from now on it may write.
    default void noted(String run) {
        step("run " + run + " noted");
    }

    /// All that the run was to write was acknowledged: what follows only looks.
    default void written(String run) {}

    /// Hears and forgets.
    Progress SILENT =
            new Progress() {
                @Override
                public void step(String line) {}

                @Override
                public void live(String line) {}
            };
}
