package io.mxfail.wire.http;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.spi.ProviderException;

import java.time.Duration;
import java.util.Optional;

/// A service's "no", ready for a read to throw or a write to return.
///
/// @param message one line without secrets: action, object, cause, next step
public record HttpFailure(FailureKind kind, String message, Optional<Duration> retryAfter) {
    /// A failure that no waiting ends.
    public HttpFailure(FailureKind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public ProviderException exception() {
        return new ProviderException(kind, message, retryAfter);
    }

    public Outcome.Rejected rejected() {
        return new Outcome.Rejected(kind, message, retryAfter);
    }
}
