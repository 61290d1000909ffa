package io.mxfail.core.plan;

/// Why a provider said no. Callers branch on this, never on text.
public enum FailureKind {
    /// too many requests; later is fine
    THROTTLED,
    /// the account or server does not have that zone
    NO_SUCH_ZONE,
    /// the key or token is wrong
    UNAUTHORISED,
    /// the key is right and may not do this
    FORBIDDEN,
    /// the clocks differ too much (TSIG BADTIME, RFC 8945, section 5.2.3)
    CLOCK_SKEW,
    /// the service does not take this content
    INVALID,
    /// the service cannot do this at all
    UNSUPPORTED,
    /// the service is not to be had
    UNAVAILABLE,
    /// no answer in time
    TIMEOUT,
    /// the adapter itself failed: a mistake in its program, which says nothing of the service
    BROKEN
}
