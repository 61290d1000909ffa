package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.MailFault;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Ports;
import io.mxfail.real.Postfix;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A mail host with an IPv4 and an IPv6 address: both are talked to, and where one fails it is
/// told which.
@NeedsServer(Server.IPV6)
class BothFamiliesTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final String V4 = "127.0.0.1";
    private static final String V6 = "::1";
    private static final String HOST = "mx.primary.acme.test";
    private static final Mailboxes BOXES = Mailboxes.of("postmaster@acme.test");

    private final int port = Ports.free(V4, V6);
    private final List<AutoCloseable> parts = new ArrayList<>();
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        AuthoritativeServer dns =
                started(
                        AuthoritativeServer.start(
                                List.of(
                                        ZoneVersion.parse(
                                                "acme.test.",
                                                """
                                                $TTL 3600
                                                @ SOA ns1 hostmaster 1 3600 600 604800 300
                                                @ NS ns1
                                                ns1 A 127.0.0.1
                                                @ MX 10 mx.primary
                                                @ TXT "v=spf1 ip4:192.0.2.10 ~all"
                                                mx.primary A 127.0.0.1
                                                mx.primary AAAA ::1
                                                mx.backup A 127.0.0.1
                                                mx.backup AAAA ::1
                                                """)),
                                List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret()))));
        desk = started(new Desk());
        Files.writeString(desk.folder.resolve("ca.pem"), AUTHORITY.pem());
        desk.profile(
                "acme",
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider: {type: rfc2136, server: "%1$s", tsig: %2$s}
                sites:
                  primary: {mx: ["10 mx.primary.acme.test."], spf: [ip4:192.0.2.10]}
                  backup: {mx: ["10 mx.backup.acme.test."], spf: [ip4:198.51.100.20]}
                checks: {recipients: ["postmaster@${domain}"], latency: {warn: 50s, crit: 60s}}
                dns: {authoritative: ["%1$s"], resolvers: []}
                smtp: {port: %3$d, ca-file: ../ca.pem}
                """
                        .formatted(Desk.at(dns.address(0)), desk.tsig(KEY), port));
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

    private InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private LabMailServer lab(String address) throws IOException {
        return started(
                LabMailServer.start(
                        AUTHORITY,
                        LabMailServer.Setup.of(HOST, BOXES),
                        InetAddress.ofLiteral(address),
                        port));
    }

    @Test
    void a_host_that_is_well_at_both_addresses_is_ready() throws IOException {
        lab(V4);
        lab(V6);

        Desk.Ran ran = check();

        assertEquals(Map.of(V4, "ready", V6, "ready"), states(ran), ran::all);
        assertFalse(ran.said().contains("[::1]"), ran::all);
    }

    @ParameterizedTest
    @CsvSource({
        "down, unreachable",
        "451, tempfail",
        "relay-denied, rejecting",
        "wrong-name, degraded"
    })
    void the_address_that_fails_is_told_from_the_one_that_does_not(String fault, String state)
            throws IOException {
        LabMailServer v4 = lab(V4);
        LabMailServer v6 = lab(V6);
        MailFault broken = MailFault.named(fault).orElseThrow();

        v6.fault(broken);
        Desk.Ran later = check();
        assertEquals(Map.of(V4, "ready", V6, state), states(later), later::all);
        Desk.Ran shown = desk.mxfail("check", "--site", "primary");
        assertTrue(shown.said().contains("[::1]:" + port), shown::all);
        assertFalse(shown.said().contains(V4 + ":" + port), shown::all);

        v6.fault(MailFault.OK);
        v4.fault(broken);
        Desk.Ran other = check();
        assertEquals(Map.of(V4, state, V6, "ready"), states(other), other::all);
        Desk.Ran otherShown = desk.mxfail("check", "--site", "primary");
        assertTrue(otherShown.said().contains(V4 + ":" + port), otherShown::all);
        assertFalse(otherShown.said().contains("[::1]"), otherShown::all);
    }

    @Test
    void a_host_can_be_reached_elsewhere_at_an_address_in_brackets() throws IOException {
        lab(V6);
        desk.profile(
                "acme",
                Files.readString(desk.folder.resolve("profiles/acme.yaml"))
                        .replace(
                                "smtp: {",
                                "smtp: {connect-to: {%s: \"[::1]:%d\"}, ".formatted(HOST, port)));

        Desk.Ran ran = check();

        assertEquals(Map.of(V6, "ready"), states(ran), ran::all);
    }

    @Test
    @NeedsServer(Server.POSTFIX)
    void a_postfix_that_lacks_the_recipient_at_its_ipv6_address_alone_is_found_out() {
        started(Postfix.start(serving("postmaster@acme.test"), at(V4)));
        Postfix v6 = started(Postfix.start(serving("sales@acme.test"), at(V6)));

        Desk.Ran refused = check();

        assertEquals(Map.of(V4, "ready", V6, "rejecting"), states(refused), refused::all);
        v6.crash();
        Desk.Ran gone = check();
        assertEquals(Map.of(V4, "ready", V6, "unreachable"), states(gone), gone::all);
    }

    private static Postfix.Setup serving(String recipient) {
        return new Postfix.Setup(
                HOST,
                Optional.of(AUTHORITY.serverPem(HOST, Duration.ofDays(30))),
                List.of("acme.test"),
                List.of(recipient));
    }

    private Desk.Ran check() {
        return desk.mxfail("check", "--site", "primary", "--json");
    }

    /// The state of each address of the primary's mail host.
    private static Map<String, String> states(Desk.Ran ran) {
        var states = new TreeMap<String, String>();
        new Seen(ran.json())
                .at("sites", 0).at("hosts", 0).at("addresses").elements().stream()
                        .map(Seen::new)
                        .forEach(a -> states.put(a.at("address").text(), a.at("state").text()));
        return states;
    }
}
