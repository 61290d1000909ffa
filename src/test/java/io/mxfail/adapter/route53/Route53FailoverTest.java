package io.mxfail.adapter.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.Main;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.ChildJvm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The main job at Route 53, by the command line in a JVM of its own: the stand-in's zone is served
/// by a name server, and mail hosts speak SMTP.
class Route53FailoverTest {
    private static final String MX = "acme.test.";

    @TempDir private Path folder;

    private FakeRoute53 service;
    private FakeZone zone;
    private AuthoritativeServer dns;
    private LabMailServer primary;
    private LabMailServer backup;

    private record Ran(int exit, String out) {}

    @BeforeEach
    void open() throws IOException {
        service = new FakeRoute53(Route53Account.users());
        service.synchroniseWhenAsked();
        service.privateZone("Z0INSIDE", "acme.test.");
        zone = service.zone("Z1PUBLIC", "acme.test.");
        put(MX, "MX", 3600, "10 mx.primary.acme.test");
        put(
                MX,
                "TXT",
                900,
                "\"v=spf1 ip4:192.0.2.10 ~all\"",
                "\"site-verification=keep-me\"",
                "\"caf\\303\\251 \\\"q\\\" \" \"and more\"");
        put("smtp.acme.test.", "CNAME", 3600, "relay.primary.acme.test.");
        for (String host : List.of("mx.primary", "mx.backup", "relay.primary", "relay.backup")) {
            put(host + ".acme.test.", "A", 3600, "127.0.0.1");
        }
        var serial = new AtomicInteger();
        dns =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", text(serial.incrementAndGet()))),
                        List.of());
        service.served(
                changed -> {
                    if (changed == zone) {
                        dns.load(ZoneVersion.parse("acme.test.", text(serial.incrementAndGet())));
                    }
                });
        LabAuthority authority = LabAuthority.create(Instant.now());
        Mailboxes boxes = Mailboxes.of("postmaster@acme.test", "billing@acme.test");
        primary = LabMailServer.start(authority, "mx.primary.acme.test", boxes);
        backup = LabMailServer.start(authority, "mx.backup.acme.test", boxes);
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        profile();
    }

    @AfterEach
    void close() {
        primary.close();
        backup.close();
        dns.close();
        service.close();
    }

    @Test
    void a_switch_moves_mail_by_one_batch_and_an_undo_gives_back_every_character()
            throws Exception {
        List<Map.Entry<FakeZone.Id, FakeZone.Set>> origin = zone.from(Optional.empty());

        Ran there =
                mxfail("switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "60s");

        assertEquals(0, there.exit(), there.out());
        assertEquals(1, service.writes());
        assertEquals(List.of("10 mx.backup.acme.test."), zone.at(MX, "MX").orElseThrow().values());
        List<String> texts = zone.at(MX, "TXT").orElseThrow().values();
        assertTrue(texts.contains("\"caf\\303\\251 \\\"q\\\" \" \"and more\""), texts::toString);
        assertTrue(
                texts.contains("\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\""),
                texts::toString);

        Ran again = mxfail("switch", "--to", "backup", "--from", "primary", "--yes");
        assertEquals(0, again.exit(), again.out());
        assertEquals(1, service.writes());

        Ran back = mxfail("undo", "--yes", "--wait", "60s");

        assertEquals(0, back.exit(), back.out());
        assertEquals(2, service.writes());
        for (Map.Entry<FakeZone.Id, FakeZone.Set> set : origin) {
            FakeZone.Set now = zone.at(set.getKey().name(), set.getKey().type()).orElseThrow();
            assertEquals(set.getValue().ttl(), now.ttl(), set::toString);
            if (set.getKey().type().equals("TXT")) {
                assertEquals(
                        set.getValue().values().stream().sorted().toList(),
                        now.values().stream().sorted().toList());
            }
        }
        assertEquals(origin.size(), zone.size());
        assertNoSecret();
    }

    @Test
    void a_set_with_a_routing_policy_blocks_and_nobody_can_accept_it() throws Exception {
        zone.put(
                new FakeZone.Id("www.acme.test.", "A", Optional.of("one")),
                new FakeZone.Set(60, List.of("192.0.2.1"), "<Weight>1</Weight>"));

        Ran plan =
                mxfail(
                        "plan",
                        "--to",
                        "backup",
                        "--accept",
                        "ROUTING-POLICY",
                        "--reason",
                        "a test");

        assertTrue(plan.out().contains("ROUTING-POLICY"), plan.out());
        assertTrue(plan.exit() == 3 || plan.exit() == 2, plan.out());
        assertEquals(3, mxfail("switch", "--to", "backup", "--from", "primary", "--yes").exit());
        assertEquals(0, service.writes());
    }

    private void put(String owner, String type, long ttl, String... values) {
        zone.put(
                new FakeZone.Id(owner, type, Optional.empty()),
                new FakeZone.Set(ttl, List.of(values), ""));
    }

    /// The zone as its name servers have it.
    private String text(int serial) {
        var text = new StringBuilder();
        text.append("@ 900 IN SOA ns1 hostmaster ")
                .append(serial)
                .append(" 3600 600 604800 300\n@ 900 IN NS ns1\nns1 900 IN A 127.0.0.1\n");
        zone.from(Optional.empty()).stream()
                .filter(set -> !List.of("SOA", "NS").contains(set.getKey().type()))
                .forEach(
                        set ->
                                set.getValue()
                                        .values()
                                        .forEach(
                                                value ->
                                                        text.append(set.getKey().name())
                                                                .append(' ')
                                                                .append(set.getValue().ttl())
                                                                .append(" IN ")
                                                                .append(set.getKey().type())
                                                                .append(' ')
                                                                .append(served(set, value))
                                                                .append('\n')));
        return text.toString();
    }

    private static String served(Map.Entry<FakeZone.Id, FakeZone.Set> set, String value) {
        boolean host = List.of("MX", "CNAME").contains(set.getKey().type());
        return host && !value.endsWith(".") ? value + "." : Route53Convert.toDecimal(value);
    }

    private void profile() throws IOException {
        Path profiles = Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(
                profiles.resolve("acme.yaml"),
                """
                version: 1
                name: acme
                domains: [acme.test]
                provider: {type: route53, endpoint: "%s", timeout: 60s}
                sites:
                  primary:
                    mx: ["10 mx.primary.acme.test."]
                    spf: [ip4:192.0.2.10]
                    records: ["smtp CNAME relay.primary.acme.test."]
                  backup:
                    mx: ["10 mx.backup.acme.test."]
                    spf: [ip4:198.51.100.20]
                    records: ["smtp CNAME relay.backup.acme.test.", "www A 192.0.2.1"]
                checks: {recipients: ["postmaster@acme.test", "billing@acme.test"]}
                dns: {authoritative: ["%s"], resolvers: []}
                smtp:
                  connect-to:
                    mx.primary.acme.test: "%s"
                    mx.backup.acme.test: "%s"
                  ca-file: %s
                """
                        .formatted(
                                service.url(),
                                at(dns.address(0)),
                                at(primary.address()),
                                at(backup.address()),
                                folder.resolve("ca.pem")));
    }

    private static String at(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private Ran mxfail(String... words) throws Exception {
        var arguments = new ArrayList<>(List.of(words));
        arguments.addAll(
                List.of(
                        "--profiles",
                        folder.resolve("profiles").toString(),
                        "--state",
                        folder.resolve("state").toString()));
        Path output = folder.resolve("output-" + System.nanoTime());
        ProcessBuilder builder =
                new ProcessBuilder(ChildJvm.warm(Main.class, arguments.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_ACCESS_KEY_ID", Route53Account.KEY);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", Route53Account.SECRET);
        Process process = builder.start();
        assertTrue(process.waitFor(110, TimeUnit.SECONDS));
        return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /// Neither the journal nor any output holds the secret key.
    private void assertNoSecret() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(Route53Account.SECRET), file::toString);
            }
        }
    }
}
