package io.mxfail.view;

import java.util.regex.Pattern;

/// Colours a finished text, sparingly: words that say how things stand, and the line that says what
/// to do next.
public final class Paint {
    private static final String RESET = "\u001b[0m";

    /// A word stands alone: hosts and records are lower case and hold none of them.
    private static final Pattern RED =
            word(
                    "CRIT|BLOCKS|BLOCKED|REFUSED|REJECTING|PARTIAL"
                            + "|FAILED|UNREACHABLE|STALE|UNREAD|error");
    private static final Pattern YELLOW =
            word("WARN|DEGRADED|PENDING|UNVERIFIED|UNKNOWN|TEMPFAIL|CANCELLED|drift|warning");
    private static final Pattern GREEN =
            word("OK|READY|SWITCHED|VERIFIED|PREPARED|SETTLED|RESTORED|UNCHANGED|ACTIVE");
    private static final Pattern NEXT =
            Pattern.compile("(?m)^((?:Next|Nothing to do): .*| {4}mxfail .*)$");

    private Paint() {}

    private static Pattern word(String words) {
        return Pattern.compile("(?<=^|[ \\n])(" + words + ")(?=$|[ :\\n])");
    }

    /// The same text with colours.
    public static String of(String text) {
        String painted = RED.matcher(text).replaceAll("\u001b[31m$1" + RESET);
        painted = YELLOW.matcher(painted).replaceAll("\u001b[33m$1" + RESET);
        painted = GREEN.matcher(painted).replaceAll("\u001b[32m$1" + RESET);
        return NEXT.matcher(painted).replaceAll("\u001b[1m$1" + RESET);
    }
}
