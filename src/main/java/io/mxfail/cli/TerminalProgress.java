package io.mxfail.cli;

import io.mxfail.app.Progress;

import java.io.PrintStream;

/// Progress on stderr: a line for each step, and on a terminal one that is written over while
/// waiting.
final class TerminalProgress implements Progress {
    private final PrintStream err;
    private final boolean animated;
    private boolean live;

    private TerminalProgress(PrintStream err, boolean animated) {
        this.err = err;
        this.animated = animated;
    }

    static Progress of(Platform platform, Common common) {
        return common.shown.quiet
                ? SILENT
                : new TerminalProgress(platform.err(), platform.factory().interactive());
    }

    @Override
    public synchronized void step(String line) {
        clear();
        err.println("  " + line);
    }

    @Override
    public synchronized void live(String line) {
        if (animated) {
            clear();
            err.print("  " + line);
            err.flush();
            live = true;
        }
    }

    synchronized void clear() {
        if (live) {
            err.print("\r\u001b[K");
            err.flush();
            live = false;
        }
    }
}
