package io.mxfail.adapter.rfc2136;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Key;
import io.mxfail.real.Knot;
import io.mxfail.real.NameServer;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.AccessPolicy;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.ProviderContract;
import io.mxfail.spi.WriteScope;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules that are printed for a server let it do what the profile needs, and nothing else; and
/// a proof tells the two apart without a trace in the zone.
class Rfc2136AccessTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordKey TXT = new RecordKey(ZONE, Type.TXT);
    private static final RecordKey RELAY_A = relay(Type.A);
    private static final RecordKey RELAY_AAAA = relay(Type.AAAA);
    private static final RecordKey RELAY_CNAME = relay(Type.CNAME);
    private static final RecordKey WILD =
            new RecordKey(Name.fromConstantString("*.example.test."), Type.MX);
    private static final RecordKey FOREIGN =
            new RecordKey(Name.fromConstantString("mx2.example.test."), Type.A);
    private static final RecordKey SERVICE =
            new RecordKey(Name.fromConstantString("_submission._tcp.example.test."), Type.SRV);
    private static final Set<RecordKey> OWNED =
            Set.of(MX, TXT, RELAY_A, RELAY_AAAA, RELAY_CNAME, WILD);
    private static final String CONTENT = ServedZone.HEAD + ProviderContract.CONTENT;

    @NeedsServer(Server.BIND)
    @Test
    void binds_rules_are_enough_and_no_more() throws Exception {
        Key key = Key.random("mxfail-key");
        String text = policy(key).text();
        String rules = text.substring(text.indexOf("update-policy {"), text.indexOf("};") + 2);
        try (NameServer bind = Bind.primary(Zone.ruled("example.test", CONTENT, key, rules))) {
            prove(bind, key);
        }
    }

    @NeedsServer(Server.KNOT)
    @Test
    void knots_rules_are_enough_and_no_more() throws Exception {
        Key key = Key.random("mxfail-key");
        String text = policy(key).text();
        String rules = text.substring(text.indexOf("  - id:"), text.indexOf("zone:\n")).strip();
        try (NameServer knot =
                Knot.primary(Zone.ruled("example.test", CONTENT, key, "  " + rules + "\n"))) {
            prove(knot, key);
        }
    }

    private static void prove(NameServer server, Key key) throws Exception {
        try (DnsProvider provider = Rfc2136Account.open(server.address(), key, "5s")) {
            List<String> serial = Ask.data(server.address(), "example.test.", Type.SOA);
            Proof proven = provider.prove(ZONE, OWNED);
            assertEquals(Proof.State.PROVEN, proven.state(), proven::toString);
            Proof refused = provider.prove(ZONE, Set.of(MX, FOREIGN));
            assertEquals(Proof.State.REFUSED, refused.state(), refused::toString);
            assertEquals(Proof.Subject.WRITE, refused.steps().getLast().subject());
            Proof partly = provider.prove(ZONE, Set.of(MX, SERVICE));
            assertEquals(Proof.State.OPEN, partly.state(), partly::toString);
            assertTrue(partly.steps().getLast().detail().contains("SRV"), partly::toString);
            assertEquals(serial, Ask.data(server.address(), "example.test.", Type.SOA));

            Outcome outcome =
                    provider.write(
                            to(
                                    provider,
                                    RecordSet.parse(MX, 60, List.of("10 mx.backup.example.")),
                                    RecordSet.parse(RELAY_CNAME, 60, List.of("mx1.example.test.")),
                                    RecordSet.parse(WILD, 60, List.of("10 mx.backup.example."))));
            assertInstanceOf(Outcome.Applied.class, outcome, outcome::toString);
            assertInstanceOf(
                    Outcome.Rejected.class,
                    provider.write(
                            to(provider, RecordSet.parse(FOREIGN, 60, List.of("192.0.2.1")))));
        }
        try (DnsProvider stranger = Rfc2136Account.open(server.address(), key.forged(), "5s")) {
            Proof unknown = stranger.prove(ZONE, OWNED);
            assertEquals(Proof.State.REFUSED, unknown.state(), unknown::toString);
        }
    }

    @Test
    void the_policy_names_no_secret() {
        Key key = Key.random("mxfail-key");
        assertTrue(!policy(key).toString().contains(key.secret()));
    }

    private static AccessPolicy policy(Key key) {
        return new Rfc2136Factory()
                .policy(
                        new ProviderConfig(
                                "rfc2136",
                                Map.of(
                                        "tsig",
                                        Map.of("name", key.name() + ".", "secret", key.secret()))),
                        new WriteScope(Map.of(ZONE, OWNED)))
                .orElseThrow();
    }

    private static ZoneWrite to(DnsProvider provider, RecordSet... wanted) throws Exception {
        var sets = new ArrayList<SetWrite>();
        for (RecordSet set : wanted) {
            sets.add(
                    new SetWrite(
                            set.key(),
                            provider.read(ZONE, Set.of(set.key())).at(set.key()),
                            Optional.of(set)));
        }
        return new ZoneWrite(ZONE, sets, Set.of());
    }

    private static RecordKey relay(int type) {
        return new RecordKey(Name.fromConstantString("relay.example.test."), type);
    }
}
