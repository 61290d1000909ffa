package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.wire.dns.FakeServer;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Name servers up to no good, seen through `check` to what it prints. The company's own zone is
/// as it should be, but for names in it that lead to others' zones, where everything is possible.
class HostileNameServerTest {
    private static final int TTL = 300;
    private static final int LARGEST = 65_535;
    private static final int DATAGRAM = 1232;
    private static final Name OURS = Name.fromConstantString("acme.test.");

    /// Questions that five commands may ask, which look at the same again.
    private static final int MANY = 500;

    /// What the sockets of all connections may hold, with room.
    private static final long BUFFERS = 512L << 20;

    /// All that fits a message beside the question.
    private static final int STRINGS = 65_000;

    /// What it answers to whom: anything.
    private interface Answers {
        List<Record> to(Name name, int type) throws IOException;
    }

    private final AtomicInteger asked = new AtomicInteger();

    /// Checks the company with such a resolver, which asks the company's own server for its names.
    private Hostile.Shown led(String zone, FakeServer.Answering udp, FakeServer.Conversation tcp)
            throws IOException {
        try (var world = new Hostile(zone);
                var server =
                        FakeServer.start(
                                question ->
                                        isOurs(question)
                                                ? List.of(relayed(question, world.server()))
                                                : udp.to(question),
                                tcp)) {
            return world.check(
                    Hostile.Enemies.resolver(
                            new InetSocketAddress(
                                    server.address().host(), server.address().port())));
        }
    }

    /// Checks the company with such a server beside its own.
    private Hostile.Shown beside(FakeServer.Answering udp, FakeServer.Conversation tcp)
            throws IOException {
        try (var world = new Hostile(Company.ZONE);
                var server = FakeServer.start(udp, tcp)) {
            return world.check(
                    Hostile.Enemies.secondary(
                            new InetSocketAddress(
                                    server.address().host(), server.address().port())));
        }
    }

    private static boolean isOurs(byte[] question) throws IOException {
        return new Message(question).getQuestion().getName().subdomain(OURS);
    }

