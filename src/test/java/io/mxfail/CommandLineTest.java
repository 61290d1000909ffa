package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.format.JsonValue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// Command lines that a tired person types: each is answered with what to type instead, before any
/// packet leaves.
class CommandLineTest {
    private static final String PROFILE =
            """
            version: 1
            name: acme
            domains: [acme.test]
            provider: {type: rfc2136, server: "127.0.0.1:9", tsig: none}
            sites:
              primary: {mx: ["10 mx.primary.acme.test."]}
              backup: {mx: ["10 mx.backup.acme.test."]}
            dns: {authoritative: ["127.0.0.1:9"], resolvers: []}
            """;

    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk();
        desk.profile("acme", PROFILE);
    }

    @AfterEach
    void shut() throws IOException {
        desk.close();
    }

    /// Runs a command line; `''` in it is nothing. It works with the desk's folders unless it is
    /// about these.
    private Desk.Ran run(String line) {
        String[] words =
                Stream.of(line.split(" ", -1))
                        .map(word -> word.replace("''", ""))
                        .toArray(String[]::new);
        if (!line.matches("(help|-).*|.* --(state|profiles)\\b.*")) {
            return desk.mxfail(words);
        }
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = new Cli(new Platform(new Wiring(), stream, stream, "test")).run(words);
        return new Desk.Ran(exit, out.toString(StandardCharsets.UTF_8), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --state ''",
                "status --state=",
                "status --profiles ''",
                "status --providers-dir ''",
                "status -p ''",
                "status --domain ''",
                "check --site ''",
                "check --save ''",
                "check --replay ''",
                "verify --expect ''",
                "verify --wait ''",
                "plan --to ''",
                "plan --to backup --out ''",
                "switch --to backup --from ''",
                "switch --to backup --reason ''",
                "switch --to backup --mode ''",
                "apply ''",
                "undo ''",
                "resume ''",
                "history ''",
                "ack ''",
            })
    void an_option_that_is_given_as_nothing_is_refused(String line) {
        Desk.Ran ran = run(line);

        String command = line.substring(0, line.indexOf(' '));
        boolean plugin = command.matches("status|check|verify");
        assertEquals(plugin ? 3 : 2, ran.exit(), ran.all());
        assertTrue(
                ran.said().contains("was given as nothing; give a value or leave it out")
                        || ran.said().contains("write 60s, 5m, 1h or 1d")
                        || ran.said().contains("is none of planned, emergency, breach"),
                ran.all());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watch | `mxfail verify --wait 1h`",
                "maintain --to backup | `mxfail prepare --to S`",
                "drill --level paper | `mxfail switch --to S --dry-run`",
                "report 2026 | `mxfail history RUN`",
                "runbook | `mxfail plan --to S --output markdown`",
                "help watch | `mxfail verify --wait 1h`",
                "quarantine lift | `mxfail check`",
                "switch --to backup --wave 2 | `-p NAME`",
                "switch --to backup --stop-after-failures=1 | `-p NAME`",
                "plan --to backup --interval 5s | `mxfail verify --wait 1h`",
            })
    void what_is_planned_is_told_so_with_what_serves_today(String line, String today) {
        Desk.Ran ran = run(line);

        assertEquals(2, ran.exit(), ran.all());
        assertTrue(ran.said().contains("is planned and not in this version; today: "), ran.all());
        assertTrue(ran.said().contains(today), ran.all());
    }

    @ParameterizedTest
    @CsvSource({
        "plan --to backup --output html, 2, --output markdown",
        "status --output html, 3, --output text",
    })
    void a_format_that_is_planned_is_told_so(String line, int exit, String today) {
        Desk.Ran ran = run(line);

        assertEquals(exit, ran.exit(), ran.all());
        assertTrue(
                ran.said().contains("--output html is planned and not in this version"), ran.all());
        assertTrue(ran.said().contains(today), ran.all());
    }

    @Test
    void json_is_promised_for_what_is_planned_too() {
        JsonValue json = run("watch --json").json();

        assertTrue(new Seen(json).at("message").text().contains("is planned"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "swich --to backup | did you mean `mxfail switch`?",
                "-p acme status | the command comes first, then its options: `mxfail status -p …`",
                "--json | say a command, then its options",
                "switch --too backup | there is no option `--too`; did you mean `--to`?",
                "switch --to backup --form primary | there is no option `--form`; did you mean"
                        + " `--from`? `mxfail switch --help`",
                "switch --to backup --dryrun | did you mean `--dry-run`?",
                "switch | say `--to S` (the site that shall carry the mail)",
                "apply | say `FILE` (a plan written by `plan --out`)",
                "status acme | there is nothing that `acme` could mean here",
                "plan --to backup -p acm | no profile called \"acm\"",
                "plan --to backup -p acm | did you mean `acme`? there are: acme",
                "verify --expect bakcup | profile acme has no site `bakcup`; did you mean"
                        + " `backup`?",
                "check --site bakcup | did you mean `backup`? it has primary, backup",
                "status --domain acme.tets | did you mean `acme.test`? there are acme.test",
                "status --domain a..b | `a..b` is not a domain name",
                "history nonsense | there is no run `nonsense`; there is none at all in this state"
                        + " folder",
                "undo 20261124T --yes | name the right one with --state",
                "verify --wait abc | --wait: `abc` is no duration; write 60s, 5m, 1h or 1d",
                "verify --wait -5m | `-5m` is no duration",
                "verify --wait 15 | `15` has no unit; write 15s, 15m or 15h",
                "verify --wait 99999999999999999999d | is too long; write at most 30d",
                "verify --wait 31d | `31d` is too long",
                "switch --to backup --mode | --mode needs a value (planned, emergency or breach",
                "switch --to backup --mode urgent | `urgent` is none of planned, emergency, breach",
                "plan --to backup --accept target-rctp --reason x | did you mean `TARGET-RCPT`?"
                        + " there are TARGET-RCPT",
                "plan --to backup --accept NIX --reason x | a plan names those that stand in its"
                        + " way",
                "plan --to backup --accept SPF-LOOKUPS@acme.tset --reason x | did you mean"
                        + " `acme.test`?",
                "switch --to backup --accept SPF-LOOKUPS@gone.test --reason x | names no domain of"
                        + " this command",
                "plan --to bakcup | did you mean `backup`?",
                "plan --to nowhere | profile acme has no site `nowhere`; it has primary, backup",
            })
    void what_was_mistyped_is_told_with_what_was_meant(String line, String says) {
        Desk.Ran ran = run(line);

        assertTrue(ran.exit() == 2 || ran.exit() == 3, ran.all());
        assertTrue(ran.said().contains(says), ran.all());
    }

    @Test
    void a_monitoring_system_hears_which_error_a_profile_has_and_how_many() throws IOException {
        desk.profile("acme", PROFILE.replace("primary: {mx", "primary: {mxx"));
        desk.profile("other", PROFILE.replace("name: acme", "name: other\nnonsense: 1"));

        for (String command : new String[] {"check", "status", "verify"}) {
            Desk.Ran ran = run(command + " --output nagios");

            assertEquals(3, ran.exit(), ran.all());
            assertEquals(1, ran.out().lines().count(), ran.out());
            assertTrue(
                    ran.out().matches("(?s)MXFAIL UNKNOWN - the profiles have [2-9] errors: .*"),
                    ran.out());
            assertTrue(ran.out().matches("(?s).*acme\\.yaml:6:\\d+: .*"), ran.out());
        }
    }
}
