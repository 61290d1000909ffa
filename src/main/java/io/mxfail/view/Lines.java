package io.mxfail.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Breaks sentences at 80 columns. What is to be typed stays in one piece: a command in backquotes,
/// or one that begins with `mxfail` up to the next comma, semicolon or bracket.
final class Lines {
    private static final int WIDTH = 80;
    private static final int FALLBACK = 6;
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

    /// Data separated by `, `, each in one piece, below one another where they do not fit beside
    /// the lead: further to the left where even one alone would not.
    static String listed(String lead, String data) {
        List<String> all = List.of(data.split("(?<=,) ", -1));
        int widest = all.stream().mapToInt(String::length).max().orElse(0);
        if (lead.length() + data.length() <= WIDTH) {
            return (lead + data).stripTrailing() + "\n";
        }
        if (widest > WIDTH - FALLBACK && data.indexOf('"') < 0) {
            return of(lead, data, FALLBACK); // a sentence
        }
        String right =
                lead.length() + widest <= WIDTH ? " ".repeat(lead.length()) : " ".repeat(FALLBACK);
        return (lead.length() + widest <= WIDTH ? lead : lead.stripTrailing() + "\n" + right)
                + String.join("\n" + right, all)
                + "\n";
    }

    /// Two columns or more that belong to a name: beside it, or below where a line is too short.
    static String row(String name, int width, String rest) {
        String line = String.format("  %-" + width + "s %s", name, rest);
        return (line.length() <= WIDTH && name.length() <= width
                                ? line
                                : "  " + name + "\n    " + rest)
                        .stripTrailing()
                + "\n";
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
