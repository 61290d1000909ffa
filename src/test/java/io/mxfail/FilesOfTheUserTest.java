package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What options such as `--out` and `--save` may do to files that are the user's.
class FilesOfTheUserTest extends CompanyAtLab {
    private static String said(Company.Ran ran) {
        return (ran.out() + ran.err()).replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1 localhost\n", "{\"format\": \"mxfail.check/1\"}\n", "\0\u00ff"})
    void a_plan_never_takes_the_place_of_another_file(String content) throws IOException {
        Path file = Files.writeString(company.folder.resolve("hosts"), content);

        Company.Ran ran = company.mxfail("plan", "--to", "backup", "--out", file.toString());

        assertEquals(2, ran.exit(), said(ran));
        assertTrue(
                said(ran).contains(file + " exists and is no plan; it is left as it is"),
                said(ran));
        assertEquals(content, Files.readString(file));
    }

    @Test
    void a_plan_takes_the_place_of_an_older_plan() throws IOException {
        Path file = company.folder.resolve("plan.json");
        String[] plan = {"plan", "--to", "backup", "--out", file.toString()};
        assertEquals(0, company.mxfail(plan).exit());
        Files.writeString(file, Files.readString(file).replace("\"mode\"", "\"more\""));

        Company.Ran broken = company.mxfail("apply", file.toString(), "--yes");
        assertEquals(2, broken.exit());
        assertTrue(
                said(broken).contains("`mxfail plan --to SITE --out " + file + "`"), said(broken));

        assertEquals(0, company.mxfail(plan).exit());
        assertEquals(0, company.mxfail("apply", file.toString(), "--dry-run").exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"root:x:0:0:root:/root:/bin/sh\n", "{\"format\": \"other/1\"}"})
    void nobody_is_told_to_write_a_plan_over_another_file(String content) throws IOException {
        Path file = Files.writeString(company.folder.resolve("passwd"), content);

        Company.Ran ran = company.mxfail("apply", file.toString(), "--yes");

        assertEquals(2, ran.exit(), said(ran));
        assertFalse(said(ran).contains("--out " + file), said(ran));
        assertTrue(said(ran).contains("`mxfail plan --to SITE --out FILE`"), said(ran));
    }

    @Test
    void a_saved_check_never_takes_the_place_of_a_file() throws IOException {
        Path file = Files.writeString(company.folder.resolve("kept.json"), "mine");

        Company.Ran ran = company.mxfail("check", "--save", file.toString());

        assertEquals(3, ran.exit(), said(ran));
        assertTrue(said(ran).contains("exists already and is left as it is"), said(ran));
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void where_nothing_can_be_saved_is_told_in_words() {
        Company.Ran save = company.mxfail("check", "--save", "/no/folder/check.json");
        Company.Ran replay = company.mxfail("check", "--replay", "/no/folder/check.json");
        Company.Ran plan = company.mxfail("plan", "--to", "backup", "--out", "/no/plan.json");

        assertTrue(
                said(save).contains("/no/folder/check.json: no such file or folder"), said(save));
        assertTrue(
                said(replay).contains("/no/folder/check.json: no such file or folder"),
                said(replay));
        assertTrue(said(plan).contains("/no/plan.json: no such file or folder"), said(plan));
        assertEquals(2, plan.exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--output json", "--output=json", "--json"})
    void a_command_line_that_cannot_be_read_is_told_as_json_where_json_was_asked_for(String how) {
        for (String command : List.of("apply", "check", "status", "undo")) {
            var words = new ArrayList<>(List.of(command, "--nonsense"));
            words.addAll(List.of(how.split(" ", -1)));

            Company.Ran ran = company.mxfail(words.toArray(String[]::new));

            int usage = List.of("check", "status").contains(command) ? 3 : 2;
            assertEquals(usage, ran.exit(), said(ran));
            assertTrue(ran.out().contains("\"mxfail.error/1\""), said(ran));
            assertTrue(ran.out().contains("--nonsense"), said(ran));
            assertEquals("", ran.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_finding_is_accepted_only_for_a_reason_that_says_something(String reason) {
        for (String command : List.of("switch", "plan", "prepare")) {
            Company.Ran ran =
                    company.mxfail(
                            command,
                            "--to",
                            "backup",
                            "--accept",
                            "TARGET-RCPT",
                            "--reason",
                            reason);

            assertEquals(2, ran.exit(), said(ran));
            assertTrue(said(ran).contains("--reason"), said(ran));
        }
    }
}
