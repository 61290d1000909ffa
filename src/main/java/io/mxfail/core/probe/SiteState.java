package io.mxfail.core.probe;

import java.util.Locale;

/// Whether mail can be brought to a site; also used of a single address, host or domain.
public enum SiteState {
    /// Takes the mail.
    READY,
    /// Takes the mail, but slowly, unencrypted against the profile, or on some of its hosts only.
    DEGRADED,
    /// Not observed, or what was observed says nothing about strangers' mail.
    UNKNOWN,
    /// Mail waits at its senders: 4xx, broken or silent connections.
    TEMPFAIL,
    /// Mail waits at its senders: no TCP connection was made.
    UNREACHABLE,
    /// Mail, or a share of it, is returned at once: 5xx.
    REJECTING;

    /// Mail gets in.
    public boolean isAccepting() {
        return this == READY || this == DEGRADED;
    }

    /// The word used in output and in JSON.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
