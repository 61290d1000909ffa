package io.mxfail.adapter.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.format.Json;
import io.mxfail.format.JsonValue;
import io.mxfail.real.Shell;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.Tool;
import io.mxfail.spi.WriteScope;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class Route53AccessTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordKey TXT = new RecordKey(ZONE, Type.TXT);
    private static final RecordKey WILD =
            new RecordKey(Name.fromConstantString("*.example.test."), Type.MX);
    private static final RecordKey OTHER =
            new RecordKey(Name.fromConstantString("www.example.test."), Type.A);
    private static final Set<RecordKey> OWNED = Set.of(MX, TXT, WILD);

    private FakeRoute53 service;
    private FakeZone zone;

    @TempDir private Path folder;

    @BeforeEach
    void open() throws IOException {
        service = new FakeRoute53(Route53Account.users());
        zone = service.zone("Z1PUBLIC", "example.test.");
        Route53ContractTest.fill(zone);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void the_policy_lets_the_profile_be_written_and_nothing_else() throws Exception {
        service.allow(new FakeIam(policy(Map.of("zone-id", "Z1PUBLIC"))));
        try (DnsProvider provider = Route53Account.open(service, "known", "zone-id", "Z1PUBLIC")) {
            RecordSet mx = RecordSet.parse(MX, 60, List.of("10 mx.backup.example."));
            RecordSet wild = RecordSet.parse(WILD, 60, List.of("10 mx.backup.example."));
            String receipt =
                    assertInstanceOf(Outcome.Applied.class, provider.write(to(provider, mx, wild)))
                            .receipt();
            assertFalse(provider.inSync(receipt));
            RecordSet www = RecordSet.parse(OTHER, 60, List.of("192.0.2.1"));
            var rejected =
                    assertInstanceOf(Outcome.Rejected.class, provider.write(to(provider, www)));
            assertEquals(FailureKind.FORBIDDEN, rejected.kind());
        }
    }

    @Test
    void without_a_zone_id_the_policy_lets_zones_be_found() throws Exception {
        String policy = policy(Map.of());
        assertTrue(policy.contains("ListHostedZonesByName"));
        service.allow(new FakeIam(policy.replace("ZONE-ID-OF-example.test", "Z1PUBLIC")));
        try (DnsProvider provider = Route53Account.open(service, "known")) {
            assertEquals(ZONE, provider.zoneOf(ZONE));
            provider.read(ZONE, OWNED);
        }
    }

    @Test
    void no_policy_has_an_upsert() throws Exception {
        assertFalse(policy(Map.of()).contains("UPSERT"));
        assertTrue(policy(Map.of()).contains("\"\\\\052.example.test\""));
    }

    @Test
    void a_proof_changes_nothing_and_tells_who_may_write() throws Exception {
        Observed before;
        try (DnsProvider provider = Route53Account.open(service, "known", "zone-id", "Z1PUBLIC")) {
            before = provider.read(ZONE, OWNED);
            service.allow(new FakeIam(policy(Map.of("zone-id", "Z1PUBLIC"))));
            Proof proven = provider.prove(ZONE, OWNED);
            assertEquals(Proof.State.PROVEN, proven.state(), proven::toString);
            assertEquals(3, proven.steps().size());
            Proof refused = provider.prove(ZONE, Set.of(MX, OTHER));
            assertEquals(Proof.State.REFUSED, refused.state(), refused::toString);
            assertEquals(Proof.Subject.WRITE, refused.steps().getLast().subject());
            assertEquals(before, provider.read(ZONE, OWNED));
        }
        try (DnsProvider stranger = Route53Account.open(service, "stranger")) {
            Proof unknown = stranger.prove(ZONE, OWNED);
            assertEquals(Proof.State.REFUSED, unknown.state());
            assertEquals(Proof.Subject.CREDENTIALS, unknown.steps().getFirst().subject());
        }
    }

    @Test
    void the_script_for_aws_makes_the_same_change() throws Exception {
        FakeZone twin = new FakeZone("Z2TWIN", "example.test.", false);
        Route53ContractTest.fill(twin);
        try (DnsProvider provider = Route53Account.open(service, "known")) {
            RecordSet mx = RecordSet.parse(MX, 60, List.of("10 mx.backup.example."));
            RecordSet txt =
                    RecordSet.parse(TXT, 300, List.of("\"v=spf1 -all\"", "\"caf\\195\\169; x\""));
            ZoneWrite write = to(provider, mx, txt);
            String script = provider.script(write, Tool.AWS).orElseThrow();
            assertFalse(script.contains("UPSERT"), script);
            assertEquals(Optional.empty(), provider.script(write, Tool.NSUPDATE));

            List<FakeZone.Change> batch = batch(handedToAws(script));
            assertEquals(List.of(), twin.apply(batch));
            assertFalse(twin.apply(batch).isEmpty(), "the zone has moved");
            assertInstanceOf(Outcome.Applied.class, provider.write(write));
        }
        assertEquals(zone.from(Optional.empty()), twin.from(Optional.empty()));
    }

    private static String policy(Map<String, Object> options) {
        return new Route53Factory()
                .policy(new ProviderConfig("route53", options), new WriteScope(Map.of(ZONE, OWNED)))
                .orElseThrow()
                .text();
    }

    private static ZoneWrite to(DnsProvider provider, RecordSet... wanted) throws Exception {
        var sets = new ArrayList<SetWrite>();
        for (RecordSet set : wanted) {
            Observed now = provider.read(ZONE, Set.of(set.key()));
            sets.add(new SetWrite(set.key(), now.at(set.key()), Optional.of(set)));
        }
        return new ZoneWrite(ZONE, sets, Set.of());
    }

    /// What the script, run by a shell, gives to a program named `aws`.
    private String handedToAws(String script) throws IOException {
        Path aws =
                Files.writeString(
                        folder.resolve("aws"),
                        "#!/bin/sh\necho \"$@\" > \"${0%/*}/words\"\ncat > \"${0%/*}/batch\"\n");
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
        assertTrue(Shell.plays(script, Map.of("PATH", folder + ":/usr/bin:/bin")), script);
        assertEquals(
                "route53 change-resource-record-sets --hosted-zone-id Z1PUBLIC --change-batch"
                        + " file:///dev/stdin\n",
                Files.readString(folder.resolve("words")));
        return Files.readString(folder.resolve("batch"));
    }

    private static List<FakeZone.Change> batch(String json) throws Exception {
        var batch = new ArrayList<FakeZone.Change>();
        var root = (JsonValue.Members) Json.read(json);
        for (JsonValue change : ((JsonValue.Elements) root.byName().get("Changes")).values()) {
            var members = (JsonValue.Members) change;
            var set = (JsonValue.Members) members.byName().get("ResourceRecordSet");
            var values = new ArrayList<String>();
            for (JsonValue record :
                    ((JsonValue.Elements) set.byName().get("ResourceRecords")).values()) {
                values.add(text((JsonValue.Members) record, "Value"));
            }
            batch.add(
                    new FakeZone.Change(
                            text(members, "Action"),
                            new FakeZone.Id(text(set, "Name"), text(set, "Type"), Optional.empty()),
                            new FakeZone.Set(
                                    ((JsonValue.Figure) set.byName().get("TTL"))
                                            .value()
                                            .longValueExact(),
                                    values,
                                    "")));
        }
        return batch;
    }

    private static String text(JsonValue.Members members, String name) {
        return ((JsonValue.Text) members.byName().get(name)).value();
    }
}
