package io.mxfail.core.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mail host answered: reply code, enhanced status code (RFC 2034, RFC 3463; empty if it
/// gave none) and text.
///
/// A `code` of 0 means that no reply came; `text` then says why, in mxfail's own words. Text from
/// the network is one line of printable characters and not longer than [#MAX_TEXT].
public record Reply(int code, String enhanced, String text) {
    /// Longest text that is kept.
    public static final int MAX_TEXT = 400;

    private static final Pattern ENHANCED =
            Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)\\s*");

    public Reply {
        if (code != 0 && (code < 100 || code > 599)) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
        text = printable(text);
    }

    /// No reply came, for the given reason.
    public static Reply none(String why) {
        return new Reply(0, "", why);
    }

    /// Reads the lines of one reply without their codes. The enhanced code counts only if its
    /// class is that of the reply code, as RFC 2034 demands; it is taken off every line that
    /// repeats it.
    public static Reply of(int code, List<String> lines) {
        String enhanced = "";
        List<String> texts = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = ENHANCED.matcher(line);
            if (matcher.lookingAt() && matcher.group(1).charAt(0) - '0' == code / 100) {
                if (enhanced.isEmpty()) {
                    enhanced = matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3);
                }
                texts.add(line.substring(matcher.end()));
            } else {
                texts.add(line);
            }
        }
        return new Reply(code, enhanced, String.join(" ", texts));
    }

    /// The host answered.
    public boolean isPresent() {
        return code != 0;
    }

    /// 2xx: done.
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /// 4xx: not now; senders keep the mail and try again.
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /// 5xx: no; senders return the mail at once.
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /// As one line, as the host sent it.
    @Override
    public String toString() {
        if (code == 0) {
            return text;
        }
        return (code + " " + enhanced).strip() + (text.isEmpty() ? "" : " " + text);
    }

    /// Replaces what could move the cursor, change colours or reorder text on a terminal, and
    /// cuts.
    static String printable(String raw) {
        StringBuilder clean = new StringBuilder();
        raw.codePoints()
                .limit(4L * MAX_TEXT)
                .forEach(c -> clean.appendCodePoint(isPrintable(c) ? c : ' '));
        String line = clean.toString().strip().replaceAll(" {2,}", " ");
        if (line.codePointCount(0, line.length()) <= MAX_TEXT) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, MAX_TEXT - 1)) + "…";
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
