package io.mxfail.adapter.route53;

import java.time.Duration;

/// A moment on the monotonic clock by which a call must have ended, however the service behaves.
record Deadline(long nanoTime) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean allows(Duration wait) {
        return left().compareTo(wait) > 0;
    }
}
