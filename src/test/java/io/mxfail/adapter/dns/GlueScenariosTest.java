package io.mxfail.adapter.dns;

import static io.mxfail.adapter.dns.DnsLookupTest.name;
import static io.mxfail.adapter.dns.DnsLookupTest.resolver;
import static io.mxfail.adapter.dns.DnsLookupTest.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.Fault;
import io.mxfail.lab.dns.Listen;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.port.Lookup.Known;
import io.mxfail.real.Bind;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Ports;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Zonemaster's public scenarios for the addresses of a zone's name servers (Consistency05), served
/// by the lab, and what is seen to differ between the parent and the name's own records. Where
/// something does, the finding is NS-GLUE; where nothing does, there is none.
///
/// Scenarios of zones that are not delegated yet have no place here. Of those where nobody answers
/// for the zone nothing is said of addresses; NS-UNREACHABLE and NS-LAME tell of them.
class GlueScenariosTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PARENT = "127.0.0.64";
    private static final String FIRST = "127.0.0.65";
    private static final String SECOND = "127.0.0.66";

    private static final String BOTH =
            """
            example NS ns1.example
            example NS ns2.example
            ns1.example A 127.0.0.65
            ns1.example AAAA 2001:db8::65
            ns2.example A 127.0.0.66
            ns2.example AAAA 2001:db8::66
            """;
    private static final String NS =
            """
            @ NS ns1
            @ NS ns2
            """;
    private static final String NS1 =
            """
            ns1 A 127.0.0.65
            ns1 AAAA 2001:db8::65
            """;
    private static final String NS2 =
            """
            ns2 A 127.0.0.66
            ns2 AAAA 2001:db8::66
            """;
    private static final String OUTSIDE =
            """
            example NS ns1.sibling
            example NS ns2.sibling
            sibling NS ns1.sibling
            ns1.sibling A 127.0.0.65
            ns2.sibling A 127.0.0.66
            """;

    /// One scenario: what the parent says, what the zone says, what befalls its two servers, and
    /// what is seen of addresses that are not known to both sides.
    private enum Scenario {
        ADDRESSES_MATCH_1("CS05_NO_MISMATCH_GLUE_ZONE", BOTH, NS + NS1 + NS2, "", ""),
        ADDRESSES_MATCH_2(
                "CS05_NO_MISMATCH_GLUE_ZONE",
                "example NS ns1.elsewhere\nns1.elsewhere A 127.0.0.65",
                "@ NS ns1.elsewhere.test.",
                "",
                ""),
        ADDRESSES_MATCH_3(
                "CS05_NO_MISMATCH_GLUE_ZONE", BOTH, NS + NS1 + NS2, "not-authoritative", ""),
        ADDRESSES_MATCH_4("CS05_NO_MISMATCH_GLUE_ZONE", BOTH, NS + NS1 + NS2, "servfail", ""),
        ADDRESSES_MATCH_5("CS05_NO_MISMATCH_GLUE_ZONE", BOTH, NS + NS1 + NS2, "drop", ""),
        ADDRESSES_MATCH_6(
                "CS05_NO_MISMATCH_GLUE_ZONE",
                OUTSIDE,
                "@ NS ns1.sibling.test.\n@ NS ns2.sibling.test.",
                "",
                ""),
        ADDRESSES_MATCH_7(
                "CS05_NO_MISMATCH_GLUE_ZONE",
                BOTH.replace("ns1.", "ns1.sub.").replace("ns2.", "ns2.sub."),
                (NS + NS1 + NS2).replace("ns1", "ns1.sub").replace("ns2", "ns2.sub"),
                "",
                ""),
        CHILD_ZONE_LAME_1("CS05_CHILD_ZONE_LAME", BOTH, NS + NS1 + NS2, "drop drop", ""),
        CHILD_ZONE_LAME_2("CS05_CHILD_ZONE_LAME", BOTH, NS + NS1 + NS2, "servfail servfail", ""),
        ID_ADDR_MISMATCH_1(
                "CS05_ID_ADDR_MISMATCH",
                BOTH,
                NS + NS1 + "ns2 A 127.0.0.67\nns2 AAAA 2001:db8::67",
                "",
                "GLUE ns2 127.0.0.66, GLUE ns2 2001:db8:0:0:0:0:0:66, RECORD ns2 127.0.0.67, RECORD"
                        + " ns2 2001:db8:0:0:0:0:0:67"),
        ID_ADDR_MISMATCH_2(
                "CS05_ID_ADDR_MISSING",
                BOTH,
                NS + NS1,
                "",
                "GLUE ns2 127.0.0.66, GLUE ns2 2001:db8:0:0:0:0:0:66"),
        ID_ADDR_MISMATCH_3(
                "CS05_ID_ADDR_MISSING",
                BOTH,
                "@ NS ns1\n" + NS1,
                "- drop",
                "GLUE ns2 127.0.0.66, GLUE ns2 2001:db8:0:0:0:0:0:66"),
        ID_ADDR_MISMATCH_4(
                "CS05_ID_ADDR_MISSING",
                BOTH,
                NS,
                "",
                "GLUE ns1 127.0.0.65, GLUE ns1 2001:db8:0:0:0:0:0:65, GLUE ns2 127.0.0.66, GLUE ns2"
                        + " 2001:db8:0:0:0:0:0:66"),
        EXTRA_ADDRESS_CHILD(
                "CS05_EXTRA_ADDR_CHILD",
                BOTH,
                NS + NS1 + NS2 + "ns2 A 127.0.0.67\nns2 AAAA 2001:db8::67",
                "",
                "RECORD ns2 127.0.0.67, RECORD ns2 2001:db8:0:0:0:0:0:67"),
        /// Resolvers pass over what a parent says of names outside of the zone, and so do we.
        OOD_ADDR_MISMATCH(
                "CS05_OOD_ADDR_MISMATCH",
                OUTSIDE.replace("ns2.sibling A 127.0.0.66", "ns2.sibling A 127.0.0.67"),
                "@ NS ns1.sibling.test.\n@ NS ns2.sibling.test.",
                "",
                "");

        private final String tag;
        private final String parent;
        private final String child;
        private final List<String> faults;
        private final TreeSet<String> differences;

        Scenario(String tag, String parent, String child, String faults, String differences) {
            this.tag = tag;
            this.parent = parent;
            this.child = child;
            this.faults = Stream.of(faults.split(" ")).filter(f -> !f.isEmpty()).toList();
            this.differences =
                    Stream.of(differences.split(", "))
                            .filter(d -> !d.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_differs_is_seen(Scenario scenario) throws IOException {
        int port = Ports.free(PARENT, FIRST, SECOND);
        try (var lookup = new DnsLookup(port);
                var parent =
                        start(
                                port,
                                ZoneVersion.parse(
                                        "test.", "@ NS ns1\nns1 A 127.0.0.64\n" + scenario.parent),
                                PARENT);
                var child =
                        start(
                                port,
                                ZoneVersion.parse("example.test.", scenario.child),
                                FIRST,
                                SECOND)) {
            for (int i = 0; i < scenario.faults.size(); i++) {
                if (!scenario.faults.get(i).equals("-")) {
                    child.faults(i).inject(Fault.parse(scenario.faults.get(i)));
                }
            }
            assertEquals(
                    scenario.differences,
                    seen(lookup, parent.address(0), child.addresses()),
                    scenario.tag);
        }
    }

    /// Referrals and glue as BIND puts them together.
    @ParameterizedTest
    @EnumSource(
            names = {
                "ADDRESSES_MATCH_1",
                "ADDRESSES_MATCH_7",
                "ID_ADDR_MISMATCH_1",
                "ID_ADDR_MISMATCH_2",
                "EXTRA_ADDRESS_CHILD",
                "OOD_ADDR_MISMATCH"
            })
    @NeedsServer(Server.BIND)
    void the_same_is_seen_below_a_parent_at_bind(Scenario scenario) throws IOException {
        String test =
                "$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n@ NS ns1\n"
                        + "ns1 A 127.0.0.1\n"
                        + scenario.parent;
        try (Bind parent = Bind.primary(Zone.of("test", test));
                var lookup = new DnsLookup(parent.address().getPort());
                var child =
                        start(
                                parent.address().getPort(),
                                ZoneVersion.parse("example.test.", scenario.child),
                                FIRST,
                                SECOND)) {
            assertEquals(
                    scenario.differences,
                    seen(lookup, parent.address(), child.addresses()),
                    scenario.tag);
        }
    }

    private static TreeSet<String> seen(
            DnsLookup lookup, InetSocketAddress parent, List<InetSocketAddress> child)
            throws IOException {
        try (var resolver = resolver(Map.of("test.", List.of(parent), "example.test.", child))) {
            return lookup
                    .delegation(name("example.test."), text(resolver.address()), LIMIT)
                    .stream()
                    // of names outside the parent has no say
                    .filter(server -> server.name().subdomain(name("example.test.")))
                    .filter(server -> server.known() != Known.BOTH)
                    .map(
                            server ->
                                    server.known()
                                            + " "
                                            + server.name().getLabelString(0)
                                            + " "
                                            + server.address().host())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static AuthoritativeServer start(int port, ZoneVersion zone, String... addresses)
            throws IOException {
        return AuthoritativeServer.start(
                List.of(zone),
                List.of(),
                Stream.of(addresses)
                        .map(
                                address ->
                                        new Listen(
                                                new InetSocketAddress(
                                                        InetAddress.ofLiteral(address), port),
                                                false))
                        .toArray(Listen[]::new));
    }
}
