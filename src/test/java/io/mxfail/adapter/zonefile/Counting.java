package io.mxfail.adapter.zonefile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A process that adds one to the number in a file, again and again, each time under its lock.
final class Counting {
    private Counting() {}

    /// @param arguments the file, and how often
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
            try (OneWriter _ = OneWriter.of(file, Duration.ofMinutes(1)).orElseThrow()) {
                int number = Integer.parseInt(Files.readString(file));
                Files.writeString(file, Integer.toString(number + 1));
            }
        }
    }
}
