package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.World;
import io.mxfail.cli.Cli;
import io.mxfail.cli.Farewell;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// `lab` and `demo`, for people and for programs.
class PracticeTest {
    private static Desk.Ran run(List<String> typed, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit =
                new Cli(
                                new Platform(
                                        new Typist(new Wiring(), new ArrayDeque<>(typed)),
                                        new PrintStream(out, true, StandardCharsets.UTF_8),
                                        new PrintStream(err, true, StandardCharsets.UTF_8),
                                        "test"))
                        .run(args);
        return new Desk.Ran(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Seen json(String text) {
        try {
            return new Seen(Json.read(text));
        } catch (JsonException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Test
    void a_lab_tells_programs_each_event_on_a_line() {
        Desk.Ran ran =
                run(
                        List.of("mail primary relay-denied", "mail primray down", "", "quit"),
                        "lab",
                        "--json");

        assertEquals(0, ran.exit(), ran.all());
        List<Seen> lines = ran.out().lines().map(PracticeTest::json).toList();
        assertEquals(
                List.of("started", "fault", "refused", "refused", "stopped"),
                lines.stream().map(line -> line.at("event").text()).toList());
        Seen started = lines.getFirst();
        assertEquals("mxfail.lab/1", started.at("format").text());
        assertTrue(started.at("profile").text().endsWith("/profiles/acme.yaml"), ran.out());
        for (String server : List.of("dns 1", "dns 2", "resolver", "mail primary", "mail backup")) {
            assertTrue(
                    started.at("servers").at(server).text().matches("127\\.0\\.0\\.1:\\d+"),
                    ran.out());
        }
        assertEquals("mail primary relay-denied", lines.get(1).at("command").text());
        assertFalse(Files.exists(Path.of(started.at("profiles").text())), "it left nothing");
    }

    @Test
    void a_lab_that_a_signal_ends_says_so_to_programs_on_one_line() {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);

        new Farewell().say(stream, stream, "test", "lab", "--json");

        String said = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, said.lines().count(), said);
        assertEquals("stopped", json(said).at("event").text());
    }

    @Test
    void a_lab_is_described_to_people() {
        Desk.Ran ran = run(List.of("mail primary down"), "lab");

        assertEquals(0, ran.exit(), ran.all());
        assertTrue(ran.out().contains("export MXFAIL_PROFILES=/"), ran.out());
        assertTrue(ran.out().contains("mail primary is now: down"), ran.out());
    }

    @Test
    void a_demo_for_programs_is_one_object_with_the_result_of_every_step() {
        Desk.Ran ran = run(List.of(), "demo", "--json", "--quiet");

        assertEquals(0, ran.exit(), ran.all());
        assertEquals("", ran.err());
        Seen demo = json(ran.out());
        assertEquals("mxfail.demo/1", demo.at("format").text());
        assertEquals(0, demo.at("exit").number());
        List<Seen> steps = demo.at("steps").elements().stream().map(Seen::new).toList();
        assertEquals(8, steps.size(), ran.out());
        assertEquals("mail primary relay-denied", steps.get(1).at("lab").text());
        assertEquals("mxfail plan --to backup", steps.get(2).at("command").text());
        assertEquals("mxfail.plan/1", steps.get(2).at("result").at("format").text());
        assertEquals("switched", steps.get(3).at("result").at("outcome").text());
        assertEquals(0, steps.get(3).at("exit").number());
        assertEquals("mxfail.status/1", steps.get(7).at("result").at("format").text());
    }

    @Test
    void what_practice_cannot_show_is_refused() {
        for (String command : List.of("lab", "demo")) {
            Desk.Ran ran = run(List.of(), command, "--output", "nagios");
            assertEquals(2, ran.exit(), ran.all());
            assertTrue(ran.said().contains("there is text, json"), ran.all());
        }
    }

    /// Whoever types commands to the lab.
    private record Typist(Platform.Factory factory, Deque<String> lines)
            implements Platform.Factory {
        @Override
        public World world(Optional<String> profiles, Optional<String> state) {
            return factory.world(profiles, state);
        }

        @Override
        public Practice lab() throws IOException {
            return factory.lab();
        }

        @Override
        public Platform.Factory fast(Practice lab) {
            return factory.fast(lab);
        }

        @Override
        public boolean interactive() {
            return false;
        }

        @Override
        public Optional<String> readLine() {
            return Optional.ofNullable(lines.poll());
        }
    }
}
