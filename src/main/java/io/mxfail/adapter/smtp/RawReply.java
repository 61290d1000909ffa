package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Reply;

import java.util.Arrays;
import java.util.List;

/// A reply with its lines, which `EHLO` needs one by one.
record RawReply(Reply reply, List<String> lines) {
    RawReply {
        lines = List.copyOf(lines);
    }

    static RawReply none(String why) {
        return new RawReply(Reply.none(why), List.of());
    }

    /// The host offers an extension (RFC 5321, section 4.1.1.1); keywords know no case.
    boolean offers(String keyword) {
        return lines.stream()
                .skip(1)
                .anyMatch(line -> line.strip().split("\\s", 2)[0].equalsIgnoreCase(keyword));
    }

    /// The host offers an extension with this parameter, such as `AUTH` with `PLAIN`; the older
    /// `AUTH=` counts, too.
    boolean offers(String keyword, String parameter) {
        return lines.stream()
                .skip(1)
                .map(line -> line.strip().replaceFirst("=", " ").split("\\s+", -1))
                .filter(words -> words[0].equalsIgnoreCase(keyword))
                .flatMap(Arrays::stream)
                .anyMatch(word -> word.equalsIgnoreCase(parameter));
    }
}
