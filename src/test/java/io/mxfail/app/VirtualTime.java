package io.mxfail.app;

import io.mxfail.port.Pause;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until someone waits.
final class VirtualTime implements InstantSource, Pause {
    static final Instant START = Instant.parse("2026-11-24T03:05:00Z");

    private Instant now = START;
    private Runnable onPause = () -> {};

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        Runnable act;
        synchronized (this) {
            now = now.plus(duration);
            act = onPause;
        }
        act.run();
    }

    /// What else happens in the world each time somebody waits.
    synchronized void onPause(Runnable act) {
        onPause = act;
    }
}
