package io.mxfail.lab.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/// Asks one authoritative server one question: UDP first, TCP if the answer is truncated. Datagrams
/// that answer something else are passed over, as a forger's would be.
final class Upstream {
    private final Duration patience;

    /// @param patience how long UDP and TCP each may take, in real time
    Upstream(Duration patience) {
        this.patience = patience;
    }

    /// @throws IOException if no answer came in time, or none that can be read
    Message ask(InetSocketAddress server, Name name, int type) throws IOException {
        var query = new Message();
        query.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
        query.addRecord(new OPTRecord(Replies.EDNS_UDP, 0, 0), Section.ADDITIONAL);
        Message answer = overUdp(server, query);
        return answer.getHeader().getFlag(Flags.TC) ? overTcp(server, query) : answer;
    }

    private Message overUdp(InetSocketAddress server, Message query) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            byte[] wire = query.toWire(Message.MAXLENGTH);
            socket.send(new DatagramPacket(wire, wire.length));
            byte[] buffer = new byte[Message.MAXLENGTH];
            while (true) {
                socket.setSoTimeout(millisUntil(deadline));
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var message = new Message(Arrays.copyOf(buffer, packet.getLength()));
                if (answers(message, query)) {
                    return message;
                }
            }
        }
    }

    private Message overTcp(InetSocketAddress server, Message query) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, millisUntil(deadline));
            socket.setSoTimeout(millisUntil(deadline));
            OutputStream out = socket.getOutputStream();
            out.write(Octets.framed(query.toWire(Message.MAXLENGTH)));
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            byte[] wire = new byte[in.readUnsignedShort()];
            in.readFully(wire);
            var message = new Message(wire);
            if (!answers(message, query)) {
                throw new IOException(
                        "the server at %s answered another question".formatted(server));
            }
            return message;
        }
    }

    private static boolean answers(Message message, Message query) {
        @Nullable Record asked = message.getQuestion();
        return message.getHeader().getFlag(Flags.QR)
                && message.getHeader().getID() == query.getHeader().getID()
                && asked != null
                && asked.equals(query.getQuestion());
    }

    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) left;
    }
}
