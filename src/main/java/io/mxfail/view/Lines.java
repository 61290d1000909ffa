package io.mxfail.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Breaks sentences at 80 columns. What is to be typed stays in one piece: a command in backquotes,
/// or one that begins with `mxfail` up to the next comma, semicolon or bracket.
final class Lines {
    private static final int WIDTH = 80;
    private static final Pattern PIECE = Pattern.compile("`[^`]*`\\S*|mxfail [^,;()]*[,;)]?|\\S+");

    private Lines() {}

    /// The text after a lead such as `"  fix: "`, further lines below its first word; each with its
    /// end of line.
    static String of(String lead, String text) {
        return of(lead, text, lead.length());
    }

    /// The same with further lines so far to the right.
    static String of(String lead, String text, int right) {
        String indent = " ".repeat(right);
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String piece : pieces(text)) {
            int before = lines.isEmpty() ? lead.length() : right;
            if (!line.isEmpty() && before + line.length() + 1 + piece.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(piece);
        }
        lines.add(line.toString());
        return (lead + String.join("\n" + indent, lines)).stripTrailing() + "\n";
    }

    private static List<String> pieces(String text) {
        Matcher matcher = PIECE.matcher(text);
        var pieces = new ArrayList<String>();
        while (matcher.find()) {
            pieces.add(matcher.group().strip());
        }
        return pieces;
    }
}
