package io.mxfail.port;

import io.mxfail.core.probe.Recipient;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks for a message in a mailbox, and then in its folder for junk; changes nothing there.
@FunctionalInterface
public interface MailboxSearch {
    /// Looks once, within the mailbox's limit.
    ///
    /// @param word found in the subject of the message; letters, digits and hyphens
    Look look(Mailbox mailbox, String word);

    /// Where to look, and as whom.
    ///
    /// @param targets addresses of the server, tried in turn
    /// @param account who logs in
    /// @param limit for the whole look
    record Mailbox(List<InetSocketAddress> targets, Account account, Trust trust, Duration limit) {
        public Mailbox {
            targets = List.copyOf(targets);
            if (!limit.isPositive()) {
                throw new IllegalArgumentException("a deadline must lie ahead");
            }
        }
    }

    /// Who logs in. The password is only sent over a connection whose certificate holds.
    record Account(String user, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return user;
        }
    }

    /// How the connection is to be secured.
    ///
    /// @param implicit TLS from the first byte (RFC 8314); else by STARTTLS, which is then a must
    /// @param expectedName what the certificate must be for
    /// @param anchorsPem further trust anchors beside those of the Java runtime; may be empty
    record Trust(boolean implicit, String expectedName, String anchorsPem) {}

    /// What a look showed.
    sealed interface Look {
        /// The message is there.
        ///
        /// @param header its header fields, as they are, without control characters but line ends
        /// @param junk the folder for junk that it was found in, without control characters;
        ///   empty: it was where people read
        record Found(String header, Optional<String> junk) implements Look {
            /// Where people read.
            public Found(String header) {
                this(header, Optional.empty());
            }
        }

        /// The mailbox was read; the message is not in it.
        record Missing() implements Look {}

        /// The mailbox could not be read.
        ///
        /// @param why one line without control characters and without secrets
        /// @param mayPass whether another look has a chance: not so after a refused login
        record Unreadable(String why, boolean mayPass) implements Look {}
    }

    /// Whether a search can carry the word without quoting.
    static boolean isSearchable(String word) {
        return Recipient.isSpeakable(word)
                && word.chars().allMatch(c -> c == '-' || Character.isLetterOrDigit(c));
    }
}
