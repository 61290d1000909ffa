package io.mxfail.adapter.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswer.Reason;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.CachingResolver;
import io.mxfail.lab.dns.Fault;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Ports;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DnsLookupTest {
    private static final Optional<Name> SPEAKING =
            Optional.of(Name.fromConstantString("example.test."));

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    """
                    $TTL 300
                    @       SOA ns1 hostmaster 7 3600 600 604800 60
                    @       NS  ns1
                    @       MX  10 mx1
                    ns1     A   192.0.2.53
                    mx1     A   192.0.2.1
                    relay   CNAME mx1
                    away    CNAME mx.elsewhere.invalid.
                    child   NS  ns.child
                    ns.child A  192.0.2.54
                    """);

    private final DnsLookup lookup = new DnsLookup();
    private AuthoritativeServer server;

    @BeforeEach
    void start() throws IOException {
        server = AuthoritativeServer.start(List.of(ZONE), List.of());
    }

    @AfterEach
    void stop() {
        server.close();
        lookup.close();
    }

    private DnsAnswer ask(String name, int type) {
        return lookup.authoritative(address(server.address(0)), key(name, type), PATIENT);
    }

    private void assertFails(Reason reason, Duration timeout) {
        DnsAnswer answer =
                lookup.authoritative(
                        address(server.address(0)), key("example.test.", Type.MX), timeout);
        assertEquals(
                reason,
                assertInstanceOf(DnsAnswer.Failed.class, answer).reason(),
                answer::toString);
    }

    @Test
    void a_set_is_found_with_its_ttl() {
        var found = assertInstanceOf(DnsAnswer.Found.class, ask("EXAMPLE.test.", Type.MX));
        assertEquals(300, found.set().ttl());
        assertEquals(List.of("10 mx1.example.test."), found.set().data());
        assertFalse(found.aliased());
    }

    @Test
    void an_alias_is_followed_and_said_to_be_one() {
        var found = assertInstanceOf(DnsAnswer.Found.class, ask("relay.example.test.", Type.A));
        assertTrue(found.aliased());
        assertEquals(key("mx1.example.test.", Type.A), found.set().key());
        assertFalse(
                assertInstanceOf(DnsAnswer.Found.class, ask("relay.example.test.", Type.CNAME))
                        .aliased());
    }

    @Test
    void an_alias_that_leads_to_other_servers_has_no_data_here() {
        assertEquals(new DnsAnswer.NoData(0), ask("away.example.test.", Type.A));
    }

    @Test
    void a_missing_type_and_a_missing_name_differ() {
        assertEquals(new DnsAnswer.NoData(60, SPEAKING), ask("mx1.example.test.", Type.AAAA));
        assertEquals(new DnsAnswer.NxDomain(60, SPEAKING), ask("nothing.example.test.", Type.A));
    }

    @Test
    void a_server_without_authority_is_lame() {
        var failed = assertInstanceOf(DnsAnswer.Failed.class, ask("child.example.test.", Type.MX));
        assertEquals(Reason.LAME, failed.reason());
    }

    @Test
    void a_server_without_that_zone_refuses() {
        var failed = assertInstanceOf(DnsAnswer.Failed.class, ask("other.test.", Type.MX));
        assertEquals(Reason.REFUSED, failed.reason());
    }

    @Test
    void a_failing_server_is_told_from_a_silent_one() {
        server.faults(0).inject(Fault.servfail(), 1);
        assertFails(Reason.SERVFAIL, PATIENT);
        server.faults(0).inject(new Fault.Drop());
        assertFails(Reason.TIMEOUT, BRIEF);
    }

    @Test
    void a_port_without_server_is_unreachable() throws IOException {
        var unused = new InetSocketAddress("127.0.0.1", Ports.free());
        DnsAnswer answer =
                lookup.authoritative(address(unused), key("example.test.", Type.MX), PATIENT);
        assertEquals(Reason.UNREACHABLE, assertInstanceOf(DnsAnswer.Failed.class, answer).reason());
    }

    @Test
    void lost_datagrams_are_sent_again() {
        server.faults(0).inject(new Fault.Drop(), 2);
        DnsAnswer answer =
                lookup.authoritative(
                        address(server.address(0)),
                        key("example.test.", Type.MX),
                        Duration.ofSeconds(3));
        assertInstanceOf(DnsAnswer.Found.class, answer);
    }

    @Test
    void a_stray_datagram_does_not_end_the_question() {
        server.faults(0).inject(new Fault.WrongIdFirst());
        assertInstanceOf(DnsAnswer.Found.class, ask("example.test.", Type.MX));
        assertEquals(1, server.exchanges().size());
    }

    @Test
    void a_truncated_answer_is_asked_for_again_over_tcp() {
        server.faults(0).inject(new Fault.Truncate());
        assertInstanceOf(DnsAnswer.Found.class, ask("example.test.", Type.MX));
        assertTrue(server.exchanges().getLast().tcp());
    }

    @Test
    void a_truncated_answer_without_tcp_is_no_answer() {
        server.faults(0).inject(new Fault.Truncate());
        server.faults(0).inject(new Fault.RefuseTcp());
        DnsAnswer answer = ask("example.test.", Type.MX);
        assertInstanceOf(DnsAnswer.Failed.class, answer, answer::toString);
    }

    @Test
    void a_resolver_finds_what_its_servers_have() throws IOException {
        try (var resolver = resolver(Map.of("example.test.", List.of(server.address(0))))) {
            String name = text(resolver.address());
            var found =
                    assertInstanceOf(
                            DnsAnswer.Found.class,
                            lookup.recursive(name, key("relay.example.test.", Type.A), PATIENT));
            assertTrue(found.aliased());
            assertEquals(
                    new DnsAnswer.NxDomain(60, SPEAKING),
                    lookup.recursive(name, key("nothing.example.test.", Type.A), PATIENT));
        }
    }

    @Test
    void a_resolver_that_does_not_resolve_is_no_source() {
        var failed =
                assertInstanceOf(
                        DnsAnswer.Failed.class,
                        lookup.recursive(
                                text(server.address(0)),
                                key("child.example.test.", Type.MX),
                                PATIENT));
        assertEquals(Reason.BAD_REPLY, failed.reason());
    }

    @Test
    void a_text_that_is_no_address_is_answered_too() {
        assertInstanceOf(
                DnsAnswer.Failed.class,
                lookup.recursive("dns.example", key("example.test.", Type.MX), PATIENT));
    }

    static CachingResolver resolver(Map<String, List<InetSocketAddress>> forwards)
            throws IOException {
        return CachingResolver.start(forwards, InstantSource.system());
    }

    static ServerAddress address(InetSocketAddress address) {
        return new ServerAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    static String text(InetSocketAddress address) {
        return address(address).toString();
    }

    static RecordKey key(String name, int type) {
        return new RecordKey(name(name), type);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
