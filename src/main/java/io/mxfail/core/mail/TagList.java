package io.mxfail.core.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `tag=value` pairs separated by semicolons, as DKIM keys and DMARC policies have them (RFC 6376,
/// section 3.2). Tags keep their order.
final class TagList {
    private final Map<String, String> tags;

    private TagList(Map<String, String> tags) {
        this.tags = tags;
    }

    /// Reads a list; empty where it breaks the grammar or holds a tag twice.
    static Optional<TagList> parse(String text) {
        return parse(text, tag -> tag);
    }

    /// Reads a list whose tags are written in small or large letters alike.
    static Optional<TagList> parseFolded(String text) {
        return parse(text, tag -> tag.toLowerCase(Locale.ROOT));
    }

    private static Optional<TagList> parse(String text, UnaryOperator<String> fold) {
        var tags = new LinkedHashMap<String, String>();
        String[] parts = text.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = trim(parts[i]);
            if (part.isEmpty() && i == parts.length - 1) {
                // one semicolon may end the list
                break;
            }
            int equals = part.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            String tag = fold.apply(trim(part.substring(0, equals)));
            String value = trim(part.substring(equals + 1));
            if (!tag.matches("[A-Za-z][A-Za-z0-9_]*")
                    || value.chars().anyMatch(c -> !blank(c) && (c < '!' || c > '~'))
                    || tags.put(tag, value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new TagList(tags));
    }

    /// All tags but some, each behind `; `, in their order.
    String others(List<String> but) {
        var text = new StringBuilder();
        tags.forEach(
                (tag, value) -> {
                    if (!but.contains(tag)) {
                        text.append("; ").append(tag).append('=').append(value);
                    }
                });
        return text.toString();
    }

    /// The value of a tag.
    Optional<String> value(String tag) {
        return Optional.ofNullable(tags.get(tag));
    }

    /// The tag that stands first; empty text where there is none.
    String first() {
        return tags.isEmpty() ? "" : tags.keySet().iterator().next();
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && blank(text.charAt(from))) {
            from++;
        }
        while (to > from && blank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
