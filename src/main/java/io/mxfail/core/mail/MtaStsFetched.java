package io.mxfail.core.mail;

/// What asking the policy host of a domain gave (RFC 8461, section 3.3).
public sealed interface MtaStsFetched {
    /// The text that was served.
    record Served(String text) implements MtaStsFetched {}

    /// The text that is served though no record that senders can read says that there is one: those
    /// that follow none yet do not ask for it.
    record Unannounced(String text) implements MtaStsFetched {}

    /// Senders get no policy either.
    ///
    /// @param reason completes "the policy host …", without control characters
    record Failed(String reason) implements MtaStsFetched {}
}
