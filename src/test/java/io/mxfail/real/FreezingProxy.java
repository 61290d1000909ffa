package io.mxfail.real;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Stands before a DNS server, over UDP and TCP on one port, and freezes after a chosen packet:
/// from then on nothing passes either way, while every socket stays open, as on a line that went
/// dead. A packet is one DNS message, over TCP too.
///
/// A loop over every packet runs its case once without a freeze, takes [passed] as the number of
/// packets, and then freezes after each of 0 … that number, asserting [isFrozen].
public final class FreezingProxy implements AutoCloseable {
    private static final int LARGEST = 65_535;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// Counts every packet.
    public static final Predicate<byte[]> ALL = _ -> true;

    /// Counts UPDATE messages and their answers (opcode 5, RFC 2136); others pass uncounted.
    public static final Predicate<byte[]> UPDATES =
            message -> message.length > 2 && (message[2] >> 3 & 0xf) == 5;

    private final InetSocketAddress server;
    private final Gate gate;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<SocketAddress, DatagramSocket> clients = new ConcurrentHashMap<>();
    private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();

    private FreezingProxy(InetSocketAddress server, Predicate<byte[]> counted) {
        this.server = server;
        this.gate = new Gate(counted);
        var here = new InetSocketAddress("127.0.0.1", Ports.free());
        try {
            this.udp = new DatagramSocket(here);
            this.tcp = new ServerSocket(here.getPort(), 50, here.getAddress());
        } catch (IOException e) {
            throw new Ports.Taken("the proxy found port " + here.getPort() + " in use: " + e);
        }
        Thread.ofVirtual().name("proxy-udp").start(this::receive);
        Thread.ofVirtual().name("proxy-tcp").start(this::accept);
    }

    /// A proxy that passes everything until it is told to freeze.
    public static FreezingProxy before(InetSocketAddress server) {
        return before(server, ALL);
    }

    /// @param counted the messages, as on the wire, that count towards a freeze
    public static FreezingProxy before(InetSocketAddress server, Predicate<byte[]> counted) {
        return Ports.retrying(() -> new FreezingProxy(server, counted));
    }

    /// Where clients reach the server through this proxy.
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
    }

    /// Begins to count anew, and freezes as soon as that many packets have passed that way; with
    /// 0 at once. What was frozen before is released first.
    public void freezeAfter(int packets, Way way) {
        gate.freezeAfter(packets, way);
    }

    /// How many packets have passed that way since the start or the last [freezeAfter].
    public int passed(Way way) {
        return gate.passed(way);
    }

    /// Whether the chosen packet was reached.
    public boolean isFrozen() {
        return gate.isFrozen();
    }

    /// Whether it is frozen and a packet came after the chosen one, which may not pass: a client
    /// that waits for its answer can go no further.
    public boolean isHolding() {
        return gate.isHolding();
    }

    /// Returns when the chosen packet was reached.
    ///
    /// @throws AssertionError when it is not within the limit
    public void awaitFrozen(Duration limit) {
        Await.until("the proxy freezes", limit, this::isFrozen);
    }

    /// The line is back: what waited passes now, in order.
    public void release() {
        gate.release();
    }

    /// The line is back, and what waited is lost: nothing that a client sent before it was killed
    /// reaches the server late. Connections of living clients go on.
    public void discard() {
        gate.discard();
    }

    @Override
    public void close() {
        closeQuietly(udp);
        closeQuietly(tcp);
        clients.values().forEach(FreezingProxy::closeQuietly);
        connections.forEach(FreezingProxy::closeQuietly);
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        try {
            while (true) {
                packet.setLength(LARGEST);
                udp.receive(packet);
                SocketAddress client = packet.getSocketAddress();
                byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
                DatagramSocket towards = clients.computeIfAbsent(client, this::connect);
                gate.pass(
                        Way.TO_SERVER,
                        message,
                        () -> towards.send(new DatagramPacket(message, message.length)));
            }
        } catch (IOException _) {
            // The proxy was closed.
            close();
        }
    }

    /// Each client gets a socket of its own towards the server, so that answers find back.
    private DatagramSocket connect(SocketAddress client) {
        try {
            var socket = new DatagramSocket();
            socket.connect(server);
            Thread.ofVirtual().name("proxy-udp-answers").start(() -> answer(socket, client));
            return socket;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(DatagramSocket socket, SocketAddress client) {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        try (socket) {
            while (true) {
                packet.setLength(LARGEST);
                socket.receive(packet);
                byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
                gate.pass(
                        Way.TO_CLIENT,
                        message,
                        () -> udp.send(new DatagramPacket(message, message.length, client)));
            }
        } catch (IOException _) {
            // The proxy was closed, or nothing listens at the server: the client times out.
            clients.remove(client, socket);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = tcp.accept();
                connections.add(client);
                Thread.ofVirtual().name("proxy-connection").start(() -> serve(client));
            }
        } catch (IOException _) {
            // The proxy was closed.
            close();
        }
    }

    private void serve(Socket client) {
        var upstream = new Socket();
        connections.add(upstream);
        try {
            upstream.connect(server, (int) CONNECT.toMillis());
        } catch (IOException _) {
            // Nothing listens at the server: the client sees its connection end.
            end(client, upstream);
            return;
        }
        Thread.ofVirtual()
                .name("proxy-tcp-answers")
                .start(() -> pump(upstream, client, Way.TO_CLIENT));
        pump(client, upstream, Way.TO_SERVER);
    }

    /// Passes messages one way until that side ends. The end itself must wait at the gate as
    /// well, or it would overtake a message.
    private void pump(Socket from, Socket to, Way way) {
        try {
            var in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                byte[] frame = frame(in);
                byte[] message = Arrays.copyOfRange(frame, 2, frame.length);
                gate.pass(way, message, () -> out.write(frame));
            }
        } catch (IOException _) {
            gate.end(() -> end(from, to));
        }
    }

    private void end(Socket one, Socket other) {
        closeQuietly(one);
        closeQuietly(other);
        connections.remove(one);
        connections.remove(other);
    }

    /// One message with its two bytes of length (RFC 1035, section 4.2.2).
    private static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        byte[] frame = new byte[2 + length];
        frame[0] = (byte) (length >> 8);
        frame[1] = (byte) length;
        if (in.readNBytes(frame, 2, length) < length) {
            throw new EOFException();
        }
        return frame;
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Closed enough: the other side sees the end of it.
        }
    }
}
