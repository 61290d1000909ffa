package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Await;
import io.mxfail.real.Bind;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Some writes succeed and others do not: what can be switched is, and everybody is told the
/// truth.
///
/// BIND refuses updates of a zone that is frozen (`rndc freeze`), and answers for it all the same.
@NeedsServer(Server.BIND)
class PartialFailoverTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());

    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = started(new Desk());
        Files.writeString(desk.folder.resolve("ca.pem"), AUTHORITY.pem());
    }

    @AfterEach
    void shut() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    private Zone zone(String name) {
        return Zone.of(
                name,
                """
                $TTL 3600
                @ SOA ns1 hostmaster 1 3600 600 604800 300
                @ NS ns1
                ns1 A 127.0.0.1
                @ 1 MX 10 mx.primary
                @ 1 TXT "v=spf1 ip4:192.0.2.10 ~all"
                mx.primary A 127.0.0.1
                mx.backup A 127.0.0.1
                """,
                Grant.wholeZone(key));
    }

    private void profile(List<String> domains, Bind... servers) throws IOException {
        Mailboxes boxes =
                Mailboxes.of(domains.stream().map(d -> "postmaster@" + d).toArray(String[]::new));
        var hosts = new StringBuilder();
        for (String host : List.of("mx.primary.acme.test", "mx.backup.acme.test")) {
            LabMailServer server = started(LabMailServer.start(AUTHORITY, host, boxes));
            hosts.append("\n    %s: \"%s\"".formatted(host, Desk.at(server.address())));
        }
        var providers = new StringBuilder();
        var addresses = new ArrayList<String>();
        for (Bind server : servers) {
            addresses.add("\"" + Desk.at(server.address()) + "\"");
            providers.append(
                    "\n  - {type: rfc2136, server: \"%s\", tsig: %s}"
                            .formatted(Desk.at(server.address()), desk.tsig(key)));
        }
        desk.profile(
                "acme",
                """
                version: 1
                name: acme
                domains: %s
                providers:%s
                sites:
                  primary: {mx: ["10 mx.primary.acme.test."], spf: [ip4:192.0.2.10]}
                  backup: {mx: ["10 mx.backup.acme.test."], spf: [ip4:198.51.100.20]}
                checks: {recipients: ["postmaster@${domain}"]}
                dns: {authoritative: %s, resolvers: []}
                smtp:
                  ca-file: ../ca.pem
                  connect-to:%s
                """
                        .formatted(domains, providers, addresses, hosts));
    }

    private Desk.Ran switchOver() {
        return desk.mxfail(SWITCH);
    }

    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    private static List<String> mx(Bind server, String domain) {
        return Ask.data(server.address(), domain + ".", Type.MX);
    }

    private static final List<String> OLD = List.of("10 mx.primary.acme.test.");
    private static final List<String> NEW = List.of("10 mx.backup.acme.test.");

    /// The `Bind` of two domains, of which the second refuses updates.
    private Bind refusingTheSecond() throws IOException {
        Bind bind = started(Bind.primary(zone("acme.test"), other()));
        profile(List.of("acme.test", "other.test"), bind);
        bind.rndc("freeze", "other.test");
        return bind;
    }

    private Zone other() {
        return Zone.of(
                "other.test",
                """
                $TTL 3600
                @ SOA ns1 hostmaster 1 3600 600 604800 300
                @ NS ns1
                ns1 A 127.0.0.1
                @ 1 MX 10 mx.primary.acme.test.
                """,
                Grant.wholeZone(key));
    }

    @Test
    void one_refused_zone_keeps_no_other_back_and_resume_finishes() throws IOException {
        Bind bind = refusingTheSecond();

        Desk.Ran there = switchOver();

        assertEquals(4, there.exit(), there.all());
        assertEquals(NEW, mx(bind, "acme.test"));
        assertEquals(OLD, mx(bind, "other.test"));
        String run = newestRun();
        assertAll(
                () -> line(there, "acme.test. ", "SWITCHED"),
                () -> line(there, "other.test. ", "REFUSED"),
                () -> line(there, "other.test. ", "(REFUSED)"),
                () -> line(there, "run " + run, "mxfail resume " + run),
                () -> line(there, "run " + run, "mxfail undo " + run));

        Desk.Ran between = desk.mxfail("status");
        assertAll(
                () -> line(between, "acme.test. ", "ACTIVE backup"),
                () -> line(between, "other.test. ", "ACTIVE primary"));

        Desk.Ran tooEarly = desk.mxfail("resume", "--yes", "--wait", "20s");
        assertEquals(4, tooEarly.exit(), tooEarly.all());
        assertEquals(OLD, mx(bind, "other.test"));

        bind.rndc("thaw", "other.test");
        Desk.Ran resumed = desk.mxfail("resume", "--yes", "--wait", "20s");

        assertEquals(0, resumed.exit(), resumed.all());
        assertEquals(NEW, mx(bind, "other.test"));
        Await.until(
                "the caches' second is over",
                Duration.ofSeconds(30),
                () -> desk.mxfail("status").exit() == 0);
        Desk.Ran status = desk.mxfail("status");
        assertAll(
                () -> line(status, "acme.test. ", "ACTIVE backup"),
                () -> line(status, "other.test. ", "ACTIVE backup"));
    }

    @Test
    void a_half_switched_company_can_be_taken_back() throws IOException {
        Bind bind = refusingTheSecond();
        assertEquals(4, switchOver().exit());

        Desk.Ran undone = desk.mxfail("undo", "--yes", "--wait", "20s");

        assertEquals(0, undone.exit(), undone.all());
        assertEquals(OLD, mx(bind, "acme.test"));
        assertEquals(OLD, mx(bind, "other.test"));
    }

    @Test
    void a_half_switched_company_whose_key_is_gone_is_still_half_switched() throws IOException {
        Bind bind = refusingTheSecond();
        assertEquals(4, switchOver().exit());
        bind.rndc("thaw", "other.test");
        desk.tsig(key.forged());

        Desk.Ran without = desk.mxfail("resume", "--yes", "--wait", "20s");

        assertEquals(4, without.exit(), without.all());
        assertTrue(without.said().contains("PROVIDER-AUTH"), without.all());
        assertTrue(
                without.said().contains("run " + newestRun() + " is still unfinished"),
                without.all());

        desk.tsig(key);
        assertEquals(0, desk.mxfail("resume", "--yes", "--wait", "20s").exit());
        assertEquals(NEW, mx(bind, "other.test"));
    }

    @Test
    void a_run_that_was_killed_is_not_forgotten_by_an_undo_that_cannot_read() throws Exception {
        Bind bind = started(Bind.primary(zone("acme.test")));
        profile(List.of("acme.test"), bind);
        // its second event announces the write
        assertEquals(HaltingMain.HALTED, killedAfterEvent(2));
        String run = newestRun();
        desk.tsig(key.forged());

        Desk.Ran undo = desk.mxfail("undo", "--yes", "--wait", "20s");

        assertEquals(4, undo.exit(), undo.all());
        assertTrue(undo.said().contains("run " + run + " is still unfinished"), undo.all());

        desk.tsig(key);
        Desk.Ran next = switchOver();
        assertEquals(4, next.exit(), next.all());
        assertTrue(next.said().contains("mxfail undo " + run), next.all());
        assertEquals(0, desk.mxfail("undo", "--yes", "--wait", "20s").exit());
        assertEquals(0, switchOver().exit());
    }

    private int killedAfterEvent(int event) throws Exception {
        var arguments = new ArrayList<String>();
        arguments.add(String.valueOf(event));
        arguments.addAll(desk.arguments(SWITCH));
        return new ProcessBuilder(
                        ChildJvm.warm(HaltingMain.class, arguments.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(desk.folder.resolve("child.log").toFile())
                .start()
                .waitFor();
    }

    @Test
    void a_refused_zone_is_in_the_json_too() throws IOException {
        refusingTheSecond();

        Desk.Ran there =
                desk.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s",
                        "--json");

        assertEquals(4, there.exit(), there.all());
        Seen run = new Seen(there.json());
        assertEquals("partial", run.at("outcome").text());
        assertEquals("switched", run.at("domains", 0).at("outcome").text());
        assertEquals("refused", run.at("domains", 1).at("outcome").text());
        assertEquals("rejected", run.at("domains", 1).at("providers", 0).at("outcome").text());
        assertTrue(run.at("domains", 1).at("error").text().contains("REFUSED"), there.all());
    }

    @Test
    void when_all_is_refused_nothing_has_changed() throws IOException {
        Bind bind = refusingTheSecond();
        bind.rndc("freeze", "acme.test");

        Desk.Ran there = switchOver();

        assertEquals(3, there.exit(), there.all());
        assertEquals(OLD, mx(bind, "acme.test"));
    }

    @Test
    void of_two_providers_of_one_zone_the_one_that_refused_is_written_by_resume()
            throws IOException {
        Bind one = started(Bind.primary(zone("acme.test")));
        Bind two = started(Bind.primary(zone("acme.test")));
        profile(List.of("acme.test"), one, two);
        two.rndc("freeze", "acme.test");

        Desk.Ran there = switchOver();

        assertEquals(4, there.exit(), there.all());
        assertEquals(NEW, mx(one, "acme.test"));
        assertEquals(OLD, mx(two, "acme.test"));

        two.rndc("thaw", "acme.test");
        Desk.Ran resumed = desk.mxfail("resume", "--yes", "--wait", "20s");

        assertEquals(0, resumed.exit(), resumed.all());
        assertEquals(NEW, mx(two, "acme.test"));
    }

    private String newestRun() {
        return desk.mxfail("history").out().split(" ")[0];
    }

    /// Some line of the output begins so and holds this.
    private static void line(Desk.Ran ran, String start, String part) {
        assertTrue(
                ran.out().lines().anyMatch(l -> l.startsWith(start) && l.contains(part)),
                () ->
                        "no line begins with `"
                                + start
                                + "` and holds `"
                                + part
                                + "`:\n"
                                + ran.all());
    }
}
