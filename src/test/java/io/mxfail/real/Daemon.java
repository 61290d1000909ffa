package io.mxfail.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A server that runs in the foreground as a child process.
///
/// It never outlives this JVM, however that ends: beside the server sits a small watcher that
/// reads a pipe which only this JVM holds open. [stop] writes a line into it; if the JVM dies
/// instead, the watcher meets the end of the pipe, kills the server and deletes its folder. (The
/// JVM closes the pipe also when the server dies by itself; then there is nothing to kill, and
/// the folder stays. A parent-death signal would not do: it fires when the *thread* that started
/// the server ends.)
final class Daemon {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(10);

    /// `$1` is the folder; the rest is the server's command line, which takes this shell's place
    /// and so its process id.
    private static final String WATCHED =
            """
            folder=$1; shift
            exec 3<&0 </dev/null
            (
              trap '' HUP INT TERM
              read -r _ <&3; said=$?
              kill -KILL $$ && [ $said != 0 ] && { rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }; }
            ) 2>/dev/null &
            exec 3<&-
            exec "$@"
            """;

    private final String name;
    private final Process process;
    private final Path log;

    private Daemon(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts `command` in the folder; everything it writes goes to `<name>.log` there.
    static Daemon start(String name, Scratch scratch, List<String> command) {
        Path log = scratch.folder().resolve(name + ".log");
        var watched = new ArrayList<String>();
        watched.addAll(List.of("sh", "-c", WATCHED, "sh", scratch.folder().toString()));
        watched.addAll(command);
        try {
            return new Daemon(
                    name,
                    new ProcessBuilder(watched)
                            .directory(scratch.folder().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the server works.
    ///
    /// @throws Ports.Taken when it reports that its port is in use
    void awaitReady(BooleanSupplier ready) {
        try {
            Await.until(
                    name + " is ready",
                    START,
                    () -> {
                        if (portTaken()) {
                            throw new Ports.Taken(name + " found its port in use:\n" + log());
                        }
                        if (!process.isAlive()) {
                            throw new AssertionError(
                                    name
                                            + " ended with exit "
                                            + process.exitValue()
                                            + " while it started:\n"
                                            + log());
                        }
                        return ready.getAsBoolean();
                    });
        } catch (AssertionError e) {
            stop();
            throw new AssertionError(e.getMessage() + "\nIts log:\n" + log(), e);
        } catch (Ports.Taken e) {
            stop();
            throw e;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Stops it from running without closing its sockets: it accepts packets and never answers.
    void freeze() {
        signal("STOP");
    }

    /// Lets it run on after [freeze].
    void thaw() {
        signal("CONT");
    }

    void signal(String signal) {
        Command.run(List.of("kill", "-" + signal, Long.toString(pid())))
                .orFail("send " + signal + " to " + name);
    }

    /// Ends it at once, as a power failure would.
    void stop() {
        try (var pipe = process.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException _) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not end when it was killed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// All it has written so far.
    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private boolean portTaken() {
        String written = log().toLowerCase(Locale.ROOT);
        return written.contains("address in use") || written.contains("address already in use");
    }
}
