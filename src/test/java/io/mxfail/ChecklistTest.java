package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.World;
import io.mxfail.cli.Platform;
import io.mxfail.cli.Practice;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// What no probe can see: said with `ack`, asked for by `check`, `plan` and `status`.
final class ChecklistTest {
    private static final Key KEY = Key.random("mxfail-key");

    private AuthoritativeServer server;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        Path profile = company.folder.resolve("profiles").resolve("acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "  backup:\n",
                                "  backup:\n    checklist: [{id: lists, text: \"Suppression lists"
                                        + " are in sync\", every: 30d}, {id: keys, text: \"Keys"
                                        + " are in the safe\"}]\n"));
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    @Test
    void what_nobody_did_is_shown_by_check_plan_and_status() {
        String check = company.mxfail("check").out();
        assertTrue(check.contains("CHECKLIST-OVERDUE: checklist of backup: \"Suppression"), check);
        assertTrue(check.contains("`mxfail ack backup/lists -p acme`"), check);
        String plan = company.mxfail("plan", "--to", "backup").out();
        assertTrue(plan.contains("CHECKLIST-OVERDUE"), plan);
        Company.Ran status = company.mxfail("status");
        assertTrue(status.out().contains("mxfail ack backup/keys -p acme"), status.out());
    }

    @Test
    void a_trickle_that_was_sent_is_noted_for_every_site_with_a_relay() throws IOException {
        Company.Ran none = company.mxfail("ack", "backup/warm-up");
        assertEquals(2, none.exit(), none.out() + none.err());
        Path profile = company.folder.resolve("profiles").resolve("acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "  backup:\n",
                                "  backup:\n    submission: {host: \"smtp.${domain}\","
                                        + " max-hourly: 500}\n"));

        String cold = company.mxfail("plan", "--to", "backup").out();
        assertTrue(cold.contains("SENDER-COLD: applications will send through backup"), cold);
        assertTrue(cold.contains("at most 500 messages an hour"), cold);
        Company.Ran ack = company.mxfail("ack", "backup/warm-up", "--reason", "a newsletter");
        assertEquals(0, ack.exit(), ack.out() + ack.err());
        String warm = company.mxfail("plan", "--to", "backup").out();
        assertFalse(warm.contains("SENDER-COLD"), warm);
        String wrong = company.mxfail("ack", "backup/warmup").err();
        assertTrue(wrong.contains("backup/keys, backup/warm-up"), wrong);
    }

    @Test
    void a_site_that_was_active_a_short_while_ago_is_no_stranger() throws IOException {
        Path profile = company.folder.resolve("profiles").resolve("acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "  backup:\n",
                                "  backup:\n"
                                    + "    submission: {host: \"smtp.${domain}\", idle: 1d}\n"));
        assertTrue(company.mxfail("plan", "--to", "backup").out().contains("SENDER-COLD"));
        moved("primary", "backup");
        moved("backup", "primary");

        String plan = company.mxfail("plan", "--to", "backup").out();
        assertFalse(plan.contains("SENDER-COLD"), plan);
    }

    private void moved(String from, String to) {
        Company.Ran ran =
                company.mxfail(
                        "switch",
                        "--to",
                        to,
                        "--from",
                        from,
                        "--yes",
                        "--reason",
                        "a drill",
                        "--accept",
                        "SUBMISSION-UNREACHABLE",
                        "--no-verify");
        assertEquals(5, ran.exit(), ran.out() + ran.err());
    }

    @Test
    void what_is_overdue_stands_above_the_word_to_type() {
        Company.Ran ran = company.mxfail(new AtTerminal(new Wiring()), "switch", "--to", "backup");
        assertEquals(8, ran.exit(), ran.out() + ran.err());
        int overdue = ran.err().indexOf("CHECKLIST-OVERDUE: checklist of backup");
        assertTrue(overdue >= 0 && overdue < ran.err().indexOf(", type: acme"), ran.err());
    }

    /// A terminal at which nobody types.
    private record AtTerminal(Wiring wiring) implements Platform.Factory {
        @Override
        public World world(Optional<String> profiles, Optional<String> state) {
            return wiring.world(profiles, state);
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
            return Optional.empty();
        }
    }

    @Test
    void what_was_done_is_noted_and_asked_for_again_in_its_time() {
        Company.Ran ack =
                company.mxfail("ack", "backup/lists", "backup/keys", "--reason", "synced by hand");
        assertEquals(0, ack.exit(), ack.out() + ack.err());
        assertTrue(ack.out().matches("(?s)backup/lists  done at .*, due again at .*"), ack.out());
        assertTrue(ack.out().lines().toList().getLast().startsWith("backup/keys  done at "));

        String check = company.mxfail("check").out();
        assertFalse(check.contains("CHECKLIST"), check);
        Company.Ran status = company.mxfail("status");
        assertTrue(status.out().contains("due checklist at "), status.out());
        assertFalse(status.out().contains("backup/keys"), status.out());
    }

    @Test
    void it_is_json_on_request() throws JsonException {
        Seen json = new Seen(Json.read(company.mxfail("ack", "backup/keys", "--json").out()));
        assertEquals("mxfail.ack/1", json.at("format").text());
        assertEquals("backup", json.at("done", 0).at("site").text());
        assertEquals("keys", json.at("done", 0).at("item").text());
        assertEquals(2, company.mxfail("ack", "backup/keys", "--output", "nagios").exit());
    }

    @Test
    void an_unknown_item_is_a_usage_error_that_names_those_there_are() {
        Company.Ran ran = company.mxfail("ack", "backup/lsits");
        assertEquals(2, ran.exit());
        assertTrue(ran.err().contains("it has backup/lists, backup/keys"), ran.err());
        assertEquals(2, company.mxfail("ack").exit());
    }

    @Test
    void notes_cut_off_by_a_crash_are_written_over_and_damaged_ones_are_told() throws IOException {
        company.mxfail("ack", "backup/lists");
        Path notes = company.folder.resolve("state").resolve("acks.jsonl");
        Files.writeString(notes, "{\"profile\":\"ac", StandardOpenOption.APPEND);
        assertEquals(0, company.mxfail("ack", "backup/keys").exit());
        assertEquals(2, Files.readAllLines(notes).size());
        assertFalse(company.mxfail("check").out().contains("CHECKLIST"));

        Files.writeString(notes, "nonsense\n", StandardOpenOption.APPEND);
        Company.Ran status = company.mxfail("status");
        assertEquals(3, status.exit());
        assertTrue(status.err().contains("acks.jsonl, line 3"), status.err());
        String check = company.mxfail("check").out();
        assertTrue(check.contains("nobody can say what of the checklists was done"), check);
    }
}
