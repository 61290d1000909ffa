package io.mxfail.core.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a host offers in its last reply to `EHLO` (RFC 5321, section 4.1.1.1), that under
/// encryption where there is some.
///
/// @param lines one for each extension, keyword first; empty where nothing is known
public record Extensions(List<String> lines) {
    /// Nothing was offered, or the conversation did not get that far.
    public static final Extensions NONE = new Extensions(List.of());

    /// No host has more to offer, and some would send without end.
    private static final int MOST = 60;

    private static final int DIGITS = 18;

    public Extensions {
        lines = lines.stream().limit(MOST).map(Reply::printable).toList();
    }

    /// Whether it is known what the host offers.
    public boolean isKnown() {
        return !lines.isEmpty();
    }

    /// The host offers an extension; keywords know no case.
    public boolean offers(String keyword) {
        return parameters(keyword).isPresent();
    }

    /// The longest message that the host takes, in octets (RFC 1870); empty: it names none. 0
    /// there means that there is no fixed limit, and comes as the longest there is.
    public OptionalLong longestMessage() {
        return parameters("SIZE").stream()
                .filter(text -> text.length() <= DIGITS && text.matches("[0-9]+"))
                .mapToLong(Long::parseLong)
                .map(size -> size == 0 ? Long.MAX_VALUE : size)
                .findFirst();
    }

    private Optional<String> parameters(String keyword) {
        return lines.stream()
                .map(line -> line.split(" ", 2))
                .filter(words -> words[0].toUpperCase(Locale.ROOT).equals(keyword))
                .map(words -> Stream.of(words).skip(1).findFirst().orElse("").strip())
                .findFirst();
    }
}
