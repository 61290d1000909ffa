package io.mxfail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is known of the place where stderr goes. Java tells of stdin and stdout only, and these may
/// be terminals while stderr is a file.
final class Stderr {
    /// Terminals are at least so wide, or cut by themselves.
    private static final int USUAL = 80;

    private static final Path LINK = Path.of("/proc/self/fd/2");
    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/[0-9]+|tty.*|console)");
    private static final Pattern WIDTH = Pattern.compile("[1-9][0-9]{1,3}");

    private Stderr() {}

    /// Whether it is a terminal. Where the system has no `/proc` nobody can say, and so it is none.
    static boolean isTerminal() {
        return isTerminal(LINK);
    }

    static boolean isTerminal(Path link) {
        try {
            return TERMINAL.matcher(Files.readSymbolicLink(link).toString()).matches();
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    /// How wide it is.
    ///
    /// @param told what the shell says, in `COLUMNS`
    static int columns(Optional<String> told) {
        return told.filter(text -> WIDTH.matcher(text).matches())
                .map(Integer::parseInt)
                .orElse(USUAL);
    }
}
