package io.mxfail.adapter.route53;

import java.time.Duration;

/// Spreads the requests of one account, which takes five a second over all its users (quotas of
/// the service): waiting a little here is kinder than being throttled there.
final class Pace {
    private final long gapNanos;
    private final long burstNanos;
    private long next = System.nanoTime();

    /// @param gap between two requests when they come fast
    /// @param burst so many may go at once after a rest
    Pace(Duration gap, int burst) {
        this.gapNanos = gap.toNanos();
        this.burstNanos = gap.toNanos() * burst;
        this.next -= burstNanos;
    }

    /// Five a second, five at once.
    static Pace ofTheService() {
        return new Pace(Duration.ofMillis(200), 5);
    }

    /// Takes the next place in the line.
    ///
    /// @return how long to wait for it
    synchronized Duration take() {
        long now = System.nanoTime();
        if (next - (now - burstNanos) < 0) {
            next = now - burstNanos;
        }
        next += gapNanos;
        return Duration.ofNanos(Math.max(0, next - now));
    }
}
