package io.mxfail.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end, with a deadline.
public final class Command {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Command() {}

    /// What a finished program left.
    ///
    /// @param exit its exit code
    /// @param output all it wrote, to stdout and to stderr
    public record Result(int exit, String output) {
        /// The output of a program that must not fail.
        public String orFail(String action) {
            if (exit != 0) {
                throw new AssertionError("cannot " + action + " (exit " + exit + "): " + output);
            }
            return output;
        }
    }

    /// Runs it with nothing to read.
    public static Result run(List<String> command) {
        return run(command, "");
    }

    /// Output goes through a file: a program that fills a pipe, or leaves a child holding one,
    /// cannot block us.
    public static Result run(List<String> command, String input) {
        Path output = null;
        try {
            output = Files.createTempFile("mxfail-command", ".out");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It ended before it read everything: its exit code and output say why.
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        command + " did not end within " + LIMIT.toSeconds() + " s");
            }
            return new Result(
                    process.exitValue(),
                    new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }
}
