package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.mxfail.real.Signer;
import io.mxfail.real.Unbound;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// DNSSEC as it is: a parent and a child zone that BIND serves, and an Unbound that validates from
/// a trust anchor for the parent.
@NeedsServer({Server.BIND, Server.BIND_SIGNER, Server.UNBOUND})
class DnssecAtBindTest {
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

    private static final String COMPANY =
            """
            $TTL 300
            $ORIGIN acme.test.
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            @ MX 10 mx.primary
            @ TXT "v=spf1 ip4:192.0.2.10 ~all"
            mx.primary A 127.0.0.1
            mx.backup A 127.0.0.1
            _25._tcp.mx.primary TLSA %1$s
            _25._tcp.mx.backup TLSA %1$s
            """
                    .formatted(Tlsa.forCertificate(2, 0, 1, AUTHORITY.certificate()));
    private static final String HOSTS =
            """
            $TTL 300
            $ORIGIN hosts.test.
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            mx.backup A 127.0.0.1
            _25._tcp.mx.backup TLSA %s
            """
                    .formatted(Tlsa.forCertificate(2, 0, 1, AUTHORITY.certificate()));
    private static final String ROOT =
            """
            $TTL 300
            $ORIGIN test.
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            acme NS ns1.acme
            ns1.acme A 127.0.0.1
            hosts NS ns1.hosts
            ns1.hosts A 127.0.0.1
            """;

    private static final String TOP =
            """
            $TTL 300
            $ORIGIN .
            @ SOA ns1.test. hostmaster.test. 1 3600 600 604800 300
            @ NS ns1.test.
            test NS ns1.test.
            ns1.test A 127.0.0.1
            """;

    /// What is wrong, and what `check` must say of it and nothing else.
    private enum Fault {
        NONE(),
        OTHER_KEY_AT_PARENT("DNSSEC-BOGUS"),
        EXPIRED("DNSSEC-BOGUS"),
        NOT_YET_VALID("DNSSEC-BOGUS"),
        MX_CHANGED_UNDER_ITS_SIGNATURE("DNSSEC-BOGUS"),
        MX_WITHOUT_SIGNATURE("DNSSEC-BOGUS"),
        NOT_SIGNED("DNSSEC-BOGUS", "DANE-UNSIGNED"),
        ENDS_SOON("DNSSEC-EXPIRING"),
        ALGORITHM_NOBODY_KNOWS("DNSSEC-UNSUPPORTED", "DANE-UNSIGNED"),
        NO_DS("DANE-UNSIGNED"),
        HOSTS_OTHER_KEY_AT_PARENT("DNSSEC-BOGUS"),
        HOSTS_EXPIRED("DNSSEC-BOGUS"),
        HOSTS_TLSA_WITHOUT_SIGNATURE("DNSSEC-BOGUS"),
        HASHED(),
        PROOFS_ENDED("DNSSEC-DENIAL"),
        PROOFS_FORGED("DNSSEC-DENIAL"),
        PROOFS_END_SOON("DNSSEC-EXPIRING"),
        HASHED_PROOFS_ENDED("DNSSEC-DENIAL"),
        HASHED_PROOFS_WITH_GAPS("DNSSEC-DENIAL"),
        HOSTS_PROOFS_ENDED("DNSSEC-DENIAL"),
        DS_ENDED("DNSSEC-BOGUS"),
        NO_DS_AND_NO_PROOF("DNSSEC-BOGUS"),
        PARENTS_DS_ENDED("DNSSEC-BOGUS"),
        OTHER_KEY_AT_PARENTS_PARENT("DNSSEC-BOGUS"),
        PARENT_WITHOUT_DS("DANE-UNSIGNED");

        private final TreeSet<String> findings;

        Fault(String... findings) {
            this.findings = new TreeSet<>(List.of(findings));
        }
    }

    /// The two servers.
    private record World(Bind bind, Unbound resolver) {}

