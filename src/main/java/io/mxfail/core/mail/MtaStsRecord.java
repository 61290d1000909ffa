package io.mxfail.core.mail;

import java.util.List;
import java.util.Optional;

/// The TXT record at `_mta-sts` that says that a domain has a policy, and which (RFC 8461, section
/// 3.1).
///
/// @param id changes whenever the policy does; up to 32 letters and digits
public record MtaStsRecord(String id) {
    private static final String VERSION = "v=STSv1;";

    /// Whether a text claims to be such a record: others at the name do not count.
    public static boolean isMtaSts(String text) {
        return text.startsWith(VERSION);
    }

    /// Reads the text of a record; empty where senders would ignore it.
    public static Optional<MtaStsRecord> parse(String text) {
        if (!isMtaSts(text)) {
            return Optional.empty();
        }
        List<String> fields = List.of(text.substring(VERSION.length()).split(";", -1));
        Optional<String> id = Optional.empty();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).strip();
            if (field.isEmpty() && i == fields.size() - 1) {
                break;
            }
            if (!field.matches("[A-Za-z0-9][-_.A-Za-z0-9]{0,31}=[!-:<>-~]+")) {
                return Optional.empty();
            }
            if (field.startsWith("id=")) {
                String value = field.substring("id=".length());
                if (id.isPresent() || !value.matches("[A-Za-z0-9]{1,32}")) {
                    return Optional.empty();
                }
                id = Optional.of(value);
            }
        }
        return id.map(MtaStsRecord::new);
    }

    /// The text of a record with that id and nothing else.
    public static String text(String id) {
        return VERSION + " id=" + id;
    }

    /// The text of a record with another id and all else as it was; empty where senders would
    /// ignore it.
    public static Optional<String> withId(String text, String id) {
        return parse(text).map(_ -> text.replaceFirst("(;[ \\t]*id=)[A-Za-z0-9]+", "$1" + id));
    }
}
