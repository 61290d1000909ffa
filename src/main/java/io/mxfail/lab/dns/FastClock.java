package io.mxfail.lab.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that starts at the present and runs so many times faster than time itself, so that an
/// hour's TTL expires in seconds; or stands still and is moved by hand. Never runs backwards. Safe
/// for use by several threads.
public final class FastClock implements InstantSource {
    private final InstantSource real;

    // Guarded by this: at the real time `since` this clock showed `shown`.
    private Instant since;
    private Instant shown;
    private double factor;

    private FastClock(InstantSource real, double factor) {
        this.real = real;
        this.since = real.instant();
        this.shown = since;
        this.factor = checked(factor);
    }

    /// A clock that runs `factor` times as fast as the system's.
    public static FastClock running(double factor) {
        return running(factor, InstantSource.system());
    }

    /// A clock that runs `factor` times as fast as that one.
    public static FastClock running(double factor, InstantSource real) {
        return new FastClock(real, factor);
    }

    /// A clock that stands until it is [advanced][#advance].
    public static FastClock standing() {
        return running(0);
    }

    @Override
    public synchronized Instant instant() {
        Duration passed = Duration.between(since, real.instant());
        if (passed.isNegative()) {
            return shown; // the real clock was set back: stand until it catches up
        }
        return shown.plusNanos((long) (passed.toNanos() * factor));
    }

    /// Moves it on at once.
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock is not advanced by " + by);
        }
        rebase(instant().plus(by));
    }

    /// From now on runs `times` as fast; 0 stops it.
    public synchronized void speed(double times) {
        double next = checked(times);
        rebase(instant());
        factor = next;
    }

    private void rebase(Instant now) {
        since = real.instant();
        shown = now;
    }

    private static double checked(double factor) {
        if (!(factor >= 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException(
                    "a clock does not run %s times as fast".formatted(factor));
        }
        return factor;
    }
}
