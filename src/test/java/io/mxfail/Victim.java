package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Await;
import io.mxfail.real.ChildJvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The program in a JVM of its own, to be killed by the kernel in the middle of its work.
final class Victim implements AutoCloseable {
    private static final int KILLED = 128 + 9;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private Victim(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a command line.
    ///
    /// @param log gets all that it says
    static Victim start(Path log, List<String> arguments) {
        try {
            return new Victim(
                    new ProcessBuilder(ChildJvm.warm(Main.class, arguments.toArray(String[]::new)))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns once it has come as far as the condition tells.
    ///
    /// @throws AssertionError where it ends before
    void awaitUntil(String what, BooleanSupplier condition) {
        Await.until(what, LIMIT, () -> condition.getAsBoolean() || !process.isAlive());
        assertTrue(condition.getAsBoolean(), () -> "it ended before " + what + ":\n" + said());
    }

    /// SIGKILL, and nothing else.
    void kill() {
        process.destroyForcibly();
        assertEquals(KILLED, exit(), this::said);
    }

    /// Its exit code, once it has ended by itself.
    int exit() {
        try {
            assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "it does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(nothing readable: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exit();
    }
}