    private World world(Fault fault) {
        Signer top = started(Signer.of(""));
        Signer root = started(Signer.of("test"));
        Signer otherRoot = started(Signer.of("test"));
        Signer company = started(Signer.of("acme.test"));
        Signer hosts = started(Signer.of("hosts.test"));
        Signer other = started(Signer.of("acme.test"));
        Signer otherHosts = started(Signer.of("hosts.test"));
        String signed =
                switch (fault) {
                    case EXPIRED -> company.sign(COMPANY, "-s", "-1209600", "-e", "now-259200");
                    case NOT_YET_VALID -> company.sign(COMPANY, "-s", "+259200");
                    case ENDS_SOON -> company.sign(COMPANY, "-s", "-1209600", "-e", "now+72000");
                    case NOT_SIGNED -> COMPANY;
                    case HASHED -> company.sign(COMPANY, "-3", "beef");
                    case PROOFS_ENDED -> company.signWithProofsUntil(COMPANY, "now-259200");
                    case PROOFS_END_SOON -> company.signWithProofsUntil(COMPANY, "now+72000");
                    case PROOFS_FORGED ->
                            company.sign(COMPANY, "-O", "full")
                                    .replaceAll(
                                            "(\\sNSEC\\s+)(\\S+)\\.acme\\.test\\.",
                                            "$1$2.other.acme.test.");
                    case HASHED_PROOFS_ENDED ->
                            company.signWithProofsUntil(COMPANY, "now-259200", "-3", "beef");
                    case HASHED_PROOFS_WITH_GAPS ->
                            company.sign(COMPANY, "-O", "full", "-3", "beef")
                                    .lines()
                                    .filter(
                                            line ->
                                                    !line.matches(".*\\s(RRSIG\\s+)?NSEC3\\s.*")
                                                            || line.contains("NSEC3PARAM")
                                                            || line.contains("SOA"))
                                    .collect(Collectors.joining("\n", "", "\n"));
                    default -> company.sign(COMPANY);
                };
        UnaryOperator<String> after =
                switch (fault) {
                    case MX_CHANGED_UNDER_ITS_SIGNATURE ->
                            text -> text.replace("MX\t10 mx.primary", "MX\t20 mx.primary");
                    case MX_WITHOUT_SIGNATURE ->
                            text -> text.replaceAll("(?s)\\s+300\\s+RRSIG\\s+MX [^)]*\\)", "");
                    default -> text -> text;
                };
        String ds =
                switch (fault) {
                    case OTHER_KEY_AT_PARENT -> other.ds();
                    case ALGORITHM_NOBODY_KNOWS -> company.ds().replace(" 13 2 ", " 12 2 ");
                    case NO_DS, NO_DS_AND_NO_PROOF -> "";
                    default -> company.ds();
                };
        String hostsDs = fault == Fault.HOSTS_OTHER_KEY_AT_PARENT ? otherHosts.ds() : hosts.ds();
        String hostsSigned =
                fault == Fault.HOSTS_EXPIRED
                        ? hosts.sign(HOSTS, "-s", "-1209600", "-e", "now-259200")
                        : hosts.sign(HOSTS);
        if (fault == Fault.HOSTS_PROOFS_ENDED) {
            hostsSigned = hosts.signWithProofsUntil(HOSTS, "now-259200");
        }
        if (fault == Fault.HOSTS_TLSA_WITHOUT_SIGNATURE) {
            hostsSigned = hostsSigned.replaceAll("(?s)\\s+300\\s+RRSIG\\s+TLSA [^)]*\\)", "");
        }
        String parent = ROOT + ds + "\n" + hostsDs + "\n";
        parent =
                switch (fault) {
                    case DS_ENDED -> root.signWithUntil(parent, "DS", "now-259200");
                    case NO_DS_AND_NO_PROOF -> root.signWithProofsUntil(parent, "now-259200");
                    default -> root.sign(parent);
                };
        String grandparent =
                switch (fault) {
                    case PARENTS_DS_ENDED ->
                            top.signWithUntil(TOP + root.ds() + "\n", "DS", "now-259200");
                    case OTHER_KEY_AT_PARENTS_PARENT -> top.sign(TOP + otherRoot.ds() + "\n");
                    case PARENT_WITHOUT_DS -> top.sign(TOP);
                    default -> top.sign(TOP + root.ds() + "\n");
                };
        Bind bind =
                started(
                        Bind.primary(
                                Zone.of("", grandparent),
                                Zone.of("test", parent),
                                Zone.ruled(
                                        "acme.test",
                                        after.apply(signed),
                                        key,
                                        // no updates, or BIND would take off what ends soon
                                        "allow-query { any; };"),
                                Zone.of("hosts.test", hostsSigned)));
        return new World(bind, started(validating(top.trustAnchor(), bind)));
    }

