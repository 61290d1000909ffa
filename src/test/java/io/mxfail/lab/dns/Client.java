package io.mxfail.lab.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;

/// A client without manners: sends any message and returns whatever comes back.
final class Client {
    private static final int PATIENCE = 5000;

    private Client() {}

    static Name name(String text) {
        return Name.fromConstantString(text);
    }

    static Message question(String name, int type) {
        return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
    }

    static Message ask(InetSocketAddress at, String name, int type) throws IOException {
        return udp(at, question(name, type));
    }

    static Message udp(InetSocketAddress at, Message request) throws IOException {
        return new Message(udp(at, request.toWire(65535)));
    }

    static byte[] udp(InetSocketAddress at, byte[] request) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE);
            socket.connect(at);
            socket.send(new DatagramPacket(request, request.length));
            return receive(socket);
        }
    }

    /// Whether a datagram stays without an answer for a moment.
    static boolean isSilent(InetSocketAddress at, Message request) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(150);
            socket.connect(at);
            byte[] wire = request.toWire(65535);
            socket.send(new DatagramPacket(wire, wire.length));
            receive(socket);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    static byte[] receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[65535], 65535);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    static Message tcp(InetSocketAddress at, Message request) throws IOException {
        try (var socket = connect(at)) {
            send(socket, request);
            return next(socket);
        }
    }

    static Socket connect(InetSocketAddress at) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(PATIENCE);
        socket.connect(at, PATIENCE);
        return socket;
    }

    static void send(Socket socket, Message request) throws IOException {
        byte[] wire = request.toWire(65535);
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(wire.length);
        out.write(wire);
        out.flush();
    }

    static byte[] nextBytes(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        return wire;
    }

    static Message next(Socket socket) throws IOException {
        return new Message(nextBytes(socket));
    }

    /// The data of the answer section, sorted, as `TYPE DATA`.
    static List<String> answers(Message message) {
        return texts(message, Section.ANSWER);
    }

    static List<String> texts(Message message, int section) {
        return message.getSection(section).stream()
                .filter(r -> r.getType() != Type.OPT && r.getType() != Type.TSIG)
                .map(
                        r ->
                                "%s %s %s"
                                        .formatted(
                                                r.getName(),
                                                Type.string(r.getType()),
                                                r.rdataToString()))
                .sorted()
                .toList();
    }
}
