package io.mxfail.core.probe;

/// What the profile asks of encryption on the way to a mail host (`checks.starttls`).
public enum StartTls {
    /// A host without working STARTTLS is not as it should be.
    REQUIRED,
    /// It is tried and reported.
    WANTED,
    /// It is not tried.
    OFF
}
