package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.answers;
import static io.mxfail.lab.dns.Client.ask;
import static io.mxfail.lab.dns.Client.question;
import static io.mxfail.lab.dns.Client.texts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class AuthoritativeServerTest {
    private static final ZoneVersion ZONE =
            ZoneVersion.parse(
                    "example.test.",
                    """
                    $TTL 300
                    @      SOA ns1 hostmaster 7 3600 600 604800 60
                    @      NS  ns1
                    @      MX  10 mx1
                    @      TXT "v=spf1 -all"
                    ns1    A   192.0.2.53
                    mx1    A   192.0.2.1
                    mx1    AAAA 2001:db8::1
                    relay  CNAME smtp
                    smtp   A   192.0.2.2
                    away   CNAME mx.elsewhere.test.
                    over   CNAME www.other.test.
                    lost   CNAME nothing
                    loop1  CNAME loop2
                    loop2  CNAME loop1
                    a.b.c  A   192.0.2.3
                    *.wild A   192.0.2.4
                    host.sub.wild TXT "there"
                    *.alias CNAME smtp
                    child  NS  ns.child
                    ns.child A 192.0.2.54
                    """);
    private static final ZoneVersion OTHER =
            ZoneVersion.parse("other.test.", "www 60 A 192.0.2.80");

    private static AuthoritativeServer start() throws IOException {
        return AuthoritativeServer.start(List.of(ZONE, OTHER), List.of());
    }

    @Test
    void an_answer_is_authoritative_and_brings_the_addresses_of_mail_hosts() throws IOException {
        try (var dns = start()) {
            Message answer = ask(dns.address(0), "example.test.", Type.MX);
            assertEquals(Rcode.NOERROR, answer.getRcode());
            assertTrue(answer.getHeader().getFlag(Flags.AA));
            assertTrue(answer.getHeader().getFlag(Flags.QR));
            assertTrue(answer.getHeader().getFlag(Flags.RD));
            assertFalse(answer.getHeader().getFlag(Flags.RA));
            assertEquals(List.of("example.test. MX 10 mx1.example.test."), answers(answer));
            assertEquals(
                    List.of(
                            "mx1.example.test. A 192.0.2.1",
                            "mx1.example.test. AAAA 2001:db8:0:0:0:0:0:1"),
                    texts(answer, Section.ADDITIONAL));
        }
    }

    @Test
    void a_missing_name_is_nxdomain_with_the_negative_ttl() throws IOException {
        try (var dns = start()) {
            Message answer = ask(dns.address(0), "no.example.test.", Type.A);
            assertEquals(Rcode.NXDOMAIN, answer.getRcode());
            assertTrue(answer.getHeader().getFlag(Flags.AA));
            assertEquals(60, answer.getSection(Section.AUTHORITY).getFirst().getTTL());
        }
    }

    @Test
    void a_type_that_the_name_lacks_is_an_empty_answer_with_the_soa() throws IOException {
        try (var dns = start()) {
            for (String name :
                    List.of("mx1.example.test.", "b.c.example.test.", "wild.example.test.")) {
                Message answer = ask(dns.address(0), name, Type.MX);
                assertEquals(Rcode.NOERROR, answer.getRcode(), name);
                assertTrue(answer.getSection(Section.ANSWER).isEmpty(), name);
                assertEquals(
                        Type.SOA, answer.getSection(Section.AUTHORITY).getFirst().getType(), name);
            }
        }
    }

    @Test
    void the_negative_ttl_is_the_lesser_of_minimum_and_soa_ttl() throws IOException {
        ZoneVersion zone =
                ZoneVersion.parse(
                        "n.test.", "@ 30 SOA ns1 h 1 3600 600 604800 900\n@ NS ns.x.test.");
        try (var dns = AuthoritativeServer.start(List.of(zone), List.of())) {
            Message answer = ask(dns.address(0), "no.n.test.", Type.A);
            assertEquals(30, answer.getSection(Section.AUTHORITY).getFirst().getTTL());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "relay.example.test., A, NOERROR, relay.example.test. CNAME smtp.example.test. +"
                + " smtp.example.test. A 192.0.2.2",
        "relay.example.test., CNAME, NOERROR, relay.example.test. CNAME smtp.example.test.",
        "away.example.test., A, NOERROR, away.example.test. CNAME mx.elsewhere.test.",
        "over.example.test., A, NOERROR, over.example.test. CNAME www.other.test.",
        "lost.example.test., A, NXDOMAIN, lost.example.test. CNAME nothing.example.test.",
        "loop1.example.test., A, SERVFAIL, loop1.example.test. CNAME loop2.example.test. +"
                + " loop2.example.test. CNAME loop1.example.test.",
        "x.wild.example.test., A, NOERROR, x.wild.example.test. A 192.0.2.4",
        "x.y.wild.example.test., A, NOERROR, x.y.wild.example.test. A 192.0.2.4",
        "x.wild.example.test., MX, NOERROR, ''",
        "sub.wild.example.test., A, NOERROR, ''",
        "x.sub.wild.example.test., A, NXDOMAIN, ''",
        "host.sub.wild.example.test., TXT, NOERROR, host.sub.wild.example.test. TXT there",
        "x.alias.example.test., A, NOERROR, smtp.example.test. A 192.0.2.2 + x.alias.example.test."
                + " CNAME smtp.example.test.",
        "child.example.test., DS, NOERROR, ''",
        "nowhere.test., A, REFUSED, ''",
    })
    void aliases_and_wildcards(String name, String type, String rcode, String data)
            throws IOException {
        try (var dns = start()) {
            Message answer = ask(dns.address(0), name, Type.value(type));
            assertEquals(rcode, Rcode.string(answer.getRcode()));
            assertEquals(data, String.join(" + ", answers(answer)));
        }
    }

    @Test
    void a_delegated_name_is_referred_with_glue_and_without_authority() throws IOException {
        try (var dns = start()) {
            for (String name : List.of("child.example.test.", "deep.in.child.example.test.")) {
                Message answer = ask(dns.address(0), name, Type.MX);
                assertEquals(Rcode.NOERROR, answer.getRcode());
                assertFalse(answer.getHeader().getFlag(Flags.AA));
                assertTrue(answers(answer).isEmpty());
                assertEquals(
                        List.of("child.example.test. NS ns.child.example.test."),
                        texts(answer, Section.AUTHORITY));
                assertEquals(
                        List.of("ns.child.example.test. A 192.0.2.54"),
                        texts(answer, Section.ADDITIONAL));
            }
        }
    }

    @Test
    void the_zone_with_the_longest_name_answers_and_ds_comes_from_its_parent() throws IOException {
        ZoneVersion parent =
                ZoneVersion.parse(
                        "test.", "example NS ns1.example\nexample DS 1 13 2 " + "AB".repeat(32));
        try (var dns = AuthoritativeServer.start(List.of(parent, ZONE), List.of())) {
            assertEquals(1, answers(ask(dns.address(0), "example.test.", Type.MX)).size());
            assertEquals(1, answers(ask(dns.address(0), "example.test.", Type.DS)).size());
        }
    }

    @Test
    void an_answer_that_exceeds_what_the_client_takes_is_cut_off_and_whole_over_tcp()
            throws IOException {
        String big = "t TXT " + ("\"" + "x".repeat(99) + "\" ").repeat(9);
        String more = "u TXT " + ("\"" + "x".repeat(99) + "\" ").repeat(20);
        ZoneVersion zone = ZoneVersion.parse("example.test.", big + "\n" + more);
        try (var dns = AuthoritativeServer.start(List.of(zone), List.of())) {
            Message plain = question("t.example.test.", Type.TXT);
            assertTrue(Client.udp(dns.address(0), plain).getHeader().getFlag(Flags.TC));
            Message edns = question("t.example.test.", Type.TXT);
            edns.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
            Message fits = Client.udp(dns.address(0), edns);
            assertFalse(fits.getHeader().getFlag(Flags.TC));
            assertEquals(1, answers(fits).size());
            assertEquals(1232, Objects.requireNonNull(fits.getOPT()).getPayloadSize());
            Message bigger = question("u.example.test.", Type.TXT);
            bigger.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
            Message cut = Client.udp(dns.address(0), bigger);
            assertTrue(cut.getHeader().getFlag(Flags.TC));
            assertTrue(answers(cut).isEmpty());
            Message whole = Client.tcp(dns.address(0), bigger);
            assertFalse(whole.getHeader().getFlag(Flags.TC));
            assertEquals(1, answers(whole).size());
        }
    }

    @Test
    void one_connection_serves_several_queries_even_if_they_come_at_once() throws IOException {
        try (var dns = start();
                var socket = Client.connect(dns.address(0))) {
            Message first = question("example.test.", Type.MX);
            Message second = question("mx1.example.test.", Type.A);
            Client.send(socket, first);
            Client.send(socket, second);
            assertEquals(first.getHeader().getID(), Client.next(socket).getHeader().getID());
            assertEquals(second.getHeader().getID(), Client.next(socket).getHeader().getID());
            Client.send(socket, first);
            assertEquals(1, answers(Client.next(socket)).size());
        }
    }

    @Test
    void garbage_is_a_format_error_and_a_response_is_not_answered() throws IOException {
        try (var dns = start()) {
            byte[] garbage = question("example.test.", Type.MX).toWire(512);
            garbage[5] = 9; // nine questions, says the header
            Message answer = new Message(Client.udp(dns.address(0), garbage));
            assertEquals(Rcode.FORMERR, answer.getRcode());
            assertEquals(garbage[1], (byte) answer.getHeader().getID());
            Message response = question("example.test.", Type.MX);
            response.getHeader().setFlag(Flags.QR);
            assertTrue(Client.isSilent(dns.address(0), response));
            assertEquals(2, dns.listener(0).received());
        }
    }

    @Test
    void what_is_not_implemented_is_said_so() throws IOException {
        try (var dns = start()) {
            Message notify = question("example.test.", Type.SOA);
            notify.getHeader().setOpcode(Opcode.NOTIFY);
            assertEquals(Rcode.NOTIMP, Client.udp(dns.address(0), notify).getRcode());
            Message chaos =
                    Message.newQuery(
                            Record.newRecord(Client.name("version.bind."), Type.TXT, DClass.CHAOS));
            assertEquals(Rcode.REFUSED, Client.udp(dns.address(0), chaos).getRcode());
            Message edns1 = question("example.test.", Type.MX);
            edns1.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
            assertEquals(Rcode.BADVERS, Client.udp(dns.address(0), edns1).getRcode());
        }
    }

    @Test
    void an_edit_by_hand_shows_at_once_and_moves_the_serial_on() throws IOException {
        try (var dns = start()) {
            ZoneVersion after = dns.edit("example.test.", z -> z.with("@ 30 MX 5 mx9"));
            assertEquals(8, after.serial());
            assertEquals(
                    List.of("example.test. MX 5 mx9.example.test."),
                    answers(ask(dns.address(0), "example.test.", Type.MX)));
            assertEquals(8, dns.edit("example.test.", z -> z.with("@ 30 MX 5 mx9")).serial());
            assertEquals(9, dns.edit("example.test.", z -> z.with("@ 60 MX 5 mx9")).serial());
            assertEquals(40, dns.edit("example.test.", z -> z.withSerial(40)).serial());
            dns.load(ZoneVersion.parse("late.test.", "@ MX 10 mx1"));
            assertEquals(1, answers(ask(dns.address(0), "late.test.", Type.MX)).size());
            assertThrows(IllegalArgumentException.class, () -> dns.zone("nowhere.test."));
        }
    }

    @Test
    void an_unsigned_update_is_taken_where_there_are_no_keys_and_seen_at_every_listener()
            throws IOException {
        try (var dns =
                AuthoritativeServer.start(
                        List.of(ZONE), List.of(), Listen.primary(), Listen.secondary())) {
            Message update =
                    new UpdateText("value @ MX 10 mx1; delset @ MX; add @ MX 60 10 mx.backup.test.")
                            .message();
            assertEquals(Rcode.REFUSED, Client.tcp(dns.address(1), update).getRcode());
            Message answer = Client.udp(dns.address(0), update);
            assertEquals(Rcode.NOERROR, answer.getRcode());
            assertEquals(Opcode.UPDATE, answer.getHeader().getOpcode());
            for (var address : dns.addresses()) {
                assertEquals(
                        List.of("example.test. MX 10 mx.backup.test."),
                        answers(ask(address, "example.test.", Type.MX)));
            }
            assertEquals(Rcode.NXRRSET, Client.udp(dns.address(0), update).getRcode());
            assertEquals(
                    Rcode.NOTAUTH,
                    Client.udp(dns.address(0), Message.newUpdate(Client.name("nowhere.test.")))
                            .getRcode());
            assertEquals(8, dns.zone("example.test.").serial());
            assertEquals(
                    List.of(Rcode.REFUSED, Rcode.NOERROR, Rcode.NXRRSET, Rcode.NOTAUTH),
                    dns.exchanges().stream()
                            .filter(e -> e.request().getHeader().getOpcode() == Opcode.UPDATE)
                            .map(e -> e.answer().getRcode())
                            .toList());
        }
    }

    @Test
    void a_hundred_updates_at_once_are_all_applied() throws Exception {
        try (var dns = start();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Message>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Message update = new UpdateText("add n%d TXT 60 \"x\"".formatted(i)).message();
                answers.add(clients.submit(() -> Client.tcp(dns.address(0), update)));
            }
            for (Future<Message> answer : answers) {
                assertEquals(Rcode.NOERROR, answer.get().getRcode());
            }
            assertEquals(107, dns.zone("example.test.").serial());
        }
    }

    @Test
    void closing_frees_the_port_and_ends_open_connections() throws IOException {
        // a test beside this one may take the port that was just freed: then another is tried
        for (int tries = 1; ; tries++) {
            InetSocketAddress freed = closedInUse();
            try (var again = listening(freed)) {
                assertEquals(freed, again.address(0));
                assertThrows(BindException.class, () -> listening(freed));
                return;
            } catch (BindException e) {
                if (tries == 5) {
                    throw e;
                }
            }
        }
    }

    /// Where a server listened that was closed while somebody was connected.
    private static InetSocketAddress closedInUse() throws IOException {
        var dns = start();
        InetSocketAddress address = dns.address(0);
        try (var socket = Client.connect(address)) {
            Client.send(socket, question("example.test.", Type.MX));
            Client.next(socket);
            dns.close();
            assertThrows(IOException.class, () -> Client.next(socket));
        }
        return address;
    }

    private static AuthoritativeServer listening(InetSocketAddress at) throws IOException {
        return AuthoritativeServer.start(
                List.of(ZONE), List.of(), Listen.primary().port(at.getPort()));
    }

    @Test
    void one_address_may_die_while_the_other_goes_on() throws IOException {
        try (var dns =
                AuthoritativeServer.start(
                        List.of(ZONE), List.of(), Listen.primary(), Listen.secondary())) {
            dns.listener(1).close();
            Message question = question("example.test.", Type.MX);
            assertThrows(IOException.class, () -> Client.tcp(dns.address(1), question));
            assertThrows(IOException.class, () -> Client.udp(dns.address(1), question));
            assertEquals(1, answers(Client.tcp(dns.address(0), question)).size());
        }
    }

    @Test
    void whatever_comes_in_is_answered_with_something_that_can_be_read() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        List<byte[]> samples =
                List.of(
                        question("relay.example.test.", Type.A).toWire(512),
                        new UpdateText("value @ MX 10 mx1; add x A 60 192.0.2.1; delname mx1")
                                .message()
                                .toWire(512));
        try (var dns = start()) {
            var responder = new Responder(dns, dns.listener(0));
            for (int i = 0; i < 5000; i++) {
                byte[] wire = samples.get(i % 2).clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    wire[2 + random.nextInt(wire.length - 2)] = (byte) random.nextInt();
                }
                var request =
                        new PacketServer.Request(
                                wire, random.nextBoolean(), new Faults.InForce(List.of()));
                for (byte[] answer :
                        assertDoesNotThrow(() -> responder.answer(request), "seed " + seed)) {
                    assertTrue(new Message(answer).getHeader().getFlag(Flags.QR));
                }
            }
        }
    }
}
