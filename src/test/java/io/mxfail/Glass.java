package io.mxfail;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A terminal as a person sees it: rows of so many columns, with the few control sequences that
/// mxfail uses. Any other is an error. It remembers every state that the glass was in.
final class Glass extends OutputStream {
    private static final Pattern PIECE =
            Pattern.compile("\r|\n|\u001b\\[(K|\\?7l|\\?7h|[0-9;]*m)|\u001b|[^\r\n\u001b]");

    private final int columns;
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private final List<List<String>> seen = new ArrayList<>();
    private int column;
    private boolean wraps = true;

    Glass(int columns) {
        this.columns = columns;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] octets, int from, int length) {
        String text = new String(octets, from, length, StandardCharsets.UTF_8);
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            piece(matcher.group());
        }
        seen.add(rows());
    }

    /// What is on it, without the blanks at the ends of rows.
    synchronized List<String> rows() {
        return rows.stream().map(row -> row.toString().stripTrailing()).toList();
    }

    /// Every state it was in, the earliest first.
    synchronized List<List<String>> seen() {
        return List.copyOf(seen);
    }

    /// Whether the next text would begin at the start of an empty row, as a shell's prompt wants.
    synchronized boolean isTidy() {
        return column == 0 && rows.getLast().isEmpty() && wraps;
    }

    private void piece(String piece) {
        switch (piece) {
            case "\r" -> column = 0;
            case "\n" -> down();
            case "\u001b[K" -> rows.getLast().setLength(Math.min(column, rows.getLast().length()));
            case "\u001b[?7l" -> wraps = false;
            case "\u001b[?7h" -> wraps = true;
            case "\u001b" -> throw new AssertionError("an unknown control sequence");
            default -> {
                if (!piece.startsWith("\u001b")) {
                    put(piece);
                }
            }
        }
    }

    private void down() {
        rows.add(new StringBuilder());
        column = 0;
    }

    private void put(String character) {
        if (column == columns) {
            if (wraps) {
                down();
            } else {
                column--;
            }
        }
        StringBuilder row = rows.getLast();
        row.replace(column, Math.min(column + 1, row.length()), character);
        column++;
    }
}
