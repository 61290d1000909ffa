package io.mxfail.cli;

import io.mxfail.app.Progress;
import io.mxfail.app.Switch;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.view.PlanText;
import io.mxfail.view.RunText;

import java.util.Map;

/// What commands that change something show at their end.
final class Screens {
    private Screens() {}

    static void clear(Progress progress) {
        if (progress instanceof TerminalProgress terminal) {
            terminal.clear();
        }
    }

    /// Whether the plan says more than the end does: one that was carried out or cancelled was
    /// seen before, a stale one is told by what differs, and one whose changes stand already would
    /// tell of what nobody writes.
    private static boolean tells(JudgedPlan judged, RunReport report, boolean rehearsed) {
        return report.run().isEmpty()
                && report.outcome() != RunOutcome.CANCELLED
                && report.outcome() != RunOutcome.STALE
                && (judged.blocked()
                        || !judged.plan().isEmpty()
                                && (rehearsed || report.outcome() != RunOutcome.UNCHANGED));
    }

    /// Prints what was done.
    ///
    /// @param rehearsed whether it was a dry run, of which the plan is the result
    static void done(Platform platform, Common common, Switch.Done done, boolean rehearsed) {
        done.judged()
                .filter(judged -> tells(judged, done.result().report(), rehearsed))
                .ifPresent(judged -> common.shown.print(platform, PlanText.of(judged, Map.of())));
        common.shown.print(platform, RunText.of(done));
    }
}
