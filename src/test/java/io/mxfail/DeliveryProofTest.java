package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.real.Bind;
import io.mxfail.real.Dovecot;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Postfix;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A failover whose proof is a message that arrives: Postfix takes it, Dovecot shows it, and BIND
/// says where both are.
@NeedsServer({Server.BIND, Server.POSTFIX, Server.DOVECOT})
class DeliveryProofTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());

    private final Key key = Key.random("mxfail-key");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Desk desk;
    private Postfix primary;
    private Postfix backup;
    private Postfix outside;

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

    /// @param shown whose mailbox the domain's IMAP server shows
    private void company(boolean shown) throws IOException {
        Bind bind =
                started(
                        Bind.primary(
                                Zone.of(
                                        "acme.test",
                                        """
                                        $TTL 2
                                        @ SOA ns1 hostmaster 1 3600 600 604800 2
                                        @ NS ns1
                                        ns1 A 127.0.0.1
                                        @ MX 10 mx.primary
                                        @ TXT "v=spf1 ip4:192.0.2.10 ~all"
                                        mx.primary A 127.0.0.1
                                        mx.backup A 127.0.0.1
                                        imap A 127.0.0.1
                                        """,
                                        Grant.wholeZone(key))));
        primary = started(Postfix.start(serving("mx.primary.acme.test", "acme.test")));
        backup = started(Postfix.start(serving("mx.backup.acme.test", "acme.test")));
        outside = started(Postfix.start(serving("relay.acme.test", "outside.test")));
        Dovecot inside = started(mailbox(shown ? backup : primary));
        Dovecot elsewhere = started(mailbox(outside));
        Path secret =
                Files.createFile(
                        desk.folder.resolve("imap.secret"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "lab pass");
        desk.profile(
                "acme",
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider: {type: rfc2136, server: "%1$s", tsig: %2$s}
                sites:
                  primary:
                    mx: ["10 mx.primary.acme.test."]
                    spf: [ip4:192.0.2.10]
                  backup:
                    mx: ["10 mx.backup.acme.test."]
                    spf: [ip4:198.51.100.20]
                    submission: {host: relay.acme.test, from: "news@${domain}"}
                checks: {recipients: ["postmaster@${domain}"], helo: ops.example.test}
                verify:
                  timeout: 8s
                  delivery:
                    to: "probe@${domain}"
                    from: ops@example.test
                    imap: "imaps://probe@imap.acme.test:%3$d"
                    password: "file:%5$s"
                  outbound:
                    to: probe@outside.test
                    imap: "imaps://probe@imap.acme.test:%4$d"
                    password: "file:%5$s"
                dns: {authoritative: ["%1$s"], resolvers: []}
                smtp:
                  connect-to:
                    mx.primary.acme.test: "%6$s"
                    mx.backup.acme.test: "%7$s"
                    relay.acme.test: "%8$s"
                  ca-file: ../ca.pem
                """
                        .formatted(
                                Desk.at(bind.address()),
                                desk.tsig(key),
                                inside.address().getPort(),
                                elsewhere.address().getPort(),
                                secret,
                                Desk.at(primary.address()),
                                Desk.at(backup.address()),
                                Desk.at(outside.address())));
    }

    private static Postfix.Setup serving(String host, String domain) {
        return new Postfix.Setup(
                host,
                Optional.of(AUTHORITY.serverPem(host, Duration.ofDays(30))),
                List.of(domain),
                List.of("postmaster@" + domain, "probe@" + domain));
    }

    private static Dovecot mailbox(Postfix server) {
        return Dovecot.start(
                new Dovecot.Setup(
                        AUTHORITY.serverPem("imap.acme.test", Duration.ofDays(30)),
                        server.maildir(),
                        "probe",
                        "lab pass"));
    }

    private Desk.Ran switchOver(String... more) {
        var line = new ArrayList<>(List.of("switch", "--to", "backup", "--from", "primary"));
        line.add("--yes");
        line.addAll(List.of(more));
        return desk.mxfail(line.toArray(String[]::new));
    }

    @Test
    void messages_that_arrive_both_ways_verify_a_switch() throws IOException {
        company(true);

        Desk.Ran plain = desk.mxfail("check");
        assertEquals(List.of(), primary.messages(), plain.all());

        Desk.Ran there = switchOver("--wait", "40s");
        assertEquals(0, there.exit(), there.all());
        assertEquals(List.of(), primary.messages());
        assertEquals(1, backup.messages().size());
        assertEquals(1, outside.messages().size());
        String arrived = backup.messages().getFirst();
        assertTrue(arrived.contains("Return-Path: <ops@example.test>"), arrived);
        assertTrue(arrived.contains("Auto-Submitted: auto-generated"), arrived);
        assertTrue(outside.messages().getFirst().contains("<news@acme.test>"));

        Desk.Ran seen = desk.mxfail("verify", "--expect", "backup", "--json");
        assertEquals(0, seen.exit(), seen.all());
        Seen domain = new Seen(seen.json()).at("domains", 0);
        assertEquals("arrived", domain.at("delivery").text());
        Seen inbound = domain.at("canaries", 0);
        assertAll(
                () -> assertEquals("inbound", inbound.at("way").text()),
                () -> assertEquals("mx.backup.acme.test", inbound.at("takenBy").text()),
                () -> assertEquals("TLSv1.3", inbound.at("tls").text()),
                () -> assertEquals("mx.backup.acme.test ESMTPS", inbound.at("path", 0).text()),
                () -> assertEquals("outbound", domain.at("canaries", 1).at("way").text()),
                () -> assertEquals("arrived", domain.at("canaries", 1).at("state").text()));

        Desk.Ran sent = desk.mxfail("check", "--site", "backup", "--send");
        assertTrue(sent.said().contains("inbound to probe@acme.test arrived after"), sent.all());
        assertTrue(sent.said().contains("over TLSv1.3"), sent.all());
    }

    @Test
    void a_message_that_nobody_finds_keeps_the_switch_pending() throws IOException {
        company(false);

        Desk.Ran there = switchOver("--wait", "5s");

        assertEquals(5, there.exit(), there.all());
        assertTrue(
                there.said().contains("the test message to probe@acme.test: not in the mailbox"),
                there.all());
        assertEquals(1, backup.messages().size());
    }
}
