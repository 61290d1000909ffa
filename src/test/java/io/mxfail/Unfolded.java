package io.mxfail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts sentences that were broken at 80 columns together again, so that a test can look for a part
/// of one wherever it was broken.
final class Unfolded {
    private static final int WIDTH = 80;
    private static final Pattern FIRST =
            Pattern.compile("( *)(`[^`]*`\\S*|mxfail [^,;()]*[,;)]?|\\S+)");

    private static final Pattern CHANGE =
            Pattern.compile("  (additive|substitutive|subtractive) |    [-+] ");

    /// What is wrong stands below a place that is long.
    private static final Pattern PLACE = Pattern.compile(": (error|warning|to do):$");

    private Unfolded() {}

    static String text(String folded) {
        var text = new StringBuilder();
        String before = "";
        for (String line : folded.lines().toList()) {
            Matcher first = FIRST.matcher(line);
            boolean goesOn =
                    !CHANGE.matcher(line).lookingAt()
                            && first.lookingAt()
                            && before.length() <= WIDTH
                            && (before.length() + 1 + first.group(2).length() > WIDTH
                                    || PLACE.matcher(before).find())
                            && first.group(1).length() >= indent(before);
            text.append(text.isEmpty() ? "" : goesOn ? " " : "\n");
            text.append(goesOn ? line.strip() : line);
            before = line;
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
