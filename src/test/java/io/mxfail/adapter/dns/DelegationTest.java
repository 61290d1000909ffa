package io.mxfail.adapter.dns;

import static io.mxfail.adapter.dns.DnsLookupTest.name;
import static io.mxfail.adapter.dns.DnsLookupTest.resolver;
import static io.mxfail.adapter.dns.DnsLookupTest.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.CachingResolver;
import io.mxfail.lab.dns.Fault;
import io.mxfail.lab.dns.Listen;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.port.Lookup.NameServer;
import io.mxfail.real.Ports;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The parent `test.` has two servers, one of which may lag or hang; `example.test.` says another
/// thing about itself than its parent does.
class DelegationTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String[] ADDRESSES = {"127.0.0.61", "127.0.0.62", "127.0.0.63"};

    private final int port = Ports.free(ADDRESSES);
    private final DnsLookup lookup = new DnsLookup(port);
    private AuthoritativeServer parent;
    private AuthoritativeServer child;
    private CachingResolver resolver;

    @BeforeEach
    void start() throws IOException {
        parent =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse(
                                        "test.",
                                        """
                                        $TTL 300
                                        @ NS ns1
                                        @ NS ns2
                                        ns1 A 127.0.0.61
                                        ns2 A 127.0.0.62
                                        example NS ns.example
                                        example NS ns.provider
                                        ns.example A 127.0.0.63
                                        ns.provider A 192.0.2.53
                                        ns.provider AAAA 2001:db8::53
                                        """)),
                        List.of(),
                        listen(ADDRESSES[0]),
                        listen(ADDRESSES[1]));
        child =
                AuthoritativeServer.start(
                        List.of(
                                ZoneVersion.parse(
                                        "example.test.",
                                        """
                                        $TTL 300
                                        @ NS only.its.own.word
                                        ns AAAA 2001:db8::54
                                        deep.down TXT "no zone"
                                        sub NS ns.sub
                                        ns.sub A 192.0.2.77
                                        """)),
                        List.of(),
                        listen(ADDRESSES[2]));
        resolver =
                resolver(
                        Map.of(
                                "test.",
                                List.of(parent.address(0)),
                                "example.test.",
                                List.of(child.address(0))));
    }

    private Listen listen(String address) {
        return new Listen(new InetSocketAddress(InetAddress.ofLiteral(address), port), false);
    }

    @AfterEach
    void stop() {
        resolver.close();
        child.close();
        parent.close();
        lookup.close();
    }

    private List<String> delegation(String zone) {
        return delegation(zone, LIMIT);
    }

    private List<String> delegation(String zone, Duration limit) {
        return lookup.delegation(name(zone), text(resolver.address()), limit).stream()
                .map(DelegationTest::text)
                .toList();
    }

    private static String text(NameServer server) {
        return server.name() + " " + server.address().host();
    }

    private static String text(InetSocketAddress address) {
        return DnsLookupTest.text(address);
    }

    @Test
    void the_servers_are_those_that_the_parent_names_with_all_their_addresses() {
        assertEquals(
                List.of(
                        "ns.example.test. 127.0.0.63",
                        "ns.example.test. 2001:db8:0:0:0:0:0:54",
                        "ns.provider.test. 192.0.2.53",
                        "ns.provider.test. 2001:db8:0:0:0:0:0:53"),
                delegation("example.test."));
    }

    @Test
    void a_silent_server_of_the_parent_does_not_matter() {
        parent.faults(1).inject(new Fault.Drop());
        assertEquals(4, delegation("example.test.").size());
    }

    @Test
    void while_the_parents_servers_differ_both_words_count() {
        parent.listener(1).lag();
        parent.edit(
                "test.",
                zone ->
                        ZoneVersion.parse(
                                "test.",
                                """
                                $TTL 300
                                @ NS ns1
                                @ NS ns2
                                ns1 A 127.0.0.61
                                ns2 A 127.0.0.62
                                example NS ns.moved
                                ns.moved A 192.0.2.99
                                ns.provider A 192.0.2.53
                                """));
        assertEquals(
                List.of(
                        "ns.example.test. 127.0.0.63",
                        "ns.example.test. 2001:db8:0:0:0:0:0:54",
                        "ns.moved.test. 192.0.2.99",
                        "ns.provider.test. 192.0.2.53"),
                delegation("example.test.").stream().sorted().toList());
    }

    @Test
    void a_zone_that_nobody_has_is_found_at_its_parent_all_the_same() {
        assertEquals(List.of("ns.sub.example.test. 192.0.2.77"), delegation("sub.example.test."));
    }

    @Test
    void a_name_that_is_no_zone_has_no_delegation() {
        // where a server that is asked cannot be reached, half of the time goes by
        assertEquals(List.of(), delegation("deep.down.example.test.", Duration.ofSeconds(3)));
        assertEquals(List.of(), delegation("nothing.example.test.", Duration.ofSeconds(3)));
    }

    @Test
    void without_resolver_nothing_is_known() {
        resolver.faults().inject(new Fault.Answer(org.xbill.DNS.Rcode.REFUSED));
        assertEquals(List.of(), delegation("example.test."));
    }
}
