package io.mxfail.core.probe;

import java.util.Optional;

/// What came of STARTTLS at one address.
///
/// @param problem why there is no encrypted connection, in words; empty if there is one or none
/// was tried
/// @param session present exactly if the status is [Status#ESTABLISHED]
public record TlsResult(Status status, String problem, Optional<TlsSession> session) {
    /// How far it went.
    public enum Status {
        /// Not wanted, or the conversation ended before.
        NOT_TRIED,
        /// The host does not offer it.
        NOT_OFFERED,
        /// The host offers it, but refused the command.
        REFUSED,
        /// The handshake failed.
        FAILED,
        /// The handshake failed because the host knows no TLS newer than 1.1, which must not be
        /// used any more (RFC 8996).
        OUTDATED,
        ESTABLISHED
    }

    public TlsResult {
        if (session.isPresent() != (status == Status.ESTABLISHED)) {
            throw new IllegalArgumentException(
                    "a session exists exactly where TLS was established");
        }
        problem = Reply.printable(problem);
    }

    /// Encryption was not attempted.
    public static TlsResult notTried() {
        return new TlsResult(Status.NOT_TRIED, "", Optional.empty());
    }

    /// There is no encrypted connection, for the given reason.
    public static TlsResult without(Status status, String problem) {
        return new TlsResult(status, problem, Optional.empty());
    }

    /// There is one.
    public static TlsResult established(TlsSession session) {
        return new TlsResult(Status.ESTABLISHED, "", Optional.of(session));
    }

    /// The host was asked for encryption and gave none.
    public boolean isMissing() {
        return switch (status) {
            case NOT_OFFERED, REFUSED, FAILED, OUTDATED -> true;
            case NOT_TRIED, ESTABLISHED -> false;
        };
    }
}
