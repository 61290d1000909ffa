package io.mxfail.core.probe;

/// What came of `AUTH` at one address of a submission relay (RFC 4954).
///
/// @param detail the relay's reply, or why nothing was asked; never a secret
public record Authentication(Status status, String detail) {
    /// How far it went; the later in this list, the worse for those who send.
    public enum Status {
        ACCEPTED,
        /// The profile names no user, so that nothing is to be shown.
        NOT_WANTED,
        /// The conversation ended before.
        NOT_REACHED,
        /// The relay's certificate does not hold: a secret is not sent to a stranger.
        WITHHELD,
        /// The secret could not be had.
        NO_SECRET,
        /// The relay asks for a mechanism that this program does not know.
        UNSUPPORTED,
        /// 4xx, or no answer.
        DEFERRED,
        /// The relay offers no `AUTH`.
        NOT_OFFERED,
        /// 5xx: wrong user or password, or one that was closed.
        REFUSED
    }

    public Authentication {
        detail = Reply.printable(detail);
    }

    /// With the reason in words.
    public static Authentication of(Status status, String detail) {
        return new Authentication(status, detail);
    }
}
