package io.mxfail.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The last line of a terminal, which is written over while somebody waits. Whatever else is
/// printed takes its place, so that it never stands beside a result, a question or last words.
///
/// It is cut to the width of the terminal, since only a single row can be written over. A terminal
/// that is narrower than was known cuts by itself: its wrapping is off meanwhile (DECAWM).
public final class LiveLine {
    private static final String ERASE = "\r\u001b[K";
    private static final String CUT = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final OutputStream terminal;
    private final int columns;
    private boolean shown;

    /// @param terminal where stderr goes
    /// @param columns how wide it is
    public LiveLine(OutputStream terminal, int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("no terminal has " + columns + " columns");
        }
        this.terminal = terminal;
        this.columns = columns;
    }

    /// The stream for everything else that goes to the terminal.
    public PrintStream err() {
        return before(terminal);
    }

    /// Another stream, which may end at the same terminal: what it gets takes the place of the
    /// line.
    public PrintStream before(OutputStream other) {
        return new PrintStream(new After(other), true, StandardCharsets.UTF_8);
    }

    /// Shows a text in place of the one shown before.
    ///
    /// @param text one line, without control characters
    synchronized void show(String text) {
        int end =
                text.offsetByCodePoints(
                        0, Math.min(columns - 1, text.codePointCount(0, text.length())));
        write(ERASE + CUT + text.substring(0, end) + WRAP);
        shown = true;
    }

    /// Takes the line away, so that nothing of it stays.
    synchronized void clear() {
        if (shown) {
            write(ERASE);
            shown = false;
        }
    }

    /// At once, so that no other text gets between its parts.
    private void write(String text) {
        try {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
            terminal.flush();
        } catch (IOException _) {
            // Nobody watches any more: what matters is told elsewhere, and fails there.
        }
    }

    /// Writes after the line is gone.
    private final class After extends OutputStream {
        private final OutputStream to;

        After(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            synchronized (LiveLine.this) {
                clear();
                to.write(octets, from, length);
            }
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }
    }
}
