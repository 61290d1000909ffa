package io.mxfail.core.plan;

/// What a site does with mail that is brought to it.
public enum Reception {
    /// it takes the mail
    TAKES,
    /// it takes no connection or answers 4xx: senders keep the mail and try again
    DEFERS,
    /// it answers 5xx: senders return the mail
    RETURNS,
    /// nobody looked, or what was seen does not tell
    UNKNOWN
}
