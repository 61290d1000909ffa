package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.mail.Tlsa;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Await;
import io.mxfail.real.Bind;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `check` says of real name servers: nothing of healthy ones, and each planted fault
/// under its own name.
@NeedsServer(Server.BIND)
class DnsHealthAtBindTest {
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

    /// The company's zone.
    ///
    /// @param more lines beside those that every version has
    private Zone zone(int serial, int negativeTtl, String nameServer, String... more) {
        return zone("", serial, negativeTtl, nameServer, more);
    }

    /// @param policy what BIND does with the zone beside taking updates
    private Zone zone(
            String policy, int serial, int negativeTtl, String nameServer, String... more) {
        return Zone.ruled(
                "acme.test",
                """
                $TTL 86400
                @ SOA ns1 hostmaster %d 3600 600 604800 %d
                @ NS %3$s
                %3$s A 127.0.0.1
                @ 300 MX 10 mx.primary
                @ 300 TXT "v=spf1 ip4:192.0.2.10 ~all"
                mx.primary A 127.0.0.1
                mx.backup A 127.0.0.1
                %4$s
                """
                        .formatted(serial, negativeTtl, nameServer, String.join("\n", more)),
                key,
                "update-policy { grant %s zonesub ANY; }; %s".formatted(key.name(), policy));
    }

    private static String tlsa(String host, Tlsa record) {
        return "_25._tcp." + host + " TLSA " + record;
    }

    private static Tlsa fitting() {
        return Tlsa.forCertificate(2, 0, 1, AUTHORITY.certificate());
    }

    private void profile(Bind first, String authoritative, String resolvers) throws IOException {
        var hosts = new StringBuilder();
        for (String host : List.of("mx.primary.acme.test", "mx.backup.acme.test")) {
            LabMailServer server =
                    started(
                            LabMailServer.start(
                                    AUTHORITY, host, Mailboxes.of("billing@acme.test")));
            hosts.append("\n    %s: \"%s\"".formatted(host, Desk.at(server.address())));
        }
        desk.profile(
                "acme",
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider: {type: rfc2136, server: "%s", tsig: %s}
                sites:
                  primary: {mx: ["10 mx.primary.acme.test."], spf: [ip4:192.0.2.10]}
                  backup: {mx: ["10 mx.backup.acme.test."], spf: [ip4:192.0.2.10]}
                checks: {latency: {warn: 50s, crit: 60s}, recipients: ["billing@${domain}"]}
                dns: {authoritative: [%s], resolvers: [%s]}
                smtp:
                  ca-file: ../ca.pem
                  connect-to:%s
                """
                        .formatted(
                                Desk.at(first.address()),
                                desk.tsig(key),
                                authoritative,
                                resolvers,
                                hosts));
    }

    private static String at(Bind... servers) {
        return java.util.Arrays.stream(servers)
                .map(server -> "\"" + Desk.at(server.address()) + "\"")
                .collect(Collectors.joining(", "));
    }

    private static TreeSet<String> ids(Desk.Ran ran) {
        return new Seen(ran.json())
                .at("findings").elements().stream()
                        .map(finding -> new Seen(finding).at("id").text())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_healthy_server_of_a_signed_zone_with_fitting_tlsa_records_gives_no_finding()
            throws IOException {
        Bind first =
                started(
                        Bind.primary(
                                zone(
                                        "dnssec-policy default;",
                                        1,
                                        300,
                                        "ns1",
                                        tlsa("mx.primary", fitting()),
                                        tlsa("mx.backup", fitting()))));
        Await.until(
                "the zone is signed",
                java.time.Duration.ofSeconds(30),
                () -> !Ask.data(first.address(), "acme.test.", Type.DNSKEY).isEmpty());
        profile(first, at(first), at(first));

        Desk.Ran ran = desk.mxfail("check", "--json");

        assertEquals(new TreeSet<String>(), ids(ran), ran.all());
        assertEquals(0, ran.exit(), ran.all());
    }

    @Test
    void each_planted_fault_is_found_under_its_own_name() throws IOException {
        String foreign = "3 1 1 " + "00".repeat(32);
        String[] records = {"_25._tcp.mx.primary TLSA " + foreign, "* 300 MX 10 mx.primary"};
        Bind first = started(Bind.primary(zone(2, 86_400, "ns1", records)));
        Bind behind =
                started(
                        Bind.primary(
                                List.of(zone(1, 86_400, "ns1", records)),
                                "recursion yes; allow-query-cache { any; };"));
        Bind lame = started(Bind.primary(Zone.of("other.test", OTHER)));
        Bind inside = started(Bind.primary(zone(9, 300, "dc1", records)));
        profile(first, at(first, behind, lame), at(inside));

        Desk.Ran ran = desk.mxfail("check", "--json");

        assertEquals(
                new TreeSet<>(
                        List.of(
                                "DANE-MISMATCH",
                                "DANE-MISSING",
                                "DANE-UNSIGNED",
                                "NEGATIVE-TTL",
                                "NS-DISAGREE",
                                "NS-LAME",
                                "NS-RECURSIVE",
                                "SPLIT-HORIZON",
                                "WILDCARD")),
                ids(ran),
                ran.all());
        assertEquals(2, ran.exit(), ran.all());
    }

    private static final String OTHER =
            """
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            """;
}
