package io.mxfail.adapter.smtp;

import java.time.Duration;

/// A moment that a wait must not outlast, on the monotonic clock.
record Deadline(long nanos, Duration granted) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), time);
    }

    /// The earlier of this and a moment that far from now.
    Deadline orIn(Duration time) {
        Deadline other = in(time);
        return other.nanos - nanos < 0 ? other : this;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /// What is left, for a socket: rounded up, so that its timeout never comes before this one,
    /// and at least 1 ms, since 0 would mean for ever there.
    int leftMillis() {
        return Math.clamp(left().plusNanos(999_999).toMillis(), 1, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return granted.toMillis() % 1000 == 0
                ? granted.toSeconds() + " s"
                : granted.toMillis() + " ms";
    }
}
