package io.mxfail.core.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.real.Bind;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;

/// The length that is computed, beside the datagram that BIND sends.
@NeedsServer(Server.BIND)
class TxtAnswerAtBindTest {
    private static final RecordKey KEY =
            new RecordKey(Name.fromConstantString("acme.test."), Type.TXT);

    @ParameterizedTest
    @CsvSource({"100, false", "512, false", "513, true"})
    void an_answer_is_as_long_as_is_computed_and_cut_beyond_what_fits(int octets, boolean cut)
            throws IOException {
        List<String> texts = texts(octets);
        RecordSet set = RecordSet.parse(KEY, 300, texts);
        assertEquals(octets, TxtAnswer.octets(set));
        var zone =
                new StringBuilder(
                        "$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n@ NS ns1\n"
                                + "ns1 A 127.0.0.1\n");
        texts.forEach(text -> zone.append("@ TXT ").append(text).append('\n'));
        try (Bind bind =
                Bind.primary(
                        List.of(Zone.of("acme.test", zone.toString())), "minimal-responses yes;")) {
            byte[] reply = plain(bind.address());
            assertEquals(cut, new Message(reply).getHeader().getFlag(Flags.TC));
            if (!cut) {
                assertEquals(octets, reply.length);
            }
        }
        // what a server adds of its own accord is left out where it does not fit
        try (Bind bind = Bind.primary(Zone.of("acme.test", zone.toString()))) {
            assertEquals(cut, new Message(plain(bind.address())).getHeader().getFlag(Flags.TC));
        }
    }

    /// An SPF record, and others that make up the rest.
    private static List<String> texts(int octets) {
        String spf = "\"v=spf1 -all\"";
        int left = octets - 12 - KEY.name().length() - 4 - (12 + 1 + 11);
        if (left <= 12 + 1 + 200) {
            return List.of(spf, "\"" + "x".repeat(left - 13) + "\"");
        }
        return List.of(
                spf, "\"" + "x".repeat(200) + "\"", "\"" + "y".repeat(left - 213 - 13) + "\"");
    }

    /// One datagram without EDNS.
    private static byte[] plain(InetSocketAddress server) throws IOException {
        byte[] query =
                Message.newQuery(Record.newRecord(KEY.name(), KEY.type(), DClass.IN)).toWire();
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(5000);
            socket.send(new DatagramPacket(query, query.length, server));
            var reply = new DatagramPacket(new byte[4096], 4096);
            socket.receive(reply);
            return java.util.Arrays.copyOf(reply.getData(), reply.getLength());
        }
    }
}
