package io.mxfail.core.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A message that only has to arrive (RFC 5322): it says what it is, and holds nothing worth
/// knowing.
///
/// It is found again by the word in its subject. A `Message-ID` would not do: some sending
/// services give every message one of their own.
///
/// @param word unique; letters, digits and hyphens
/// @param from the address in the header, which may differ from the envelope's
/// @param at when it was written
public record Canary(String word, String from, String to, Instant at) {
    /// RFC 5322 has no zone but numbers, and English names.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public Canary {
        if (!word.matches("[A-Za-z0-9-]{8,60}") || !isAddress(from) || !isAddress(to)) {
            throw new IllegalArgumentException("not what a header can carry");
        }
    }

    private static boolean isAddress(String text) {
        return text.indexOf('@') > 0
                && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '<' && c != '>');
    }

    /// The whole message with CRLF line ends; no line begins with a dot.
    public String text() {
        return String.join(
                "\r\n",
                "Date: " + DATE.format(at),
                "From: mxfail canary <" + from + ">",
                "To: <" + to + ">",
                "Subject: mxfail delivery test " + word,
                "Message-ID: <" + word + from.substring(from.lastIndexOf('@')) + ">",
                // no vacation notice may answer it (RFC 3834)
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=us-ascii",
                "Content-Transfer-Encoding: 7bit",
                "",
                "This message was sent by mxfail to see that mail arrives here.",
                "It was asked for by the people who run the mail of this mailbox.",
                "It can be deleted, and needs no answer.",
                "");
    }
}
