package io.mxfail.wire.tcp;

import java.time.Duration;

/// A moment that a wait must not outlast, on the monotonic clock.
///
/// @param nanos the moment, as `System.nanoTime` counts
/// @param granted how long it was at first, for messages
public record Deadline(long nanos, Duration granted) {
    /// That far from now.
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), time);
    }

    /// The earlier of this and a moment that far from now.
    public Deadline orIn(Duration time) {
        Deadline other = in(time);
        return other.nanos - nanos < 0 ? other : this;
    }

    /// The time that is left, never negative.
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /// Whether it has passed.
    public boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /// What is left, for a socket: rounded up, so that its timeout never comes before this one,
    /// and at least 1 ms, since 0 would mean for ever there.
    public int leftMillis() {
        return Math.clamp(left().plusNanos(999_999).toMillis(), 1, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return granted.toMillis() % 1000 == 0
                ? granted.toSeconds() + " s"
                : granted.toMillis() + " ms";
    }
}
