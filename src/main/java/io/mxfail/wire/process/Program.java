package io.mxfail.wire.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program to run once, without a shell.
///
/// @param command the program and its arguments; a name without a slash is looked for on `PATH`
///     and where systems keep their servers' tools
/// @param folder where it runs; empty: where mxfail does
/// @param environment all that it gets; empty: what mxfail has
/// @param timeout after which it and all that it started are killed
public record Program(
        List<String> command,
        Optional<Path> folder,
        Optional<Map<String, String>> environment,
        Duration timeout) {
    /// Nobody answers more than this about one zone.
    private static final int MOST_OUTPUT = 16 * 1024 * 1024;

    private static final int MOST_ERRORS = 4096;
    private static final long STEP_MILLIS = 20;

    /// How long output may still come after the end: a child of the program may hold the pipe.
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private static final List<String> TOOLS = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    public Program {
        command = List.copyOf(command);
        environment = environment.map(Map::copyOf);
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("a command without a program");
        }
    }

    /// The program's name, for messages.
    public String name() {
        return Shown.line(command.getFirst());
    }

    /// Runs it to its end, its deadline, or an interrupt, which stops it too.
    ///
    /// @param input what it reads from stdin
    public Ended run(String input) {
        var family = new Family();
        Process process;
        try {
            process = start(family);
        } catch (IOException e) {
            return new Ended.NotStarted(
                    "cannot start " + name() + ": " + Shown.line(String.valueOf(e.getMessage())));
        }
        Output out = Output.whole(process.getInputStream(), MOST_OUTPUT);
        Output err = Output.tail(process.getErrorStream(), MOST_ERRORS);
        List<Thread> readers =
                List.of(Thread.ofVirtual().start(out::drain), Thread.ofVirtual().start(err::drain));
        Thread.ofVirtual().start(() -> write(process, input));
        Optional<Ended.Stopped> stopped;
        try {
            stopped = waitFor(process, family, out, err);
            readTheRest(readers);
        } catch (InterruptedException _) {
            family.end(process);
            Thread.currentThread().interrupt();
            return new Ended.Stopped(name() + " was interrupted", false, said(err));
        }
        if (stopped.isPresent()) {
            return new Ended.Stopped(stopped.get().cause(), stopped.get().late(), said(err));
        }
        return new Ended.Exited(
                process.exitValue(), new String(out.bytes(), StandardCharsets.UTF_8), said(err));
    }

    private Process start(Family family) throws IOException {
        var words = new ArrayList<>(command);
        words.set(0, found(words.getFirst()));
        var builder = new ProcessBuilder(words);
        folder.ifPresent(path -> builder.directory(path.toFile()));
        environment.ifPresent(
                values -> {
                    builder.environment().clear();
                    builder.environment().putAll(values);
                });
        family.mark(builder.environment());
        return builder.start();
    }

    private static String found(String program) {
        if (program.contains("/")) {
            return program;
        }
        String path = System.getenv("PATH");
        var folders = new ArrayList<String>();
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator)));
        }
        folders.addAll(TOOLS);
        return folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .map(Path::toString)
                .findFirst()
                .orElse(program);
    }

    private static void write(Process process, String input) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // it ended, or closed its input, before it read everything: its exit code tells more
        }
    }

    private Optional<Ended.Stopped> waitFor(Process process, Family family, Output out, Output err)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
            boolean late = System.nanoTime() - deadline > 0;
            if (late || out.tooMuch()) {
                family.end(process);
                String cause =
                        late
                                ? name() + " did not end within " + timeout.toSeconds() + " s"
                                : name() + " wrote more than " + MOST_OUTPUT + " bytes";
                return Optional.of(new Ended.Stopped(cause, late, said(err)));
            }
        }
        return out.tooMuch()
                ? Optional.of(
                        new Ended.Stopped(
                                name() + " wrote more than " + MOST_OUTPUT + " bytes",
                                false,
                                said(err)))
                : Optional.empty();
    }

    private static void readTheRest(List<Thread> readers) throws InterruptedException {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        for (Thread reader : readers) {
            long left = Math.max(end - System.nanoTime(), 1);
            reader.join(Duration.ofNanos(left));
        }
    }

    private static String said(Output err) {
        return Shown.line(new String(err.bytes(), StandardCharsets.UTF_8));
    }
}
