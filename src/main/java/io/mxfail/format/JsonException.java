package io.mxfail.format;

/// A text that is not the JSON it should be: what was found, and where.
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    JsonException(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /// From 1; 0 where the whole text is meant.
    public int line() {
        return line;
    }

    /// From 1; 0 where the whole line is meant.
    public int column() {
        return column;
    }
}
