package io.mxfail.cli;

import io.mxfail.app.Progress;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.view.PlanText;
import io.mxfail.view.Text;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/// Progress on stderr: a line for each step, and on a terminal one that is written over while
/// waiting.
final class TerminalProgress implements Progress {
    private final PrintStream err;
    private final Farewell farewell;
    private final boolean quiet;
    private final Optional<LiveLine> live;
    private boolean planSeen;

    private TerminalProgress(Platform platform, boolean quiet, boolean json) {
        this.err = platform.err();
        this.farewell = platform.farewell();
        this.quiet = quiet;
        this.live = platform.screen().live().filter(_ -> !quiet);
        this.planSeen = quiet || json; // whoever wants JSON has no eyes for it
    }

    static Progress of(Platform platform, Common common) {
        return new TerminalProgress(platform, common.shown.quiet, common.wantsJson());
    }

    /// Shows the plan before the first write to those whom nobody asked, since they gave `--yes`.
    @Override
    public synchronized void approved(JudgedPlan plan, Map<String, SiteReport> sites) {
        clear();
        if (!planSeen) {
            err.print(PlanText.of(plan, sites));
        }
    }

    /// The operator has been asked, and so has seen the plan.
    synchronized void planSeen() {
        planSeen = true;
    }

    @Override
    public synchronized void step(String line) {
        if (!quiet) {
            clear();
            err.print(Text.step(line));
        }
    }

    @Override
    public void takenUp(String run) {
        farewell.takenUp(run);
    }

    @Override
    public void noted(String run) {
        farewell.noted(run);
        Progress.super.noted(run);
    }

    @Override
    public void written(String run) {
        farewell.written(run);
    }

    @Override
    public synchronized void live(String line) {
        live.ifPresent(shown -> shown.show("  " + Text.printable(line)));
    }

    synchronized void clear() {
        live.ifPresent(LiveLine::clear);
    }
}
