package io.mxfail.adapter.powerdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.SetWrite;
import io.mxfail.core.plan.ZoneWrite;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Nsupdate;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.real.Shell;
import io.mxfail.real.Zone;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.Proof;
import io.mxfail.spi.Tool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// What can be shown without a change, and what other tools do with the same write.
@NeedsServer(Server.POWERDNS)
class PowerDnsAccessTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordKey TXT = new RecordKey(ZONE, Type.TXT);
    private static final Key KEY = Key.random("whole-key");
    private static final String EMPTY =
            """
            $TTL 300
            @ 300 IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ 300 IN NS ns1
            ns1 300 IN A 127.0.0.1
            """;
    private static PowerDns server;

    @BeforeAll
    static void start() {
        server = PowerDns.primary(ServedByPowerDns.zone(Grant.wholeZone(KEY)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void the_right_to_write_is_shown_without_a_change() throws Exception {
        RecordKey soa = new RecordKey(ZONE, Type.SOA);
        try (PowerDns alone = PowerDns.primary(ServedByPowerDns.zone(Grant.wholeZone(KEY)))) {
            for (Map<String, Object> way :
                    List.of(Map.<String, Object>of(), byUpdates(alone, KEY))) {
                try (DnsProvider provider = open(alone, PowerDns.API_KEY, way)) {
                    Observed before = provider.read(ZONE, Set.of(soa));
                    Proof proof = provider.prove(ZONE, Set.of(MX, TXT));
                    assertEquals(Proof.State.PROVEN, proof.state(), proof::toString);
                    assertEquals(before, provider.read(ZONE, Set.of(soa)));
                }
            }
        }
        try (DnsProvider forged = open(server, PowerDns.API_KEY, byUpdates(server, KEY.forged()))) {
            Proof proof = forged.prove(ZONE, Set.of(MX));
            assertEquals(Proof.State.REFUSED, proof.state(), proof::toString);
            assertEquals(Proof.Subject.WRITE, proof.steps().getLast().subject());
        }
        try (DnsProvider stranger = open(server, "another-key-0123456789", Map.of())) {
            assertEquals(Proof.State.REFUSED, stranger.prove(ZONE, Set.of(MX)).state());
        }
    }

    @NeedsServer({Server.POWERDNS, Server.CURL})
    @Test
    void the_script_for_curl_makes_the_change() throws Exception {
        RecordKey key = new RecordKey(Name.fromConstantString("curl.example.test."), Type.TXT);
        RecordSet wanted =
                RecordSet.parse(
                        key, 60, List.of("\"it's $HOME; `x` \\\" \\\\\"", "\"\\195\\169\""));
        try (DnsProvider provider = open(server, PowerDns.API_KEY, Map.of())) {
            String script = provider.script(creating(wanted), Tool.CURL).orElseThrow();
            assertFalse(script.contains(PowerDns.API_KEY), script);
            assertFalse(Shell.plays(script, Map.of("PDNS_API_KEY", "wrong")), script);
            assertTrue(Shell.plays(script, Map.of("PDNS_API_KEY", PowerDns.API_KEY)), script);
            assertEquals(Optional.of(wanted), provider.read(ZONE, Set.of(key)).set(key));
        }
    }

    @NeedsServer({Server.POWERDNS, Server.BIND})
    @Test
    void the_script_for_nsupdate_makes_the_change_where_updates_are_the_way() throws Exception {
        RecordKey key = new RecordKey(Name.fromConstantString("script.example.test."), Type.MX);
        RecordSet wanted = RecordSet.parse(key, 60, List.of("10 mx.backup.example."));
        try (DnsProvider provider = open(server, PowerDns.API_KEY, byUpdates(server, KEY))) {
            String script = provider.script(creating(wanted), Tool.NSUPDATE).orElseThrow();
            assertTrue(Nsupdate.signed(server.address(), KEY).plays(script), script);
            assertEquals(Optional.of(wanted), provider.read(ZONE, Set.of(key)).set(key));
        }
        try (DnsProvider provider = open(server, PowerDns.API_KEY, Map.of())) {
            assertEquals(Optional.empty(), provider.script(creating(wanted), Tool.NSUPDATE));
        }
    }

    private static DnsProvider open(PowerDns at, String key, Map<String, Object> more) {
        return PowerDnsAccount.open(at.url(), key, more);
    }

    private static Map<String, Object> byUpdates(PowerDns at, Key key) {
        return Map.of("cas-via", PowerDnsAccount.ByUpdates.via(at.address(), Optional.of(key)));
    }

    /// A server over SQLite gives one of two changes up that come at the same moment.
    @Test
    void many_zones_that_are_written_side_by_side_are_all_written() throws Exception {
        List<Name> names =
                IntStream.range(0, 8)
                        .mapToObj(i -> Name.fromConstantString("z" + i + ".test."))
                        .toList();
        Zone[] zones =
                names.stream()
                        .map(name -> Zone.of(name.toString(true), EMPTY, Grant.wholeZone(KEY)))
                        .toArray(Zone[]::new);
        try (PowerDns many = PowerDns.primary(zones);
                DnsProvider provider = open(many, PowerDns.API_KEY, Map.of());
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var writes = new ArrayList<Callable<Outcome>>();
            for (Name name : names) {
                RecordKey key = new RecordKey(name, Type.TXT);
                RecordSet wanted = RecordSet.parse(key, 60, List.of("\"one\""));
                writes.add(() -> provider.write(creating(name, wanted)));
            }
            for (var written : workers.invokeAll(writes)) {
                assertInstanceOf(Outcome.Applied.class, written.get());
            }
        }
    }

    private static ZoneWrite creating(RecordSet set) {
        return creating(ZONE, set);
    }

    private static ZoneWrite creating(Name zone, RecordSet set) {
        return new ZoneWrite(
                zone,
                List.of(new SetWrite(set.key(), Optional.empty(), Optional.of(set))),
                Set.of());
    }
}
