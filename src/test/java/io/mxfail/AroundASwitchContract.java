package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.World;
import io.mxfail.format.Json;
import io.mxfail.lab.mail.MailFault;
import io.mxfail.real.Ask;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.Key;
import io.mxfail.real.Nsupdate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What is done ahead of a switch and after it, through the command line, on a name server that
/// takes signed updates and mail hosts that speak real SMTP.
abstract class AroundASwitchContract {
    protected static final Key KEY = Key.random("mxfail-key");

    private static final String[] PREPARE = {"prepare", "--to", "backup", "--yes", "--wait", "20s"};
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };
    private static final String[] SETTLE = {"settle", "--yes", "--wait", "20s"};

    private InetSocketAddress address;
    private Company company;

    /// Starts the name server, and says where it is.
    abstract InetSocketAddress start() throws IOException;

    abstract void stop() throws IOException;

    @BeforeEach
    void open() throws IOException {
        address = start();
        company = new Company(address, KEY);
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        stop();
    }

    @Test
    void a_preparation_publishes_what_is_new_and_shortens_ttls_while_mail_stays() {
        Company.Ran ran = company.mxfail(PREPARE);

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(
                List.of(
                        "acme.test. MX 60 10 mx.primary.acme.test.",
                        "smtp.acme.test. CNAME 60 relay.primary.acme.test."),
                routing());
        assertEquals("\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\"", spf());
        assertTrue(
                company.served().stream()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "bk\\._domainkey\\.acme\\.test\\.\\s+3600\\s.*")),
                company.served().toString());
        assertTrue(ran.out().contains("PREPARED: mail stays where it is"), ran.out());
        assertTrue(ran.out().contains("; caches are ready by 20"), ran.out());
        assertTrue(ran.out().contains("then: mxfail switch --to backup -p acme"), ran.out());
    }

    @Test
    void a_preparation_as_json_says_when_caches_are_ready() {
        Instant begin = Instant.now();

        Seen run = seen(company.mxfail("prepare", "--to", "backup", "--yes", "--json"));

        assertEquals("prepared", run.at("outcome").text());
        Instant until = Instant.parse(run.at("domains", 0).at("cachesUntil").text());
        assertTrue(until.isAfter(begin.plusSeconds(3500)), until.toString());
        assertTrue(until.isBefore(begin.plusSeconds(3700)), until.toString());
        Seen status = seen(company.mxfail("status", "--json")).at("domains", 0);
        assertEquals("primary", status.at("site").text());
        assertEquals(until, Instant.parse(status.at("cachesUntil").text()));
    }

    @Test
    void to_prepare_again_changes_nothing() {
        assertEquals(0, company.mxfail(PREPARE).exit());
        List<String> prepared = company.served();

        Company.Ran again = company.mxfail(PREPARE);

        assertEquals(0, again.exit(), again.out() + again.err());
        assertTrue(again.out().contains("UNCHANGED: nothing to prepare"), again.out());
        assertEquals(prepared, company.served());
    }

    @Test
    void to_prepare_and_switch_is_to_switch_and_both_can_be_taken_back() {
        List<String> origin = company.served();
        assertEquals(0, company.mxfail(SWITCH).exit());
        List<String> switched = company.served();
        assertEquals(0, company.mxfail("undo", "--yes", "--wait", "20s").exit());

        Company.Ran prepared = company.mxfail(PREPARE);
        List<String> ahead = company.served();
        Company.Ran there = company.mxfail(SWITCH);

        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(switched, company.served());

        Company.Ran back = company.mxfail("undo", run(there), "--yes", "--wait", "20s");
        assertEquals(0, back.exit(), back.out() + back.err());
        assertEquals(ahead, company.served());

        Company.Ran first = company.mxfail("undo", run(prepared), "--yes", "--wait", "20s");
        assertEquals(0, first.exit(), first.out() + first.err());
        assertEquals(origin, company.served());
    }

    @Test
    void what_would_forbid_the_switch_forbids_the_preparation() throws IOException {
        company.backup.fault(MailFault.named("relay-denied").orElseThrow());
        List<String> origin = company.served();

        Company.Ran refused = company.mxfail(PREPARE);

        assertEquals(3, refused.exit(), refused.out() + refused.err());
        assertTrue(refused.out().contains("TARGET-RCPT"), refused.out());
        assertEquals(origin, company.served());
    }

    @Test
    void a_rehearsed_preparation_changes_nothing() {
        List<String> origin = company.served();

        Company.Ran ran = company.mxfail("prepare", "--to", "backup", "--dry-run");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("bk._domainkey.acme.test. CNAME"), ran.out());
        assertEquals(origin, company.served());
    }

    @Test
    void a_preparation_from_another_site_than_expected_is_stale() {
        List<String> origin = company.served();

        Company.Ran ran = company.mxfail("prepare", "--to", "backup", "--yes", "--from", "backup");

        assertEquals(7, ran.exit(), ran.out() + ran.err());
        assertEquals(origin, company.served());
    }

    @Test
    void a_killed_preparation_can_be_resumed() throws Exception {
        for (int event = 2; event <= 4; event++) {
            List<String> origin = company.served();
            assertEquals(HaltingMain.HALTED, killedAfter(event));
            String run = newestRun();

            Company.Ran resumed = company.mxfail("resume", run, "--yes", "--wait", "20s");

            assertEquals(0, resumed.exit(), event + ": " + resumed.out() + resumed.err());
            assertEquals("acme.test. MX 60 10 mx.primary.acme.test.", routing().getFirst());
            assertTrue(resumed.out().contains("PREPARED"), resumed.out());
            Company.Ran undone = company.mxfail("undo", run, "--yes", "--wait", "20s");
            assertEquals(0, undone.exit(), undone.out() + undone.err());
            assertEquals(origin, company.served());
        }
    }

    @Test
    void a_day_after_the_switch_the_ttls_that_were_found_are_restored() {
        assertEquals(0, company.mxfail(PREPARE).exit());
        assertEquals(0, company.mxfail(SWITCH).exit());

        Company.Ran soon = company.mxfail(SETTLE);
        assertEquals(0, soon.exit(), soon.out() + soon.err());
        assertTrue(soon.out().contains("nothing is due yet; restore-ttl is due at"), soon.out());
        assertEquals("acme.test. MX 60 10 mx.backup.acme.test.", routing().getFirst());

        Company.Ran due = company.mxfail(later(25), SETTLE);
        assertEquals(0, due.exit(), due.out() + due.err());
        assertTrue(due.out().contains("SETTLED"), due.out());
        assertEquals(
                List.of(
                        "acme.test. MX 3600 10 mx.backup.acme.test.",
                        "smtp.acme.test. CNAME 3600 relay.backup.acme.test."),
                routing());

        Company.Ran again = company.mxfail(later(26), SETTLE);
        assertEquals(0, again.exit(), again.out() + again.err());
        assertTrue(again.out().contains("nothing is left to take off"), again.out());

        assertEquals(0, company.mxfail(later(26), "undo", "--yes", "--wait", "20s").exit());
        assertEquals("acme.test. MX 60 10 mx.backup.acme.test.", routing().getFirst());
    }

    @Test
    void the_ttl_that_the_profile_names_is_restored() throws IOException {
        profile("ttl: {steady: 2h}");
        assertEquals(0, company.mxfail(SWITCH).exit());

        Company.Ran due = company.mxfail(later(25), SETTLE);

        assertEquals(0, due.exit(), due.out() + due.err());
        assertEquals("acme.test. MX 7200 10 mx.backup.acme.test.", routing().getFirst());
    }

    @Test
    void five_days_after_the_switch_the_former_site_leaves_the_spf_record() throws IOException {
        profile("spf: {policy: active}");
        assertEquals(0, company.mxfail(SWITCH).exit());
        assertEquals("\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\"", spf());
        List<String> neighbours = strings();

        assertEquals(0, company.mxfail(later(25), SETTLE).exit());
        assertEquals("\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\"", spf());
        Company.Ran due = company.mxfail(later(121), SETTLE);

        assertEquals(0, due.exit(), due.out() + due.err());
        assertEquals("\"v=spf1 ip4:198.51.100.20 ~all\"", spf());
        assertEquals(neighbours, strings());
    }

    @Test
    void status_lists_what_is_due_and_when() throws IOException {
        profile("spf: {policy: active}");
        Instant begin = Instant.now();
        assertEquals(0, company.mxfail(SWITCH).exit());

        Seen domain = seen(company.mxfail("status", "--json")).at("domains", 0);

        assertEquals("restore-ttl", domain.at("due", 0).at("task").text());
        assertEquals("shrink-spf", domain.at("due", 1).at("task").text());
        assertEquals("mxfail settle -p acme", domain.at("due", 0).at("command").text());
        Instant at = Instant.parse(domain.at("due", 0).at("at").text());
        assertTrue(at.isAfter(begin.plus(Duration.ofHours(24)).minusSeconds(1)), at.toString());
        assertTrue(at.isBefore(Instant.now().plus(Duration.ofHours(24))), at.toString());
        String text = company.mxfail("status").out();
        assertTrue(text.contains("due restore-ttl at 20"), text);
        // overdue a day later, although the old answers are forgotten by then
        assertEquals(1, company.mxfail(later(25), "status").exit());

        assertEquals(0, company.mxfail("undo", "--yes", "--wait", "20s").exit());
        Seen after = seen(company.mxfail("status", "--json")).at("domains", 0);
        assertEquals(0, after.at("due").elements().size());
    }

    @Test
    void nothing_is_settled_where_dns_shows_no_one_site() {
        assertEquals(0, company.mxfail(SWITCH).exit());
        Nsupdate.signed(address, KEY)
                .send(
                        "acme.test",
                        "update delete acme.test. MX",
                        "update add acme.test. 60 MX 5 mx9.example.test.");
        List<String> before = company.served();

        Company.Ran ran = company.mxfail(later(200), SETTLE);

        assertEquals(3, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.err().contains("is at no one site"), ran.err());
        assertEquals(before, company.served());
    }

    @Test
    void without_yes_and_terminal_nothing_is_asked_and_nothing_changes() {
        List<String> origin = company.served();
        assertEquals(2, company.mxfail("prepare", "--to", "backup").exit());
        assertEquals(2, company.mxfail("prepare", "--to", "elsewhere", "--yes").exit());
        assertEquals(2, company.mxfail("prepare", "--yes").exit());
        assertEquals(
                2, company.mxfail("prepare", "--to", "backup", "--mode", "breach", "--yes").exit());
        assertEquals(origin, company.served());
    }

    private void profile(String more) throws IOException {
        Files.writeString(
                company.folder.resolve("profiles/acme.yaml"),
                more + "\n",
                StandardOpenOption.APPEND);
    }

    /// The program some hours later.
    private static Altered later(int hours) {
        return new Altered(
                world ->
                        new World(
                                world.profiles(),
                                world.providers(),
                                world.network(),
                                world.records(),
                                new World.Time(
                                        () -> Instant.now().plus(Duration.ofHours(hours)),
                                        world.time().pause()),
                                world.operator()));
    }

    /// The sets that a switch moves, as `NAME TYPE TTL DATA`.
    private List<String> routing() {
        return company.served().stream()
                .map(line -> line.replaceAll("[ \\t]+", " "))
                .filter(line -> line.contains(" MX ") || line.startsWith("smtp."))
                .map(line -> line.replaceAll("^(\\S+) (\\d+) IN (\\S+) (.*)$", "$1 $3 $2 $4"))
                .toList();
    }

    private List<String> strings() {
        return Ask.data(address, "acme.test.", Type.TXT).stream()
                .filter(text -> !text.contains("v=spf1"))
                .sorted()
                .toList();
    }

    private String spf() {
        return Ask.data(address, "acme.test.", Type.TXT).stream()
                .filter(text -> text.contains("v=spf1"))
                .findFirst()
                .orElse("");
    }

    private int killedAfter(int event) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add(String.valueOf(event));
        arguments.addAll(company.arguments(PREPARE));
        Process child =
                new ProcessBuilder(
                                ChildJvm.warm(HaltingMain.class, arguments.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(company.folder.resolve("child.log").toFile())
                        .start();
        return child.waitFor();
    }

    private String newestRun() {
        return company.mxfail("history").out().lines().findFirst().orElseThrow().split(" ")[0];
    }

    private static Seen seen(Company.Ran ran) {
        try {
            return new Seen(Json.read(ran.out()));
        } catch (io.mxfail.format.JsonException e) {
            throw new AssertionError(ran.out() + ran.err(), e);
        }
    }

    private static String run(Company.Ran ran) {
        var matcher = Pattern.compile("run (\\S+) noted").matcher(ran.err());
        assertTrue(matcher.find(), ran.err());
        return matcher.group(1);
    }
}
