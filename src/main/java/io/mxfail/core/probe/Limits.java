package io.mxfail.core.probe;

import java.time.Duration;

/// What the profile demands of a host beyond accepting mail.
///
/// @param warn from here on a step counts as slow
/// @param crit from here on it is critical
public record Limits(Duration warn, Duration crit, StartTls starttls) {
    /// The contract's defaults.
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(1), Duration.ofSeconds(5), StartTls.REQUIRED);
}
