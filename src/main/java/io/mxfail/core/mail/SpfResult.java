package io.mxfail.core.mail;

import java.util.Locale;

/// What SPF says of a message's client (RFC 7208, section 2.6).
public enum SpfResult {
    /// there is no record, or no domain to ask for one
    NONE,
    /// the record says nothing of this client
    NEUTRAL,
    /// the client may send for this domain
    PASS,
    /// the client may not send for this domain
    FAIL,
    /// the client probably may not send for this domain
    SOFTFAIL,
    /// DNS gave no answer: a receiver may try later
    TEMPERROR,
    /// the record, or one that it names, cannot be evaluated
    PERMERROR;

    /// The word of the RFC, such as `softfail`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
