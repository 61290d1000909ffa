package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.lab.mail.MailFault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class OutputTest extends CompanyAtLab {
    private static final String ESCAPE = "\u001b[";

    /// `'label'=value[unit];[warn];[crit];[min];[max]`, as the guidelines for plugins have it.
    private static void assertPlugin(String word, Company.Ran ran) {
        assertEquals(1, ran.out().lines().count(), ran.out());
        String[] halves = ran.out().strip().split(" \\| ", -1);
        assertEquals(2, halves.length, ran.out());
        assertTrue(halves[0].startsWith("MXFAIL " + word + " - "), ran.out());
        for (String datum : halves[1].split(" (?=')", -1)) {
            assertTrue(datum.matches("'[^'=]+'=[0-9]+(\\.[0-9]+)?s?(;[0-9.]*){0,4}"), datum);
        }
    }

    @Test
    void check_is_a_monitoring_plugin() throws IOException {
        Company.Ran good = company.mxfail("check", "--output", "nagios", "-q");
        assertEquals(company.mxfail("check").exit(), good.exit());
        assertPlugin(List.of("OK", "WARNING", "CRITICAL").get(good.exit()), good);
        assertTrue(good.out().contains("'acme/primary latency'=0."), good.out());
        assertEquals("", good.err());

        company.backup.fault(MailFault.named("relay-denied").orElseThrow());
        Company.Ran bad = company.mxfail("check", "--output=nagios");

        assertEquals(2, bad.exit());
        assertPlugin("CRITICAL", bad);
        assertTrue(bad.out().contains("acme backup rejecting"), bad.out());
    }

    @Test
    void status_and_verify_are_monitoring_plugins() {
        Company.Ran status = company.mxfail("status", "--output", "nagios");
        assertEquals(1, status.exit(), "the backup's DKIM key is not published yet");
        assertPlugin("WARNING", status);
        assertTrue(status.out().contains("acme.test at primary, 1 set drifted"), status.out());
        assertTrue(status.out().contains("'acme.test ttl'=3600s;;;0"), status.out());

        Company.Ran verify = company.mxfail("verify", "--output", "nagios");
        assertEquals(0, verify.exit(), verify.out());
        assertPlugin("OK", verify);
        assertTrue(verify.out().contains("'acme.test servers'=1;;;0;1"), verify.out());

        assertPlugin(
                "CRITICAL", company.mxfail("verify", "--expect", "backup", "--output", "nagios"));
    }

    @Test
    void a_plugin_that_fails_says_so_on_stdout_with_exit_3() throws IOException {
        Company.Ran usage = company.mxfail("status", "--output", "nagios", "--nonsense");
        assertEquals(3, usage.exit());
        assertTrue(
                usage.out().startsWith("MXFAIL UNKNOWN - there is no option `--nonsense`"),
                usage.out());

        company.profile("no address", KEY.name(), KEY.algorithm());
        Company.Ran profile = company.mxfail("check", "--output", "nagios");
        assertEquals(3, profile.exit());
        assertTrue(profile.out().startsWith("MXFAIL UNKNOWN - the profile"), profile.out());
        assertEquals(1, profile.out().lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "switch --to backup --output nagios",
                "plan --to backup --output html",
                "undo --output markdown",
                "providers --output yaml",
                "plan --to backup --json --output markdown",
                "plan --to backup --color sometimes",
            })
    void what_a_command_cannot_show_is_refused(String line) {
        String[] words = line.split(" ", -1);
        Company.Ran ran =
                words[0].equals("providers") ? company.plain(words) : company.mxfail(words);
        assertEquals(2, ran.exit(), ran.out() + ran.err());
        assertTrue((ran.err() + ran.out()).contains("--help"), ran.out() + ran.err());
    }

    @Test
    void colour_is_for_terminals_and_for_who_asks() {
        String[] plan = {"plan", "--to", "backup"};
        String plain = company.mxfail(plan).out();
        assertFalse(plain.contains(ESCAPE), plain);
        assertFalse(
                company.mxfail("plan", "--to", "backup", "--color", "auto").out().contains(ESCAPE));

        String always = company.mxfail("plan", "--to", "backup", "--color", "always").out();
        assertTrue(always.contains(ESCAPE + "32mREADY" + ESCAPE + "0m"), always);
        assertTrue(always.contains(ESCAPE + "1mNext: mxfail switch"), always);
        assertEquals(plain, always.replaceAll("\u001b\\[[0-9]*m", ""));

        assertTrue(onTerminal(plan).contains(ESCAPE));
        assertFalse(onTerminal("plan", "--to", "backup", "--color", "never").contains(ESCAPE));
        assertFalse(onTerminal("plan", "--to", "backup", "--json").contains(ESCAPE));
    }

    private String onTerminal(String... args) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var platform = new Platform(new Wiring(), stream, stream, "test", true);
        new Cli(platform).run(company.arguments(args).toArray(String[]::new));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_rehearsed_switch_ends_as_its_plan_does() throws IOException {
        assertEquals(0, company.mxfail("switch", "--to", "backup", "--dry-run").exit());

        company.backup.fault(MailFault.named("relay-denied").orElseThrow());
        Company.Ran plan = company.mxfail("plan", "--to", "backup");
        Company.Ran dry = company.mxfail("switch", "--to", "backup", "--dry-run");

        assertEquals(3, plan.exit());
        assertEquals(3, dry.exit(), dry.out() + dry.err());
        assertTrue(dry.out().contains("TARGET-RCPT"), dry.out());
    }

    @Test
    void a_domain_that_nobody_finds_does_not_hide_the_others() throws IOException {
        var shape = company.shape();
        company.profile(
                Company.at(server.address(0)),
                KEY.name(),
                KEY.algorithm(),
                new Company.Shape("[acme.test, gone.test]", shape.sites(), shape.authoritative()));

        Company.Ran ran = company.mxfail("status");

        assertEquals(3, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("ACTIVE primary"), ran.out());
        assertTrue(ran.out().contains("UNREAD  cannot find the zone of gone.test."), ran.out());
    }

    @Test
    void a_domain_may_be_typed_as_people_write_it() throws IOException {
        var shape = company.shape();
        company.profile(
                Company.at(server.address(0)),
                KEY.name(),
                KEY.algorithm(),
                new Company.Shape(
                        "[acme.test, bücher.acme.test]", shape.sites(), shape.authoritative()));

        Company.Ran ran = company.mxfail("status", "--domain", "Bücher.ACME.test");

        assertTrue(
                ran.out().startsWith("xn--bcher-kva.acme.test. (bücher.acme.test) "),
                ran.out() + ran.err());
    }

    @Test
    void names_that_people_write_with_other_letters_are_told_in_both_forms() throws IOException {
        Company.Shape shape = company.shape();
        profile(shape, "10 mx.bücher.acme.test");
        Company.Ran lint = company.mxfail("lint");
        assertEquals(2, lint.exit(), lint.out());
        assertTrue(
                lint.out()
                        .contains(
                                "the host \"mx.xn--bcher-kva.acme.test\" (mx.bücher.acme.test)"
                                        + " has no final dot"),
                lint.out());

        profile(shape, "10 mx.bücher.acme.test.");
        Company.Ran check = company.mxfail("check");
        assertTrue(
                check.out().contains("mx.xn--bcher-kva.acme.test (mx.bücher.acme.test)"),
                check.out());
        Company.Ran plan = company.mxfail("plan", "--to", "backup");
        assertEquals(3, plan.exit(), plan.out());
        assertTrue(plan.out().contains("(mx.bücher.acme.test)"), plan.out());
        for (String command : List.of("lint", "check", "status")) {
            Company.Ran json = company.mxfail(command, "--json");
            assertFalse(json.out().contains("bücher"), json.out());
        }
    }

    private void profile(Company.Shape shape, String backup) throws IOException {
        company.profile(
                Company.at(server.address(0)),
                KEY.name(),
                KEY.algorithm(),
                shape.withSites(shape.sites().replace("10 mx.backup.acme.test.", backup)));
    }

    @Test
    void quiet_leaves_stderr_alone_and_verbose_shows_what_is_fine() {
        Company.Ran quiet =
                company.mxfail("switch", "--to", "backup", "--from", "primary", "--yes", "-q");
        assertEquals(0, quiet.exit(), quiet.out() + quiet.err());
        assertEquals("", quiet.err());

        long few = company.mxfail("check").out().lines().count();
        long more = company.mxfail("check", "-v").out().lines().count();
        assertTrue(more >= few);
    }
}
