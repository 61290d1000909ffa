package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
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

/// One of three name servers is dead, as one at the dead site will be: the switch goes through,
/// nobody waits for it, and everybody hears which address it is.
@NeedsServer(Server.BIND)
class SilentNameServerTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final List<String> NEW = List.of("10 mx.backup.acme.test.");

    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Desk desk;
    private Bind first;
    private Bind second;
    private Bind third;

    @BeforeEach
    void open() throws IOException {
        desk = started(new Desk());
        Files.writeString(desk.folder.resolve("ca.pem"), AUTHORITY.pem());
        first =
                started(
                        Bind.primary(
                                Zone.of(
                                        "acme.test",
                                        """
                                        $TTL 3600
                                        @ SOA ns1 hostmaster 1 3600 600 604800 300
                                        @ NS ns1
                                        ns1 A 127.0.0.1
                                        @ MX 10 mx.primary
                                        mx.primary A 127.0.0.1
                                        mx.backup A 127.0.0.1
                                        """,
                                        Grant.wholeZone(key))));
        second = started(Bind.secondaryOf(first));
        third = started(Bind.secondaryOf(first));
        var hosts = new StringBuilder();
        for (String host : List.of("mx.primary.acme.test", "mx.backup.acme.test")) {
            LabMailServer server =
                    started(
                            LabMailServer.start(
                                    AUTHORITY, host, Mailboxes.of("postmaster@acme.test")));
            hosts.append("\n    %s: \"%s\"".formatted(host, Desk.at(server.address())));
        }
        desk.profile(
                "acme",
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider: {type: rfc2136, server: "%1$s", tsig: %4$s}
                sites:
                  primary: {mx: ["10 mx.primary.acme.test."]}
                  backup: {mx: ["10 mx.backup.acme.test."]}
                checks: {recipients: ["postmaster@${domain}"]}
                dns: {authoritative: ["%1$s", "%2$s", "%3$s"], resolvers: []}
                smtp:
                  ca-file: ../ca.pem
                  connect-to:%5$s
                """
                        .formatted(
                                Desk.at(first.address()),
                                Desk.at(second.address()),
                                Desk.at(third.address()),
                                desk.tsig(key),
                                hosts));
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

    @Test
    void a_dead_name_server_holds_nothing_back_and_is_named() {
        third.crash();
        switchesAllTheSame();

        third.restart();
        third.catchUp();
        Desk.Ran verified = desk.mxfail("verify", "--expect", "backup");
        assertEquals(0, verified.exit(), verified.all());
    }

    /// It takes packets and never answers: each question costs its whole timeout, so nobody may
    /// ask again and again.
    @Test
    void one_that_hangs_holds_nothing_back_either() {
        third.freeze();
        Duration took = switchesAllTheSame();
        assertTrue(took.compareTo(Duration.ofSeconds(30)) < 0, "took " + took);
    }

    private Duration switchesAllTheSame() {
        String silent = Desk.at(third.address());
        long start = System.nanoTime();
        Desk.Ran there =
                desk.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "2m");
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertEquals(5, there.exit(), there.all());
        assertEquals(NEW, Ask.data(first.address(), "acme.test.", Type.MX));
        assertEquals(NEW, Ask.data(second.address(), "acme.test.", Type.MX));
        assertTrue(there.said().contains("NS-UNREACHABLE"), there.all());
        assertTrue(there.said().contains("silent: " + silent), there.all());

        Desk.Ran pending = desk.mxfail("verify", "--expect", "backup", "--json");
        assertEquals(1, pending.exit(), pending.all());
        Seen domain = new Seen(pending.json()).at("domains", 0);
        assertEquals("pending", domain.at("verdict").text());
        assertEquals(silent, domain.at("authoritative", 2).at("server").text());
        assertEquals("failed", domain.at("authoritative", 2).at("state").text());
        assertEquals("accepted", domain.at("smtp").text());

        Desk.Ran told = desk.mxfail("verify", "--expect", "backup");
        assertTrue(told.out().contains("acme.test. pending: silent: " + silent), told.all());
        String last = told.out().lines().toList().getLast();
        assertTrue(last.matches("Next: caches end by 20.*Z; then mxfail verify .*"), told.all());
        return took;
    }
}
