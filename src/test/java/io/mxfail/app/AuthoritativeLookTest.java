package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.Lookup;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

class AuthoritativeLookTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final ServerAddress SERVER = new ServerAddress("192.0.2.1", 53);
    private static final ServerAddress LAGGING = new ServerAddress("192.0.2.2", 53);
    private static final RecordKey MX = new RecordKey(ZONE, Type.MX);
    private static final RecordKey SPF = new RecordKey(ZONE, Type.TXT);
    private static final RecordKey GONE =
            new RecordKey(Name.fromConstantString("k1._domainkey.example.test."), Type.TXT);
    private static final RecordSet MX_SET =
            RecordSet.parse(MX, 300, List.of("10 mx.backup.example."));
    private static final RecordSet SPF_SET =
            RecordSet.parse(SPF, 300, List.of("\"v=spf1 ip4:192.0.2.10 -all\""));

    private Instant now = Instant.EPOCH;
    private final Set<RecordKey> signed = ConcurrentHashMap.newKeySet();

    /// @param signer whether the parent has a DS set
    private Lookup lookup(boolean signer) {
        return new Lookup() {
            @Override
            public DnsAnswer authoritative(ServerAddress server, RecordKey key, Duration timeout) {
                if (key.type() == Type.SOA) {
                    return new DnsAnswer.Found(
                            RecordSet.parse(key, 300, List.of("ns. admin. 7 1800 600 604800 300")),
                            true);
                }
                if (key.equals(MX) && server.equals(LAGGING)) {
                    return new DnsAnswer.NoData(300);
                }
                if (key.equals(MX)) {
                    return new DnsAnswer.Found(MX_SET, true);
                }
                return key.equals(SPF)
                        ? new DnsAnswer.Found(SPF_SET, true)
                        : new DnsAnswer.NoData(300);
            }

            @Override
            public DnsAnswer recursive(String resolver, RecordKey key, Duration timeout) {
                throw new AssertionError("no resolver is asked without signatures: " + key);
            }

            @Override
            public List<NameServer> delegation(Name zone, String resolver, Duration timeout) {
                throw new AssertionError("known already");
            }

            @Override
            public SignedAnswer signed(ServerAddress server, RecordKey key, Duration timeout) {
                signed.add(key);
                return SignedAnswer.bare(new DnsAnswer.NoData(300));
            }

            @Override
            public SignedAnswer validated(
                    String resolver, RecordKey key, boolean check, Duration timeout) {
                return SignedAnswer.bare(
                        signer
                                ? new DnsAnswer.Found(
                                        RecordSet.parse(
                                                key, 300, List.of("1 13 2 " + "00".repeat(32))),
                                        false)
                                : new DnsAnswer.NoData(300));
            }

            @Override
            public void close() {}
        };
    }

    private List<VerifyReport.Authoritative> look(boolean signer) throws Exception {
        return look(signer, List.of(SERVER));
    }

    private List<VerifyReport.Authoritative> look(boolean signer, List<ServerAddress> servers)
            throws Exception {
        Lookup lookup = lookup(signer);
        var dns = new Probing.Dns(servers, List.of("192.0.2.53"));
        var goal =
                new Goal(
                        ZONE,
                        ZONE,
                        "backup",
                        List.of(new Goal.Wanted(MX, Optional.of(MX_SET), Optional.empty())),
                        Optional.empty(),
                        List.of(
                                new Goal.Part(SPF, "SPF", Optional::isPresent),
                                new Goal.Part(GONE, "key", Optional::isEmpty)));
        var look =
                new AuthoritativeLook(
                        Map.of(ZONE, servers),
                        new NewSignatures(() -> lookup, dns, Duration.ofSeconds(1)),
                        () -> now,
                        Duration.ofSeconds(1));
        look.at(lookup, goal);
        now = now.plusSeconds(60);
        return look.at(lookup, goal);
    }

    @Test
    void signatures_are_wanted_of_the_sets_beside_those_that_decide_too() throws Exception {
        assertEquals(VerifyReport.ServerState.UNSIGNED, look(true).getFirst().state());
        assertEquals(Set.of(new RecordKey(ZONE, Type.DNSKEY), MX, SPF), new TreeSet<>(signed));
    }

    @Test
    void a_server_behind_others_is_told_with_the_longest_it_may_lag_since_it_was_seen_first()
            throws Exception {
        VerifyReport.Authoritative behind = look(false, List.of(SERVER, LAGGING)).getLast();
        assertEquals(VerifyReport.ServerState.OLD, behind.state());
        assertEquals(
                "a secondary asks its primary again within 1800 s (SOA refresh), by"
                        + " 1970-01-01T00:30:00Z",
                behind.detail());
        // where nobody has the new data there is nothing to catch up with
        assertEquals("", look(false, List.of(LAGGING)).getFirst().detail());
    }

    @Test
    void of_a_zone_that_is_not_signed_none_are() throws Exception {
        assertEquals(VerifyReport.ServerState.NEW, look(false).getFirst().state());
        assertEquals(Set.of(), signed);
    }
}
