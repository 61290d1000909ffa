package io.mxfail.adapter.imap;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A folder as a server lists it (RFC 3501, section 7.2.2).
final class ImapFolder {
    private static final Pattern LISTED =
            Pattern.compile(
                    "\\* LIST \\(([^)]*)\\) (?:NIL|\"(.|\\\\.)\") (.+)", Pattern.CASE_INSENSITIVE);

    /// What folders for junk are called where the server does not mark them.
    private static final Set<String> NAMES =
            Set.of("junk", "spam", "junk e-mail", "junk email", "bulk mail");

    private ImapFolder() {}

    /// The name of a folder for junk as an argument of commands: marked as one (RFC 6154), or
    /// with a usual name; empty for any other response. A name that would need more than a
    /// quoted string is passed over.
    static Optional<String> junk(ImapReader.Response response) {
        Matcher listed = LISTED.matcher(response.text());
        if (!listed.matches()) {
            return Optional.empty();
        }
        boolean marked = listed.group(1).toLowerCase(Locale.ROOT).contains("\\junk");
        String argument =
                response.literals().isEmpty()
                        ? listed.group(3)
                        : quoted(response.literals().getFirst());
        boolean plain = argument.chars().allMatch(c -> c >= ' ' && c < 127);
        return plain && (marked || NAMES.contains(last(shown(argument), listed.group(2))))
                ? Optional.of(argument)
                : Optional.empty();
    }

    /// The name for people.
    static String shown(String argument) {
        boolean quoted =
                argument.length() > 1 && argument.startsWith("\"") && argument.endsWith("\"");
        return quoted
                ? argument.substring(1, argument.length() - 1).replaceAll("\\\\(.)", "$1")
                : argument;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// The last part of a name, in lower case.
    private static String last(String name, @Nullable String separator) {
        int end =
                separator == null ? -1 : name.lastIndexOf(separator.charAt(separator.length() - 1));
        return name.substring(end + 1).toLowerCase(Locale.ROOT);
    }
}
