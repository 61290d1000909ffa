package io.mxfail.cli;

import io.mxfail.app.Progress;
import io.mxfail.app.Switch;
import io.mxfail.view.Json;
import io.mxfail.view.PlanText;
import io.mxfail.view.Text;

import java.util.Map;

/// What commands that change something show at their end.
final class Screens {
    private Screens() {}

    static void clear(Progress progress) {
        if (progress instanceof TerminalProgress terminal) {
            terminal.clear();
        }
    }

    /// Prints what was done and returns the exit code.
    static int done(
            Platform platform, Common common, Progress progress, Switch.Done done, boolean plan) {
        clear(progress);
        if (common.wantsJson()) {
            platform.out().println(Json.run(done.result().report(), platform.version()));
        } else {
            if (plan) {
                done.judged()
                        .ifPresent(judged -> platform.out().print(PlanText.of(judged, Map.of())));
            }
            platform.out().print(Text.run(done));
        }
        return done.result().exit().code();
    }
}
