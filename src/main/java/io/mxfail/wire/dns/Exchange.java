package io.mxfail.wire.dns;

import org.xbill.DNS.Message;

/// What came of one message to one server. A failure is a value too, since the caller must often
/// go on with what it means.
public sealed interface Exchange {
    /// The server answered.
    ///
    /// @param message the answer, whatever its response code
    /// @param trusted whether the answer bears a valid signature of the key, or no key was in use.
    ///     An answer that should be signed and is not comes here only with an error as response
    ///     code (servers cannot sign what they do not know the key of); nothing but that it is an
    ///     error may be believed of it
    record Reply(Message message, boolean trusted) implements Exchange {
        /// The response code; TSIG's own ones are in its record, not here (RFC 8945, section 3).
        public int rcode() {
            return message.getRcode();
        }
    }

    /// There is no answer, or none that may be used.
    ///
    /// @param cause the kind of failure
    /// @param sent whether the message may have reached the server; where not, it had no effect
    /// @param detail one line for people, without control characters
    record NoReply(Cause cause, boolean sent, String detail) implements Exchange {
        public NoReply {
            detail = detail.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        }
    }

    /// Why there is no answer.
    enum Cause {
        /// none within the deadline
        TIMEOUT,
        /// the host or port refused, or there is no route to it
        UNREACHABLE,
        /// the server closed or reset the connection before its answer was complete
        CLOSED,
        /// an answer that is no DNS message
        UNREADABLE,
        /// a good answer without a valid signature, where one was asked for
        UNVERIFIED,
        /// the thread was interrupted
        INTERRUPTED
    }
}
