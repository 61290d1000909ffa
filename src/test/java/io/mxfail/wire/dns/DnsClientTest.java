package io.mxfail.wire.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.real.Ports;
import io.mxfail.wire.dns.Exchange.Cause;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the client makes of servers that misbehave, and of others that pretend to be the server.
class DnsClientTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration BRIEF = Duration.ofSeconds(1);
    private static final RecordKey MX =
            new RecordKey(Name.fromConstantString("example.test."), Type.MX);

    private final DnsKey key = key("mxfail-key", 1);
    private final DnsKey otherKey = key("mxfail-key", 2);
    private final DnsClient client = new DnsClient(InstantSource.system());

    private static DnsKey key(String name, int seed) {
        byte[] secret = new byte[32];
        secret[0] = (byte) seed;
        return DnsKey.parse(name, "hmac-sha256", Base64.getEncoder().encodeToString(secret));
    }

    private static Message query() {
        return Answers.question(MX, false);
    }

    private Exchange signed(FakeServer server, Duration timeout) {
        return client.askOverTcp(server.address(), List.of(query()), Optional.of(key), timeout)
                .getFirst();
    }

    private Exchange overUdp(FakeServer server, Duration timeout) {
        return client.ask(server.address(), query(), Optional.empty(), timeout);
    }

    private static Message reply(byte[] question, int rcode) throws IOException {
        var asked = new Message(question);
        var reply = new Message(asked.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setOpcode(asked.getHeader().getOpcode());
        reply.getHeader().setRcode(rcode);
        reply.addRecord(asked.getQuestion(), Section.QUESTION);
        return reply;
    }

    private static Message found(byte[] question, String host) throws IOException {
        Message reply = reply(question, Rcode.NOERROR);
        reply.addRecord(
                Record.fromString(MX.name(), Type.MX, DClass.IN, 60, "10 " + host, Name.root),
                Section.ANSWER);
        return reply;
    }

    private static byte[] signedBy(DnsKey key, byte[] question, Message reply) throws IOException {
        TSIG tsig = key.tsig(Clock.systemUTC());
        reply.setTSIG(tsig, Rcode.NOERROR, new Message(question).getTSIG());
        return reply.toWire(65_535);
    }

    private static Exchange.NoReply assertNoReply(Cause cause, Exchange exchange) {
        var none = assertInstanceOf(Exchange.NoReply.class, exchange, exchange::toString);
        assertEquals(cause, none.cause(), none::toString);
        return none;
    }

    private static Exchange.Reply assertReply(int rcode, Exchange exchange) {
        var reply = assertInstanceOf(Exchange.Reply.class, exchange, exchange::toString);
        assertEquals(rcode, reply.rcode());
        return reply;
    }

    @Test
    void a_signed_answer_is_trusted() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            byte[] question = c.message();
                            c.answer(signedBy(key, question, found(question, "mx1.example.test.")));
                        })) {
            assertTrue(assertReply(Rcode.NOERROR, signed(server, PATIENT)).trusted());
        }
    }

    @Test
    void an_unsigned_answer_to_a_signed_question_is_none() {
        try (var server =
                FakeServer.overTcp(c -> c.answer(found(c.message(), "mx.evil.test.").toWire()))) {
            assertTrue(
                    assertNoReply(Cause.UNVERIFIED, signed(server, PATIENT))
                            .detail()
                            .contains("not signed"));
        }
    }

    @Test
    void an_answer_signed_with_another_secret_is_none() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            byte[] question = c.message();
                            c.answer(
                                    signedBy(otherKey, question, found(question, "mx.evil.test.")));
                        })) {
            assertTrue(
                    assertNoReply(Cause.UNVERIFIED, signed(server, PATIENT))
                            .detail()
                            .contains("BADSIG"));
        }
    }

    @Test
    void an_answer_changed_on_the_way_is_none() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            byte[] question = c.message();
                            byte[] good =
                                    signedBy(key, question, found(question, "mx1.example.test."));
                            // the preference's low byte, right behind the fixed part of the answer
                            int at =
                                    new String(good, java.nio.charset.StandardCharsets.ISO_8859_1)
                                                    .indexOf("\003mx1")
                                            - 1;
                            good[at] ^= 0x40;
                            c.answer(good);
                        })) {
            assertNoReply(Cause.UNVERIFIED, signed(server, PATIENT));
        }
    }

    @Test
    void an_unsigned_error_is_known_to_be_one_and_nothing_more() {
        try (var server =
                FakeServer.overTcp(c -> c.answer(reply(c.message(), Rcode.REFUSED).toWire()))) {
            assertFalse(assertReply(Rcode.REFUSED, signed(server, PATIENT)).trusted());
        }
    }

    @Test
    void a_clock_that_is_wrong_is_told_with_the_difference() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            byte[] question = c.message();
                            Message reply = reply(question, Rcode.NOTAUTH);
                            reply.setTSIG(
                                    key.tsig(Clock.systemUTC()),
                                    Rcode.BADTIME,
                                    new Message(question).getTSIG());
                            c.answer(reply.toWire(65_535));
                        })) {
            InstantSource late = () -> Instant.now().minus(Duration.ofHours(2));
            Exchange exchange =
                    new DnsClient(late)
                            .askOverTcp(
                                    server.address(), List.of(query()), Optional.of(key), PATIENT)
                            .getFirst();
            Refusal refusal =
                    Refusal.of(
                            server.address().toString(),
                            "read example.test.",
                            Optional.of(key),
                            assertReply(Rcode.NOTAUTH, exchange));
            assertEquals(io.mxfail.core.plan.FailureKind.CLOCK_SKEW, refusal.kind());
            assertTrue(refusal.reason().contains("BADTIME"), refusal::reason);
            assertTrue(
                    refusal.reason()
                            .matches(".*: the server's shows 20.*, 7[12]\\d\\d s ahead of.*"),
                    refusal::reason);
        }
    }

    @Test
    void a_server_that_drips_does_not_outlast_the_deadline() {
        var over = new CountDownLatch(1);
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            byte[] answer = found(c.message(), "mx1.example.test.").toWire();
                            c.out().writeShort(answer.length);
                            for (byte b : answer) {
                                c.out().write(b);
                                c.out().flush();
                                if (waited(over, Duration.ofMillis(300))) {
                                    return;
                                }
                            }
                        })) {
            long start = System.nanoTime();
            Exchange.NoReply none = assertNoReply(Cause.TIMEOUT, signed(server, BRIEF));
            over.countDown();
            assertTrue(none.sent());
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(8).toNanos());
        }
    }

    @Test
    void a_server_that_says_nothing_does_not_either() {
        var over = new CountDownLatch(1);
        try (var server = FakeServer.overTcp(_ -> waited(over, PATIENT))) {
            assertTrue(assertNoReply(Cause.TIMEOUT, signed(server, BRIEF)).sent());
            over.countDown();
        }
        try (var server = FakeServer.overUdp(_ -> List.of())) {
            assertTrue(assertNoReply(Cause.TIMEOUT, overUdp(server, BRIEF)).sent());
        }
    }

    @Test
    void a_connection_that_is_reset_may_have_brought_the_message() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            c.message();
                            c.reset();
                        })) {
            assertTrue(assertNoReply(Cause.CLOSED, signed(server, PATIENT)).sent());
            assertEquals(2, server.connections(), "a question may be asked again");
        }
    }

    @Test
    void an_update_is_sent_once_whatever_happens() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            c.message();
                            c.reset();
                        })) {
            var update = new Update(MX.name());
            Exchange exchange =
                    client.sendOnce(server.address(), update, Optional.of(key), PATIENT);
            assertTrue(assertNoReply(Cause.CLOSED, exchange).sent());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void where_nobody_listens_nothing_was_sent() throws IOException {
        var nobody = new ServerAddress("127.0.0.1", Ports.free());
        Exchange exchange = client.sendOnce(nobody, query(), Optional.empty(), PATIENT);
        assertFalse(assertNoReply(Cause.UNREACHABLE, exchange).sent());
    }

    @Test
    void questions_that_a_closed_connection_left_open_are_asked_again() {
        try (var server =
                FakeServer.overTcp(
                        c -> c.answer(found(c.message(), "mx1.example.test.").toWire()))) {
            List<Exchange> all =
                    client.askOverTcp(
                            server.address(),
                            List.of(query(), query(), query()),
                            Optional.empty(),
                            PATIENT);
            all.forEach(exchange -> assertReply(Rcode.NOERROR, exchange));
            assertEquals(3, server.connections());
        }
    }

    @Test
    void an_answer_that_is_no_message_is_said_to_be_unreadable() {
        try (var server =
                FakeServer.overTcp(
                        c -> {
                            byte[] question = c.message();
                            c.answer(new byte[] {question[0], question[1], 'h', 'i'});
                        })) {
            assertNoReply(Cause.UNREADABLE, signed(server, PATIENT));
        }
    }

    @Test
    void forged_datagrams_are_passed_over_until_the_true_one_comes() {
        try (var server =
                FakeServer.overUdp(
                        question -> {
                            byte[] otherId = found(question, "mx.evil.test.").toWire();
                            otherId[0] ^= 1;
                            Message otherQuestion = found(question, "mx.evil.test.");
                            otherQuestion.removeAllRecords(Section.QUESTION);
                            otherQuestion.addRecord(
                                    Record.newRecord(
                                            Name.fromConstantString("other.test."),
                                            Type.MX,
                                            DClass.IN),
                                    Section.QUESTION);
                            Message noAnswer = found(question, "mx.evil.test.");
                            noAnswer.getHeader().unsetFlag(Flags.QR);
                            return List.of(
                                    otherId,
                                    otherQuestion.toWire(),
                                    noAnswer.toWire(),
                                    new byte[] {1},
                                    found(question, "mx1.example.test.").toWire());
                        })) {
            Exchange.Reply reply = assertReply(Rcode.NOERROR, overUdp(server, PATIENT));
            assertEquals(
                    "10 mx1.example.test.",
                    reply.message().getSection(Section.ANSWER).getFirst().rdataToString());
        }
    }

    @Test
    void a_lost_datagram_is_sent_again() {
        var seen = new java.util.concurrent.atomic.AtomicInteger();
        try (var server =
                FakeServer.overUdp(
                        question ->
                                seen.incrementAndGet() == 1
                                        ? List.of()
                                        : List.of(found(question, "mx1.example.test.").toWire()))) {
            assertReply(Rcode.NOERROR, overUdp(server, PATIENT));
            assertEquals(2, seen.get());
        }
    }

    @Test
    void what_does_not_fit_a_datagram_is_asked_over_tcp() {
        try (var server =
                FakeServer.start(
                        question -> {
                            Message cut = reply(question, Rcode.NOERROR);
                            cut.getHeader().setFlag(Flags.TC);
                            return List.of(cut.toWire());
                        },
                        c -> c.answer(found(c.message(), "mx1.example.test.").toWire()))) {
            Exchange.Reply reply = assertReply(Rcode.NOERROR, overUdp(server, PATIENT));
            assertEquals(1, reply.message().getSection(Section.ANSWER).size());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void a_server_that_does_not_know_extensions_is_asked_without() {
        try (var server =
                FakeServer.overUdp(
                        question ->
                                List.of(
                                        new Message(question).getOPT() != null
                                                ? reply(question, Rcode.FORMERR).toWire()
                                                : found(question, "mx1.example.test.").toWire()))) {
            assertReply(Rcode.NOERROR, overUdp(server, PATIENT));
            assertReply(Rcode.NOERROR, client.askSigned(server.address(), query(), PATIENT));
        }
    }

    private static boolean waited(CountDownLatch latch, Duration atMost) {
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
