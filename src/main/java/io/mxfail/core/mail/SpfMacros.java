package io.mxfail.core.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with macros, such as `%{ir}.%{v}._spf.%{d2}` (RFC 7208, section 7), checked against the
/// grammar and ready to be filled in.
final class SpfMacros {
    /// Where the value of a macro letter comes from.
    @FunctionalInterface
    interface Values {
        /// The value of a lower-case letter.
        String value(char letter) throws SpfStop;
    }

    private static final Pattern MACRO =
            Pattern.compile("\\{([a-zA-Z])([0-9]*)([rR]?)([-.+,/_=]*)\\}");
    private static final String UNRESERVED = "-._~";

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    /// @param keep how many parts from the right; 0: all
    private record Macro(char letter, boolean escape, int keep, boolean reverse, String delimiters)
            implements Part {}

    private final List<Part> parts;
    private final boolean endsWithMacro;

    private SpfMacros(List<Part> parts, boolean endsWithMacro) {
        this.parts = List.copyOf(parts);
        this.endsWithMacro = endsWithMacro;
    }

    /// Reads a macro-string.
    ///
    /// @param letters the macro letters that may be used
    /// @param blanks whether blanks may stand between, as in an explanation
    static SpfMacros parse(String text, String letters, boolean blanks) throws SpfSyntaxException {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        Matcher macro = MACRO.matcher(text);
        boolean macroLast = false;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            macroLast = c == '%';
            if (c != '%') {
                if (c > '~' || c < ' ' || (c == ' ' && !blanks)) {
                    throw new SpfSyntaxException("a character that may not stand in " + text);
                }
                literal.append(c);
                at++;
                continue;
            }
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            switch (next) {
                case '%' -> literal.append('%');
                case '_' -> literal.append(' ');
                case '-' -> literal.append("%20");
                case '{' -> {
                    if (!macro.region(at + 1, text.length()).lookingAt()) {
                        throw new SpfSyntaxException("a broken macro in " + text);
                    }
                    parts.add(new Literal(literal.toString()));
                    literal.setLength(0);
                    parts.add(macro(macro, letters, text));
                    at = macro.end() - 2;
                }
                default -> throw new SpfSyntaxException("a `%` without a macro in " + text);
            }
            at += 2;
        }
        parts.add(new Literal(literal.toString()));
        return new SpfMacros(parts, macroLast);
    }

    private static Macro macro(Matcher found, String letters, String text)
            throws SpfSyntaxException {
        char letter = found.group(1).charAt(0);
        char lower = Character.toLowerCase(letter);
        if (letters.indexOf(lower) < 0) {
            throw new SpfSyntaxException("the macro letter " + letter + " in " + text);
        }
        String digits = found.group(2);
        int keep = 0;
        if (!digits.isEmpty()) {
            // More parts than a name can have are all of them
            keep = digits.length() > 4 ? 9999 : Integer.parseInt(digits);
            if (keep == 0) {
                throw new SpfSyntaxException("a macro that keeps no part in " + text);
            }
        }
        String delimiters = found.group(4).isEmpty() ? "." : found.group(4);
        return new Macro(lower, letter != lower, keep, !found.group(3).isEmpty(), delimiters);
    }

    /// Whether a macro has that letter.
    boolean uses(char letter) {
        return parts.stream().anyMatch(p -> p instanceof Macro m && m.letter() == letter);
    }

    /// Whether the text ends with a macro, `%%`, `%_` and `%-` among them.
    boolean endsWithMacro() {
        return endsWithMacro;
    }

    /// The text with every macro replaced by its value.
    String expand(Values values) throws SpfStop {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String literal) -> text.append(literal);
                case Macro macro -> {
                    String value = transform(macro, values.value(macro.letter()));
                    text.append(macro.escape() ? escape(value) : value);
                }
            }
        }
        return text.toString();
    }

    private static String transform(Macro macro, String value) {
        if (macro.keep() == 0 && !macro.reverse() && macro.delimiters().equals(".")) {
            return value;
        }
        String[] split = value.split("[" + Pattern.quote(macro.delimiters()) + "]", -1);
        List<String> pieces = new ArrayList<>(Arrays.asList(split));
        if (macro.reverse()) {
            Collections.reverse(pieces);
        }
        int from = macro.keep() == 0 ? 0 : Math.max(0, pieces.size() - macro.keep());
        return String.join(".", pieces.subList(from, pieces.size()));
    }

    /// Percent-encoding of everything that is not unreserved (RFC 3986, section 2.3).
    private static String escape(String value) {
        var text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return text.toString();
    }
}
