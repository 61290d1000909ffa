package io.mxfail.port;

import java.time.Duration;

/// Waits; virtual in tests.
@FunctionalInterface
public interface Pause {
    /// Returns after about that time.
    ///
    /// @throws InterruptedException where the operator stops the command
    void sleep(Duration duration) throws InterruptedException;
}
