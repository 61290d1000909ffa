package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.World;
import io.mxfail.cli.Cli;
import io.mxfail.cli.Farewell;
import io.mxfail.cli.LiveLine;
import io.mxfail.cli.Platform;
import io.mxfail.lab.Lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a person sees on a terminal during a long wait: one line that tells how much time is left,
/// is written over, and is gone in the end.
class LiveLineTest {
    private static final Pattern WAITING = Pattern.compile("  verifying \\((.*) left\\): .*");
    private static final String[] LONG_SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "2h"
    };

    @ParameterizedTest(name = "{0} columns, {1} known")
    @CsvSource({"80, 80", "132, 132", "200, 80", "60, 60", "40, 80"})
    void a_long_wait_is_one_row_that_is_written_over_and_gone_in_the_end(int columns, int known)
            throws IOException {
        var glass = new Glass(columns);
        var printed = new ByteArrayOutputStream();

        int exit = run(glass, printed, Optional.of(known), LONG_SWITCH);

        assertEquals(0, exit, () -> String.join("\n", glass.rows()));
        var left = new ArrayList<String>();
        int rowsAbove = 0;
        for (List<String> state : glass.seen()) {
            long waiting = state.stream().filter(row -> row.startsWith("  verif")).count();
            assertTrue(waiting <= 1, () -> "it is there twice:\n" + String.join("\n", state));
            if (waiting == 1) {
                String row = state.getLast();
                assertTrue(row.startsWith("  verif"), () -> "something is below it: " + state);
                assertTrue(left.isEmpty() || rowsAbove == state.size(), "it moved: " + state);
                rowsAbove = state.size();
                left.add(row);
            }
        }
        assertTrue(left.stream().distinct().count() > 10, left::toString);
        if (columns >= 60) {
            List<Long> seconds = left.stream().map(LiveLineTest::secondsLeft).distinct().toList();
            assertEquals(seconds.stream().sorted((a, b) -> Long.compare(b, a)).toList(), seconds);
            assertTrue(seconds.getFirst() > 7100 && seconds.getLast() < 4000, seconds::toString);
            assertTrue(left.getFirst().contains(" served, 0/1 done"), left::getFirst);
        }
        var withoutIt = new Glass(columns);
        withoutIt.write(printed.toByteArray(), 0, printed.size());
        assertEquals(withoutIt.rows(), glass.rows());
        assertTrue(glass.isTidy(), () -> String.join("\n", glass.rows()));
    }

    private static long secondsLeft(String row) {
        Matcher waiting = WAITING.matcher(row);
        assertTrue(waiting.matches(), row);
        long seconds = 0;
        String[] words = waiting.group(1).split(" ");
        for (int i = 0; i < words.length; i += 2) {
            seconds +=
                    Long.parseLong(words[i])
                            * switch (words[i + 1]) {
                                case "h" -> 3600;
                                case "min" -> 60;
                                case "s" -> 1;
                                default -> throw new AssertionError(row);
                            };
        }
        return seconds;
    }

    @Test
    void where_stderr_is_no_terminal_nothing_is_written_over() throws IOException {
        var printed = new ByteArrayOutputStream();

        int exit = run(OutputStream.nullOutputStream(), printed, Optional.empty(), LONG_SWITCH);

        String text = printed.toString(StandardCharsets.UTF_8);
        assertEquals(0, exit, text);
        assertFalse(text.contains("\r") || text.contains("\u001b"), text);
        assertFalse(text.contains("verifying"), text);
    }

    @Test
    void whoever_wants_quiet_sees_none() throws IOException {
        var glass = new Glass(80);
        var quiet = new ArrayList<>(List.of(LONG_SWITCH));
        quiet.add("--quiet");

        int exit =
                run(
                        glass,
                        new ByteArrayOutputStream(),
                        Optional.of(80),
                        quiet.toArray(String[]::new));

        assertEquals(0, exit);
        assertTrue(
                glass.seen().stream()
                        .flatMap(List::stream)
                        .noneMatch(row -> row.contains("verifying")),
                () -> glass.seen().toString());
    }

    @Test
    void a_failure_takes_its_place_instead_of_standing_behind_it() throws IOException {
        var glass = new Glass(80);
        try (Lab lab = Lab.start(0)) {
            var stuck =
                    new World.Time(
                            lab.clock(),
                            _ -> {
                                throw new IllegalStateException("time stands still");
                            });

            run(
                    lab,
                    stuck,
                    glass,
                    new ByteArrayOutputStream(),
                    Optional.of(80),
                    "verify",
                    "--expect",
                    "backup",
                    "--wait",
                    "2h");
        }

        assertTrue(
                glass.seen().stream().anyMatch(seen -> seen.getLast().startsWith("  verifying")),
                () -> glass.seen().toString());
        assertTrue(
                glass.rows().stream().noneMatch(row -> row.contains("verifying")),
                () -> String.join("\n", glass.rows()));
        assertTrue(
                glass.rows().stream().anyMatch(row -> row.startsWith("mxfail: unexpected error")),
                () -> String.join("\n", glass.rows()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/pts/0", "/dev/pts/17", "/dev/tty1", "/dev/console"})
    void a_terminal_is_known_by_its_name(String device, @TempDir Path folder) throws IOException {
        assertTrue(Stderr.isTerminal(link(folder, device)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/tmp/err.log", "pipe:[1234]", "socket:[1]", "/dev/pts"})
    void a_file_a_pipe_and_a_place_that_nobody_knows_are_no_terminals(
            String place, @TempDir Path folder) throws IOException {
        assertFalse(Stderr.isTerminal(link(folder, place)));
        assertFalse(Stderr.isTerminal(folder.resolve("missing")));
    }

    private static Path link(Path folder, String to) throws IOException {
        return Files.createSymbolicLink(folder.resolve("2"), Path.of(to));
    }

    @ParameterizedTest
    @CsvSource({"132, 132", "40, 40", "'', 80", "0, 80", "-5, 80", "wide, 80", "99999, 80"})
    void a_terminal_is_as_wide_as_the_shell_says_or_as_they_usually_are(String told, int columns) {
        assertEquals(columns, Stderr.columns(Optional.of(told)));
    }

    /// Runs a command in a lab whose time passes only while mxfail waits.
    ///
    /// @param terminal where stdout and stderr go
    /// @param printed hears what is printed, without the line
    /// @param columns that mxfail knows of; empty: stderr is no terminal
    private static int run(
            OutputStream terminal,
            ByteArrayOutputStream printed,
            Optional<Integer> columns,
            String... command)
            throws IOException {
        try (Lab lab = Lab.start(0)) {
            var time = new World.Time(lab.clock(), lab.clock()::advance);
            return run(lab, time, terminal, printed, columns, command);
        }
    }

    private static int run(
            Lab lab,
            World.Time time,
            OutputStream terminal,
            ByteArrayOutputStream printed,
            Optional<Integer> columns,
            String... command) {
        Optional<LiveLine> live = columns.map(known -> new LiveLine(terminal, known));
        var both =
                new PrintStream(
                        new Both(printed, live.<OutputStream>map(LiveLine::err).orElse(terminal)),
                        true,
                        StandardCharsets.UTF_8);
        var screen = new Platform.Screen(both, both, false, live);
        var line = new ArrayList<>(List.of(command));
        line.addAll(1, List.of("--profiles", lab.profiles(), "--state", lab.state()));
        return new Cli(new Platform(new Wiring(time), screen, "1.0.0", new Farewell()))
                .run(line.toArray(String[]::new));
    }

    /// Writes to two places.
    private static final class Both extends OutputStream {
        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int octet) throws IOException {
            one.write(octet);
            other.write(octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            one.write(octets, from, length);
            other.write(octets, from, length);
        }
    }
}
