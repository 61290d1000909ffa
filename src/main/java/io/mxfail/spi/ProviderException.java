package io.mxfail.spi;

import io.mxfail.core.plan.FailureKind;

import java.time.Duration;
import java.util.Optional;

/// A read from a provider that failed. The message names the action, the object and the
/// cause, and holds no secret.
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final transient Optional<Duration> retryAfter;

    public ProviderException(FailureKind kind, String message) {
        this(kind, message, Optional.empty());
    }

    /// @param retryAfter how long the service asked us to wait
    public ProviderException(FailureKind kind, String message, Optional<Duration> retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public FailureKind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
