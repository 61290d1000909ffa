package io.mxfail.port;

import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.Verdict;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// Hands one message to one mail host. Unlike [MailProbe] this really sends.
@FunctionalInterface
public interface MailSender {
    /// Sends; returns within the deadlines, whatever the host does.
    Sent send(Letter letter, InetSocketAddress host);

    /// What to send, and how.
    ///
    /// @param message with CRLF line ends
    record Letter(
            Envelope envelope,
            String message,
            ProbeRequest.Security security,
            Access access,
            ProbeRequest.Deadlines deadlines) {}

    /// The envelope (RFC 5321, section 2.3.1).
    ///
    /// @param helo the name given in `EHLO`
    /// @param from the sender; empty: the null sender
    record Envelope(String helo, String from, String to) {
        public Envelope {
            boolean speakable =
                    Recipient.isSpeakable(helo)
                            && (from.isEmpty() || Recipient.isSpeakable(from))
                            && Recipient.isSpeakable(to);
            if (!speakable) {
                throw new IllegalArgumentException("not words that SMTP can carry");
            }
        }
    }

    /// How a host is approached.
    sealed interface Access {
        /// As any sender on the Internet: encrypted where the host can, without a name.
        record Stranger() implements Access {}

        /// As a client of a submission relay (RFC 6409).
        ///
        /// @param implicitTls TLS from the first byte (RFC 8314); else by STARTTLS
        /// @param credentials only sent over a connection whose certificate holds
        record Client(boolean implicitTls, Optional<Credentials> credentials) implements Access {}
    }

    /// What came of it.
    ///
    /// @param step how far it went, such as `rcpt`
    /// @param verdict what the decisive reply means
    record Sent(
            Fate fate, String step, Reply reply, Verdict verdict, TlsResult tls, Duration took) {}

    /// Where the message is now.
    enum Fate {
        /// the host has it
        TAKEN,
        /// refused with 5xx
        REFUSED,
        /// 4xx, no connection, or no answer before it was sent
        DEFERRED,
        /// it was sent whole, but no answer came: the host may have it
        IN_DOUBT
    }
}
