package io.mxfail.wire.dns;

import java.time.Duration;

/// A moment on the monotonic clock by which a call must have ended, however the peer behaves.
record Deadline(long nanoTime) {
    private static final long NANOS_IN_MILLI = 1_000_000;

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /// The earlier one of this and a moment from now.
    Deadline orIn(Duration duration) {
        Deadline other = in(duration);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /// The time left for calls that take milliseconds and read 0 as "for ever".
    int millis() {
        long rounded = (left().toNanos() + NANOS_IN_MILLI - 1) / NANOS_IN_MILLI;
        return Math.clamp(rounded, 1, Integer.MAX_VALUE);
    }
}