    private static Unbound validating(String anchor, Bind... servers) {
        var zones = new LinkedHashMap<String, List<InetSocketAddress>>();
        for (Bind server : servers) {
            server.zones().forEach(zone -> zones.put(zone, List.of(server.address())));
        }
        return Unbound.of(zones, "module-config: \"validator iterator\"", anchor);
    }

    private void profile(World world, String backup) throws IOException {
        // one that does not validate beside it, as some do
        Unbound plain = started(Unbound.of(world.bind()));
        profile(
                world.bind(),
                backup,
                Desk.at(world.resolver().address()),
                Desk.at(plain.address()));
    }

    private void profile(Bind bind, String backup, String... resolvers) throws IOException {
        var hosts = new StringBuilder();
        for (String host : List.of("mx.primary.acme.test", backup)) {
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
                  backup: {mx: ["10 %s."], spf: [ip4:192.0.2.10]}
                checks: {latency: {warn: 50s, crit: 60s}, recipients: ["billing@${domain}"]}
                dns: {authoritative: ["%s"], resolvers: [%s]}
                smtp:
                  ca-file: ../ca.pem
                  connect-to:%s
                """
                        .formatted(
                                Desk.at(bind.address()),
                                desk.tsig(key),
                                backup,
                                Desk.at(bind.address()),
                                java.util.Arrays.stream(resolvers)
                                        .map(resolver -> '"' + resolver + '"')
                                        .collect(Collectors.joining(", ")),
                                hosts));
    }

    private static TreeSet<String> ids(Desk.Ran ran) {
        return new Seen(ran.json())
                .at("findings").elements().stream()
                        .map(finding -> new Seen(finding).at("id").text())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void each_fault_gives_its_finding_and_no_other(Fault fault) throws IOException {
        World world = world(fault);
        profile(
                world,
                fault.name().startsWith("HOSTS") ? "mx.backup.hosts.test" : "mx.backup.acme.test");

        Desk.Ran ran = desk.mxfail("check", "--json");

        assertEquals(fault.findings, ids(ran), ran.all());
        // the resolver is of the same opinion
        boolean bogus = fault.findings.contains("DNSSEC-BOGUS");
        Name asked =
                fault.name().startsWith("HOSTS")
                        ? Name.fromConstantString("mx.backup.hosts.test.")
                        : Name.fromConstantString("acme.test.");
        int type = fault.name().startsWith("HOSTS") ? Type.A : Type.MX;
        if (fault == Fault.HOSTS_TLSA_WITHOUT_SIGNATURE) {
            asked = Name.fromConstantString("_25._tcp.mx.backup.hosts.test.");
            type = Type.TLSA;
        }
        assertEquals(
                bogus ? Rcode.SERVFAIL : Rcode.NOERROR,
                Ask.message(world.resolver().address(), asked.toString(), type).getRcode(),
                fault::name);
        if (!bogus) {
            String nobody = "_25._tcp.nobody." + asked;
            assertEquals(
                    fault.findings.contains("DNSSEC-DENIAL") ? Rcode.SERVFAIL : Rcode.NXDOMAIN,
                    Ask.message(world.resolver().address(), nobody, Type.TLSA).getRcode(),
                    fault::name);
        }
    }

    /// Seen without any resolver that validates.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DS_ENDED | the DS set of acme.test. (in test.) has a signature that ended at",
                "NO_DS_AND_NO_PROOF | it says that acme.test. has no DS, and the NSEC set of",
                "PARENTS_DS_ENDED | the DS set of test. (in .) has a signature that ended at",
                "OTHER_KEY_AT_PARENTS_PARENT | no key of test. is the one that its parent's DS",
                "PARENT_WITHOUT_DS | stand in a zone below one that nobody vouches for"
            })
    void the_link_above_that_does_not_hold_is_named(Fault fault, String words) throws IOException {
        World world = world(fault);
        Unbound plain = started(Unbound.of(world.bind()));
        profile(world.bind(), "mx.backup.acme.test", Desk.at(plain.address()));

        Desk.Ran ran = desk.mxfail("check");

        assertTrue(ran.said().replaceAll("\\s+", " ").contains(words), ran.all());
    }

    /// Each site wants a TLSA record of its own for one host: caches then hold the wrong one.
    @ParameterizedTest
    @CsvSource({"NONE, true", "NO_DS, false"})
    void old_tlsa_records_are_a_hazard_where_senders_validate_and_nowhere_else(
            Fault fault, boolean told) throws IOException {
        World world = world(fault);
        profile(world, "mx.backup.acme.test");
        String record = "_25._tcp.mx.primary TLSA 3 1 1 ";
        Path profile = desk.folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "primary: {mx",
                                "primary: {records: [\"_25._tcp.mx.primary TLSA %s\"], mx"
                                        .formatted(
                                                Tlsa.forCertificate(
                                                        2, 0, 1, AUTHORITY.certificate())))
                        .replace(
                                "backup: {mx",
                                "backup: {records: [\"%s%s\"], mx"
                                        .formatted(record, "a".repeat(64))));

        Desk.Ran ran = desk.mxfail("plan", "--to", "backup", "--json");

        assertEquals(
                told,
                new Seen(ran.json())
                        .at("hazards").elements().stream()
                                .map(hazard -> new Seen(hazard).at("id").text())
                                .anyMatch("TLSA-MIXED"::equals),
                ran.all());
    }

    @Test
    void bogus_signatures_hold_back_a_planned_switch_and_no_emergency() throws IOException {
        profile(world(Fault.EXPIRED), "mx.backup.acme.test");

        Desk.Ran planned = desk.mxfail("plan", "--to", "backup");
        assertEquals(3, planned.exit(), planned.all());
        assertTrue(planned.said().contains("DNSSEC-BOGUS"), planned.all());
        assertTrue(planned.said().contains("ended at"), planned.all());

        Desk.Ran emergency = desk.mxfail("plan", "--to", "backup", "--mode", "emergency");
        assertEquals(0, emergency.exit(), emergency.all());
        assertTrue(emergency.said().contains("DNSSEC-BOGUS"), emergency.all());
    }

    @Test
    void a_zone_that_the_server_itself_signs_is_sound_before_and_after_a_switch()
            throws IOException {
        String policy = "dnssec-policy default; inline-signing no;";
        Bind bind =
                started(
                        Bind.primary(
                                Zone.ruled(
                                        "test",
                                        ROOT,
                                        key,
                                        "update-policy { grant %s zonesub ANY; }; %s"
                                                .formatted(key.name(), policy)),
                                Zone.ruled(
                                        "acme.test",
                                        COMPANY,
                                        key,
                                        "update-policy { grant %s zonesub ANY; }; %s"
                                                .formatted(key.name(), policy))));
        DNSKEYRecord company = signingKey(bind, "acme.test.");
        io.mxfail.real.Nsupdate.signed(bind.address(), key)
                .send(
                        "test",
                        "update add acme.test. 300 DS "
                                + new DSRecord(
                                                company.getName(),
                                                DClass.IN,
                                                300,
                                                org.xbill.DNS.DNSSEC.Digest.SHA256,
                                                company)
                                        .rdataToString());
        Unbound resolver =
                started(
                        validating(
                                "trust-anchor: \"test. DNSKEY %s\""
                                        .formatted(signingKey(bind, "test.").rdataToString()),
                                bind));
        profile(bind, "mx.backup.acme.test", Desk.at(resolver.address()));
        Await.until(
                "the chain is whole",
                Duration.ofSeconds(30),
                () -> desk.mxfail("check", "--json").exit() == 0);
        assertEquals(
                Rcode.NOERROR, Ask.message(resolver.address(), "acme.test.", Type.SOA).getRcode());

        Desk.Ran moved =
                desk.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s");
        assertEquals(0, moved.exit(), moved.all());
        assertEquals(new TreeSet<String>(), ids(desk.mxfail("check", "--json")));
    }

    private static DNSKEYRecord signingKey(Bind bind, String zone) throws IOException {
        Await.until(
                zone + " is signed",
                Duration.ofSeconds(30),
                () -> !Ask.data(bind.address(), zone, Type.DNSKEY).isEmpty());
        return (DNSKEYRecord)
                Record.fromString(
                        Name.fromString(zone),
                        Type.DNSKEY,
                        DClass.IN,
                        300,
                        Ask.data(bind.address(), zone, Type.DNSKEY).getFirst(),
                        Name.root);
    }

    @Test
    void new_data_without_signature_is_not_verified() throws IOException {
        profile(world(Fault.NONE), "mx.backup.acme.test");
        Desk.Ran signed = desk.mxfail("verify", "--expect", "primary");
        assertEquals(0, signed.exit(), signed.all());

        profile(world(Fault.MX_WITHOUT_SIGNATURE), "mx.backup.acme.test");
        Desk.Ran bare = desk.mxfail("verify", "--expect", "primary");
        assertEquals(1, bare.exit(), bare.all());
        assertTrue(
                bare.said().contains("the MX set of acme.test. carries no signature"), bare.all());
    }

    @Test
    void a_saved_check_keeps_the_signatures_and_is_judged_without_the_servers() throws IOException {
        World world = world(Fault.ENDS_SOON);
        profile(world, "mx.backup.acme.test");
        String file = desk.folder.resolve("check.json").toString();
        Desk.Ran live = desk.mxfail("check", "--save", file, "--json");
        world.bind().crash();
        world.resolver().crash();

        Desk.Ran again = desk.mxfail("check", "--replay", file, "--json");

        assertEquals(new TreeSet<>(List.of("DNSSEC-EXPIRING")), ids(again), again.all());
        assertEquals(live.exit(), again.exit());
    }

    @Test
    void a_resolver_that_fails_for_another_reason_is_not_taken_for_one_that_validates()
            throws IOException {
        World world = world(Fault.NONE);
        Bind other =
                started(
                        Bind.primary(
                                Zone.of("other.test", COMPANY.replace("acme.test", "other.test"))));
        Unbound lost =
                started(
                        Unbound.of(
                                Map.of(
                                        "test",
                                        List.of(world.bind().address()),
                                        "acme.test",
                                        List.of(other.address()))));
        profile(world.bind(), "mx.backup.acme.test", Desk.at(lost.address()));

        Desk.Ran ran = desk.mxfail("check", "--json");

        assertTrue(ids(ran).stream().noneMatch(id -> id.startsWith("DNSSEC")), ran.all());
        assertEquals(
                Rcode.SERVFAIL, Ask.message(lost.address(), "acme.test.", Type.SOA).getRcode());
    }
}
