package io.mxfail.real;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something that another process does, by asking again and again until a limit: the
/// only way there is, since no real server tells us when it is ready.
public final class Await {
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private Await() {}

    /// Returns as soon as `condition` holds.
    ///
    /// @param what completes the sentence "gave up waiting until …"
    /// @throws AssertionError when `limit` has passed and it still does not hold
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "gave up waiting until " + what + ", after " + limit.toMillis() + " ms");
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
