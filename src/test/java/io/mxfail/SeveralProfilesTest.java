package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.smtp.ScriptedServer;
import io.mxfail.app.World;
import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.real.Ask;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

class SeveralProfilesTest {
    private static final List<String> PRIMARY = List.of("10 mx.primary.acme.test.");
    private static final List<String> BACKUP = List.of("10 mx.backup.acme.test.");

    private TwoProfiles both;
    private AuthoritativeServer server;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        both = new TwoProfiles();
        server = both.server;
        company = both.company;
    }

    @AfterEach
    void shut() throws IOException {
        both.close();
    }

    private List<String> mx(String domain) {
        return Ask.data(server.address(0), domain, Type.MX);
    }

    @Test
    void a_change_names_its_profiles() {
        Company.Ran ran = company.mxfail("switch", "--to", "backup", "--from", "primary", "--yes");

        assertEquals(2, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.err().replaceAll("\\s+", " ").contains("--all: acme, other"), ran.err());
        assertEquals(PRIMARY, mx("acme.test."));
    }

    @Test
    void all_profiles_are_switched_each_by_a_run_of_its_own() throws JsonException {
        Company.Ran ran =
                company.mxfail(
                        "switch", "--all", "--to", "backup", "--from", "primary", "--yes", "--wait",
                        "20s");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(BACKUP, mx("acme.test."));
        assertEquals(BACKUP, mx("other.test."));
        assertTrue(ran.out().contains("# acme\n"), ran.out());
        assertTrue(ran.out().contains("# other\n"), ran.out());
        var history = new Seen(Json.read(company.mxfail("history", "--json").out()));
        assertEquals(2, history.at("runs").elements().size());
    }

    @Test
    void json_is_one_object_over_all_with_every_run_in_it() throws JsonException {
        Company.Ran ran =
                company.mxfail(
                        "prepare", "-p", "acme", "-p", "other", "--to", "backup", "--yes",
                        "--json");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        var seen = new Seen(Json.read(ran.out()));
        assertEquals("mxfail.run/1", seen.at("format").text());
        assertEquals("prepared", seen.at("outcome").text());
        assertEquals("other", seen.at("domains", 1).at("profile").text());
        assertEquals("prepared", seen.at("runs", 1).at("outcome").text());
        assertEquals(0, seen.at("errors").elements().size());
        assertEquals(0, seen.at("runs", 0).at("advice").elements().size());
        assertEquals(0, seen.at("runs", 1).at("hazards").elements().size());
    }

    @Test
    void hazards_of_each_plan_stand_with_its_run() throws JsonException {
        Company.Ran ran =
                company.mxfail(
                        "switch",
                        "--all",
                        "--to",
                        "backup",
                        "--from",
                        "primary",
                        "--yes",
                        "--no-verify",
                        "--json");

        assertEquals(5, ran.exit(), ran.out() + ran.err());
        var seen = new Seen(Json.read(ran.out()));
        assertEquals(
                "NEGATIVE-CACHED", seen.at("runs", 0).at("hazards", 0).at("id").text(), ran.out());
        assertTrue(seen.at("runs", 1).at("advice").elements().size() > 0, ran.out());
    }

    @Test
    void all_of_one_has_the_shape_of_several_for_programs() throws IOException, JsonException {
        Files.delete(company.folder.resolve("profiles/other.yaml"));
        String[] all = {
            "switch", "--all", "--to", "backup", "--from", "primary", "--yes", "--dry-run", "--json"
        };

        Company.Ran ran = company.mxfail(all);

        var seen = new Seen(Json.read(ran.out()));
        assertEquals(1, seen.at("runs").elements().size(), ran.out());
        all[1] = "-pacme";
        var one = new Seen(Json.read(company.mxfail(all).out()));
        assertEquals("unchanged", one.at("outcome").text());
        assertFalse(company.mxfail(all).out().contains("\"runs\""));
    }

    @Test
    void one_that_fails_neither_stops_nor_hides_the_others() throws IOException, JsonException {
        Path file = company.folder.resolve("profiles/acme.yaml");
        Files.writeString(file, Files.readString(file).replace("tsig.secret", "no-such-file"));

        Company.Ran ran =
                company.mxfail(
                        "switch", "--all", "--to", "backup", "--from", "primary", "--yes",
                        "--json");

        assertEquals(4, ran.exit(), ran.out() + ran.err());
        assertEquals(PRIMARY, mx("acme.test."));
        assertEquals(BACKUP, mx("other.test."));
        var seen = new Seen(Json.read(ran.out()));
        assertEquals("partial", seen.at("outcome").text());
        assertEquals("acme", seen.at("errors", 0).at("profile").text());
        assertEquals(2, seen.at("errors", 0).at("exit").number());
    }

    @Test
    void an_unknown_site_in_one_stops_all_before_the_first() throws IOException {
        Path file = company.folder.resolve("profiles/other.yaml");
        Files.writeString(file, Files.readString(file).replace("  backup:", "  reserve:"));

        Company.Ran ran =
                company.mxfail("switch", "--all", "--to", "backup", "--from", "primary", "--yes");

        assertEquals(2, ran.exit(), ran.out() + ran.err());
        assertEquals(PRIMARY, mx("acme.test."));
    }

    @Test
    void domains_choose_among_the_profiles() {
        Company.Ran ran =
                company.mxfail(
                        "switch",
                        "--all",
                        "--domain",
                        "other.test",
                        "--to",
                        "backup",
                        "--from",
                        "primary",
                        "--yes",
                        "--wait",
                        "20s");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(PRIMARY, mx("acme.test."));
        assertEquals(BACKUP, mx("other.test."));
        assertEquals(
                2,
                company.mxfail("switch", "--all", "--domain", "third.test", "--to", "backup")
                        .exit());
    }

    @Test
    void a_profile_is_named_by_its_file_too() {
        String file = company.folder.resolve("profiles/other.yaml").toString();
        Company.Ran ran =
                company.mxfail(
                        "switch", "-p", "acme", "-p", file, "--to", "backup", "--from", "primary",
                        "--yes", "--wait", "20s");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(BACKUP, mx("acme.test."));
        assertEquals(BACKUP, mx("other.test."));
    }

    @Test
    void each_profile_is_confirmed_by_itself() {
        var typed = new Typing("acme.test", "no");
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        int exit =
                new Cli(new Platform(typed, stream, stream, "test"))
                        .run(
                                company.arguments(
                                                "switch", "--all", "--to", "backup", "--wait",
                                                "20s")
                                        .toArray(String[]::new));

        String said = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(4, exit, said);
        assertEquals(BACKUP, mx("acme.test."));
        assertEquals(PRIMARY, mx("other.test."));
        assertTrue(said.contains("CANCELLED"), said);
    }

    /// An operator at a terminal.
    private record Typing(Platform.Factory factory, Deque<String> lines)
            implements Platform.Factory {
        Typing(String... lines) {
            this(new Wiring(), new ArrayDeque<>(List.of(lines)));
        }

        @Override
        public World world(Optional<String> profiles, Optional<String> state) {
            return factory.world(profiles, state);
        }

        @Override
        public Practice lab() {
            throw new UnsupportedOperationException("no lab here");
        }

        @Override
        public Platform.Factory fast(Practice lab) {
            return this;
        }

        @Override
        public boolean interactive() {
            return true;
        }

        @Override
        public Optional<String> readLine() {
            return Optional.ofNullable(lines.poll());
        }
    }

    @Test
    void a_check_looks_at_all_profiles_side_by_side() throws IOException {
        var both = new CountDownLatch(2);
        var alone = new AtomicBoolean();
        try (var slow =
                new ScriptedServer(
                        line -> {
                            // greets nobody before somebody has come for the other profile too
                            both.countDown();
                            if (!both.await(60, TimeUnit.SECONDS)) {
                                alone.set(true);
                            }
                            line.say("220 mx.primary.acme.test ESMTP");
                            line.obey("DATA", "500 never");
                        })) {
            for (String name : List.of("acme.yaml", "other.yaml")) {
                Path profile = company.folder.resolve("profiles").resolve(name);
                Files.writeString(
                        profile,
                        Files.readString(profile)
                                .replace(
                                        Company.at(company.primary.address()),
                                        Company.at(slow.address())));
            }

            Company.Ran ran = company.mxfail("check", "--all");

            assertFalse(alone.get(), ran.out());
            assertTrue(ran.out().contains("acme/primary   DEGRADED"), ran.out() + ran.err());
            assertTrue(ran.out().contains("other/primary  DEGRADED"), ran.out() + ran.err());
            assertTrue(
                    ran.out().indexOf("acme/primary") < ran.out().indexOf("other/primary"),
                    ran.out());
        }
    }

    @Test
    void what_is_taken_back_or_taken_up_is_of_a_named_profile() {
        company.mxfail("switch", "-p", "acme", "--to", "backup", "--from", "primary", "--yes");
        assertEquals(BACKUP, mx("acme.test."));
        for (String command : List.of("undo", "resume")) {
            Company.Ran ran = company.mxfail(command, "--yes");
            assertEquals(2, ran.exit(), ran.out() + ran.err());
            assertTrue(ran.err().replaceAll("\\s+", " ").contains(": acme, other"), ran.err());
        }
        assertEquals(BACKUP, mx("acme.test."));
        company.mxfail("undo", "-p", "acme", "--yes");
        assertEquals(PRIMARY, mx("acme.test."));
    }
}
