package io.mxfail.lab.dns;

import static io.mxfail.lab.dns.Client.name;
import static io.mxfail.lab.dns.Client.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class FaultsTest {
    private static final Message MX = question("example.test.", Type.MX);
    private static final ZoneVersion ZONE =
            ZoneVersion.parse("example.test.", "ns1 A 192.0.2.53\n@ MX 10 mx1\nmx1 A 192.0.2.1");
    private static final ZoneVersion OTHER =
            ZoneVersion.parse("other.test.", "ns1 A 192.0.2.53\n@ MX 10 mx1");

    private static AuthoritativeServer start() throws IOException {
        return AuthoritativeServer.start(
                List.of(ZONE, OTHER), List.of(), Listen.primary(), Listen.secondary());
    }

    private static Message update() throws IOException {
        return new UpdateText("add new TXT 60 \"x\"").message();
    }

    private static boolean isApplied(AuthoritativeServer dns) {
        return !dns.zone("example.test.").set("new", Type.TXT).isEmpty();
    }

    @Test
    void a_dropped_packet_is_neither_answered_nor_applied_and_other_listeners_go_on()
            throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.Drop());
            assertTrue(Client.isSilent(dns.address(0), update()));
            assertFalse(isApplied(dns));
            assertEquals(1, dns.listener(0).received());
            assertTrue(dns.exchanges().isEmpty());
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(1), MX).getRcode());
            dns.faults(0).lift(new Fault.Drop());
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(0), update()).getRcode());
        }
    }

    @Test
    void a_counted_fault_ends_by_itself() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(Fault.servfail(), 2);
            assertEquals(Rcode.SERVFAIL, Client.udp(dns.address(0), MX).getRcode());
            assertEquals(Rcode.SERVFAIL, Client.tcp(dns.address(0), MX).getRcode());
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(0), MX).getRcode());
            assertTrue(dns.faults(0).active().isEmpty());
        }
    }

    @Test
    void a_forced_rcode_applies_nothing() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.OnUpdates(new Fault.Answer(Rcode.REFUSED)));
            assertEquals(Rcode.REFUSED, Client.udp(dns.address(0), update()).getRcode());
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(0), MX).getRcode());
            assertFalse(isApplied(dns));
        }
    }

    @Test
    void a_delayed_update_is_applied_at_once_and_answered_late() throws Exception {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.Delay(Duration.ofMillis(300)));
            long start = System.nanoTime();
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(0), update()).getRcode());
            assertTrue(System.nanoTime() - start >= 300_000_000L);
            assertTrue(isApplied(dns));
        }
    }

    @Test
    void a_late_answer_keeps_no_other_of_its_connection_waiting() throws Exception {
        try (var dns = start();
                var socket = Client.connect(dns.address(0))) {
            dns.faults(0).inject(new Fault.Delay(Duration.ofSeconds(60)), 1);
            Message address = question("mx1.example.test.", Type.A);
            Client.send(socket, MX);
            Client.send(socket, address);
            assertEquals(address.getHeader().getID(), Client.next(socket).getHeader().getID());
        }
    }

    @Test
    void a_late_answer_reaches_a_client_that_asks_no_more() throws Exception {
        try (var dns = start();
                var socket = Client.connect(dns.address(0))) {
            dns.faults(0).inject(new Fault.Delay(Duration.ofMillis(200)));
            Client.send(socket, MX);
            Client.send(socket, MX);
            socket.shutdownOutput();
            assertEquals(Rcode.NOERROR, Client.next(socket).getRcode());
            assertEquals(Rcode.NOERROR, Client.next(socket).getRcode());
        }
    }

    @Test
    void a_lost_answer_leaves_an_applied_update_and_questions_are_answered() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.LoseUpdateAnswers());
            assertTrue(Client.isSilent(dns.address(0), update()));
            assertTrue(isApplied(dns));
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(0), MX).getRcode());
        }
    }

    @Test
    void an_answer_with_another_id_comes_before_the_right_one() throws IOException {
        try (var dns = start();
                var socket = new DatagramSocket()) {
            dns.faults(0).inject(new Fault.WrongIdFirst());
            socket.setSoTimeout(5000);
            socket.connect(dns.address(0));
            byte[] wire = MX.toWire(512);
            socket.send(new DatagramPacket(wire, wire.length));
            int id = MX.getHeader().getID();
            assertNotEquals(id, new Message(Client.receive(socket)).getHeader().getID());
            assertEquals(id, new Message(Client.receive(socket)).getHeader().getID());
            assertEquals(id, Client.tcp(dns.address(0), MX).getHeader().getID());
        }
    }

    @Test
    void truncation_hits_udp_alone() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.Truncate());
            Message cut = Client.udp(dns.address(0), MX);
            assertTrue(cut.getHeader().getFlag(Flags.TC));
            assertTrue(Client.answers(cut).isEmpty());
            assertEquals(1, Client.answers(Client.tcp(dns.address(0), MX)).size());
        }
    }

    @Test
    void a_refused_connection_is_reset_and_udp_goes_on() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.RefuseTcp(), 1);
            assertThrows(IOException.class, () -> Client.tcp(dns.address(0), MX));
            assertEquals(1, Client.answers(Client.udp(dns.address(0), MX)).size());
            assertEquals(1, Client.answers(Client.tcp(dns.address(0), MX)).size());
        }
    }

    @Test
    @Timeout(60)
    void a_frozen_update_is_applied_when_the_server_thaws() throws Exception {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.Freeze());
            Message update = update();
            var answer = new CompletableFuture<Message>();
            Thread.ofVirtual().start(() -> complete(answer, dns.address(0), update));
            while (dns.listener(0).received() == 0) {
                Thread.onSpinWait();
            }
            assertFalse(isApplied(dns));
            assertFalse(answer.isDone());
            dns.faults(0).clear();
            assertEquals(Rcode.NOERROR, answer.get(50, TimeUnit.SECONDS).getRcode());
            assertTrue(isApplied(dns));
        }
    }

    private static void complete(
            CompletableFuture<Message> answer, InetSocketAddress at, Message request) {
        try {
            answer.complete(Client.tcp(at, request));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }

    @Test
    @Timeout(60)
    void a_frozen_server_can_be_closed() throws Exception {
        var dns = start();
        dns.faults(0).inject(new Fault.Freeze());
        try (var socket = Client.connect(dns.address(0))) {
            Client.send(socket, MX);
            while (dns.listener(0).received() == 0) {
                Thread.onSpinWait();
            }
            dns.close();
            assertThrows(IOException.class, () -> Client.next(socket));
        }
    }

    @Test
    void updates_of_one_zone_may_be_refused_while_the_other_takes_them() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.RefuseUpdates(name("example.test.")));
            assertEquals(Rcode.REFUSED, Client.udp(dns.address(0), update()).getRcode());
            assertFalse(isApplied(dns));
            Message other = Message.newUpdate(name("other.test."));
            assertEquals(Rcode.NOERROR, Client.udp(dns.address(0), other).getRcode());
        }
    }

    @Test
    void a_fault_of_one_type_leaves_the_others_alone() throws IOException {
        try (var dns = start()) {
            dns.faults(0).inject(new Fault.OnType(Type.MX, new Fault.NotAuthoritative()));
            dns.faults(0).inject(new Fault.OnType(Type.TXT, Fault.servfail()));
            Message mx = Client.udp(dns.address(0), MX);
            assertEquals(Rcode.NOERROR, mx.getRcode());
            assertFalse(mx.getHeader().getFlag(Flags.AA));
            assertEquals(
                    Rcode.SERVFAIL,
                    Client.udp(dns.address(0), question("example.test.", Type.TXT)).getRcode());
            Message soa = Client.udp(dns.address(0), question("example.test.", Type.SOA));
            assertEquals(Rcode.NOERROR, soa.getRcode());
            assertTrue(soa.getHeader().getFlag(Flags.AA));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop",
                "delay 2s",
                "delay 1.5s",
                "servfail",
                "refused",
                "notimp",
                "wrong-id-first",
                "truncate",
                "refuse-tcp",
                "lose-update-answers",
                "freeze",
                "refuse-updates example.test.",
                "clock-skew 10m",
                "clock-skew -10m",
                "updates: delay 2s",
                "queries: drop",
                "not-authoritative",
                "mixed-ttls",
                "mx: drop",
                "txt: not-authoritative"
            })
    void each_fault_has_a_text(String text) {
        assertEquals(text, Fault.parse(text).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dorp",
                "badvers",
                "delay",
                "delay soon",
                "refuse-updates a..b",
                "updates:",
                "mx:",
                "nonsense: drop"
            })
    void another_text_is_no_fault(String text) {
        assertThrows(IllegalArgumentException.class, () -> Fault.parse(text));
    }
}