    private static byte[] relayed(byte[] question, InetSocketAddress server) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(question, question.length, server));
            var answer = new DatagramPacket(new byte[LARGEST], LARGEST);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private Hostile.Shown led(String zone, Answers answers) throws IOException {
        return led(
                zone,
                question -> {
                    byte[] answer = message(question, answers);
                    return List.of(answer.length > DATAGRAM ? truncated(question) : answer);
                },
                connection -> {
                    while (true) {
                        connection.answer(message(connection.message(), answers));
                    }
                });
    }

    private void assertNews(String news, String words, Hostile.Shown shown) {
        assertEquals(
                news.isEmpty() ? Set.of() : Set.of(news.split(" ", -1)), shown.news(), shown::text);
        assertTrue(shown.text().contains(words), shown::text);
        assertTrue(asked.get() < MANY, asked::toString);
    }

    private byte[] message(byte[] question, Answers answers) throws IOException {
        asked.incrementAndGet();
        var asked = new Message(question);
        Record about = asked.getQuestion();
        Message reply = reply(asked);
        answers.to(about.getName(), about.getType())
                .forEach(record -> reply.addRecord(record, Section.ANSWER));
        return reply.toWire(LARGEST);
    }

    private static byte[] truncated(byte[] question) throws IOException {
        Message reply = reply(new Message(question));
        reply.getHeader().setFlag(Flags.TC);
        return reply.toWire();
    }

    private static Message reply(Message asked) {
        var reply = new Message(asked.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.getHeader().setRcode(Rcode.NOERROR);
        reply.addRecord(asked.getQuestion(), Section.QUESTION);
        return reply;
    }

    /// An answer whose name is at the place where it is.
    private byte[] pointingToItself(byte[] question) {
        asked.incrementAndGet();
        byte[] answer = Arrays.copyOf(question, question.length + 12);
        answer[2] |= (byte) 0x84; // an answer, and authoritative
        answer[7] = 1; // record
        answer[11] = 0; // and no extension
        answer[12] = (byte) 0xc0;
        answer[13] = 12;
        return answer;
    }

    private static Record txt(Name name, byte[]... strings) {
        var data = new DNSOutput();
        for (byte[] string : strings) {
            data.writeU8(string.length);
            data.writeByteArray(string);
        }
        return Record.newRecord(name, Type.TXT, DClass.IN, TTL, data.toByteArray());
    }

    private static Record txt(Name name, String text) {
        return txt(
                name,
                IntStream.iterate(0, i -> i < text.length(), i -> i + 255)
                        .mapToObj(i -> text.substring(i, Math.min(text.length(), i + 255)))
                        .map(part -> part.getBytes(StandardCharsets.ISO_8859_1))
                        .toArray(byte[][]::new));
    }

    private static Record alias(String from, String to) throws IOException {
        return new CNAMERecord(Name.fromString(from), DClass.IN, TTL, Name.fromString(to));
    }

    private static String including(String target) {
        return Company.ZONE.replace("ip4:192.0.2.10 ~all", "ip4:192.0.2.10 " + target + " ~all");
    }

    private static String leading(String owner) {
        return Company.ZONE + owner + " CNAME start.evil.test.\n";
    }

    @Test
    void aliases_that_lead_in_a_circle_are_no_answer() throws IOException {
        Hostile.Shown shown =
                led(
                        leading("_dmarc"),
                        (_, _) ->
                                List.of(
                                        alias("start.evil.test.", "other.evil.test."),
                                        alias("other.evil.test.", "start.evil.test.")));
        assertNews("DMARC-INVALID", "lead in a circle", shown);
    }

    @Test
    void aliases_without_end_are_not_followed_for_ever() throws IOException {
        Hostile.Shown shown =
                led(
                        leading("_dmarc"),
                        (name, _) -> List.of(alias(name.toString(), "n" + asked + ".evil.test.")));
        assertNews("", "acme/primary  READY", shown);
    }

    @Test
    void a_name_that_points_to_itself_cannot_be_read() throws IOException {
        Hostile.Shown shown =
                led(
                        leading("_dmarc"),
                        question -> List.of(pointingToItself(question)),
                        connection -> connection.socket().close());
        assertNews("DMARC-INVALID", "bad compression", shown);
    }

    @Test
    void as_many_strings_as_a_message_holds_are_no_spf_record() throws IOException {
        byte[][] strings = new byte[STRINGS][];
        Arrays.fill(strings, new byte[0]);
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test"),
                        (name, type) -> type == Type.TXT ? List.of(txt(name, strings)) : List.of());
        assertNews("SPF-INCLUDE", "has no SPF record", shown);
    }

    @Test
    void thousands_of_records_are_too_many() throws IOException {
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test"),
                        (name, type) ->
                                type == Type.TXT
                                        ? IntStream.range(0, 2500)
                                                .mapToObj(i -> txt(name, "v=spf1 " + i))
                                                .toList()
                                        : List.of());
        assertNews("SPF-INCLUDE", "has 2500 SPF records", shown);
    }

    @Test
    void includes_that_include_ten_more_are_not_followed_for_ever() throws IOException {
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test"),
                        (name, type) -> {
                            if (type != Type.TXT) {
                                return List.of();
                            }
                            var text = new StringBuilder("v=spf1");
                            for (int i = 0; i < 10; i++) {
                                text.append(" include:")
                                        .append(i)
                                        .append('x')
                                        .append(asked)
                                        .append(".evil.test");
                            }
                            return List.of(txt(name, text + " -all"));
                        });
        assertNews("SPF-LOOKUPS", "receivers do 10", shown);
    }

    @Test
    void a_redirect_to_itself_is_told_as_such() throws IOException {
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test"),
                        (name, type) ->
                                type == Type.TXT
                                        ? List.of(txt(name, "v=spf1 redirect=start.evil.test"))
                                        : List.of());
        assertNews("SPF-INCLUDE", "leads back to itself", shown);
    }

    @Test
    void a_record_of_sixty_thousand_letters_is_shown_in_part() throws IOException {
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test"),
                        (name, type) ->
                                type == Type.TXT
                                        ? List.of(
                                                txt(name, "v=spf1" + " a:x.evil.test".repeat(4000)))
                                        : List.of());
        assertNews("SPF-LOOKUPS", "and 30 more", shown);
    }

    @Test
    void escape_sequences_in_records_reach_no_terminal() throws IOException {
        String evil = "\u001b]0;owned\u0007\u001b[2J\u009b31m\b\u0000\nevil";
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test") + "_dmarc CNAME start.evil.test.\n",
                        (name, type) ->
                                type == Type.TXT
                                        ? List.of(
                                                txt(name, "v=spf1 " + evil + " -all"),
                                                txt(name, "v=DMARC1; p=" + evil))
                                        : List.of());
        assertNews("DMARC-INVALID SPF-INCLUDE", "cannot be read", shown);
    }

    @Test
    void messages_without_end_over_tcp_are_not_read_for_ever() throws IOException {
        var sent = new AtomicLong();
        Hostile.Shown shown =
                led(
                        including("include:start.evil.test"),
                        question -> List.of(truncated(question)),
                        connection -> {
                            byte[] question = connection.message();
                            question[0] ^= 1;
                            byte[] large = Arrays.copyOf(question, LARGEST);
                            for (long left = 1L << 30; left > 0; left -= LARGEST) {
                                connection.answer(large);
                                sent.addAndGet(LARGEST);
                            }
                        });
        assertTrue(sent.get() < BUFFERS, () -> sent + " octets");
        assertNews("SPF-LOOKUPS", "sends messages that answer nothing", shown);
    }

    @Test
    void a_name_server_of_our_own_that_cannot_be_read_is_told_as_such() throws IOException {
        assertNews(
                "NS-UNREACHABLE",
                "bad compression",
                beside(
                        question -> List.of(pointingToItself(question)),
                        connection -> connection.socket().close()));
    }

    @Test
    void so_is_one_that_answers_with_all_that_a_message_holds() throws IOException {
        byte[][] strings = new byte[STRINGS][];
        Arrays.fill(strings, new byte[0]);
        Answers everything = (name, _) -> List.of(txt(name, strings));
        assertNews(
                "NS-LAME NS-RECURSIVE",
                "it is not authoritative",
                beside(
                        question -> List.of(truncated(question)),
                        connection -> {
                            while (true) {
                                connection.answer(message(connection.message(), everything));
                            }
                        }));
    }
}
