package io.mxfail.core.mail;

import org.xbill.DNS.Name;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names of hosts that belong to one service, such as `feedback-smtp.*.amazonses.com`.
///
/// A `*` that is the first label stands for one label or more, one elsewhere for any text within
/// its label.
///
/// @param text without final dot
public record HostPattern(String text) {
    public HostPattern {
        if (!text.matches("[a-z0-9_*-]+(\\.[a-z0-9_*-]+)+") || text.matches("[*.]+")) {
            throw new IllegalArgumentException(
                    "not a host name of small letters, with `*` for what varies: " + text);
        }
    }

    /// Whether a name is one of them.
    public boolean matches(Name name) {
        return Pattern.matches(expression(), name.toString(true).toLowerCase(Locale.ROOT));
    }

    private String expression() {
        boolean deep = text.startsWith("*.");
        String rest = deep ? text.substring(2) : text;
        return (deep ? ".+\\." : "")
                + Stream.of(rest.split("\\.", -1))
                        .map(HostPattern::label)
                        .collect(Collectors.joining("\\."));
    }

    private static String label(String label) {
        return Stream.of(label.split("\\*", -1))
                .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
                .collect(Collectors.joining("[^.]*"));
    }
}
