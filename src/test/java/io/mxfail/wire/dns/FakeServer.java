package io.mxfail.wire.dns;

import io.mxfail.core.dns.ServerAddress;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server that does what a test tells it, over UDP and TCP on one port.
public final class FakeServer implements AutoCloseable {
    /// What it does with a TCP connection.
    @FunctionalInterface
    public interface Conversation {
        void with(Connection connection) throws IOException;
    }

    /// Which datagrams it sends for one that it got.
    @FunctionalInterface
    public interface Answering {
        List<byte[]> to(byte[] question) throws IOException;
    }

    /// A TCP connection from a client.
    public record Connection(Socket socket, DataInputStream in, DataOutputStream out) {
        /// The next message.
        public byte[] message() throws IOException {
            byte[] message = new byte[in.readUnsignedShort()];
            in.readFully(message);
            return message;
        }

        public void answer(byte[] message) throws IOException {
            out.writeShort(message.length);
            out.write(message);
            out.flush();
        }

        /// Ends it with a reset instead of a farewell.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private FakeServer(ServerSocket tcp, DatagramSocket udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    static FakeServer overTcp(Conversation conversation) {
        return start(_ -> List.of(), conversation);
    }

    static FakeServer overUdp(Answering answering) {
        return start(answering, connection -> connection.socket().close());
    }

    /// One for both.
    public static FakeServer start(Answering answering, Conversation conversation) {
        InetAddress here = InetAddress.getLoopbackAddress();
        while (true) {
            try {
                var udp = new DatagramSocket(0, here);
                ServerSocket tcp;
                try {
                    tcp = new ServerSocket(udp.getLocalPort(), 50, here);
                } catch (IOException _) {
                    // Another process has that port for TCP: try the next.
                    udp.close();
                    continue;
                }
                var server = new FakeServer(tcp, udp);
                Thread.ofVirtual().start(() -> server.accept(conversation));
                Thread.ofVirtual().start(() -> server.receive(answering));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Where it listens.
    public ServerAddress address() {
        return ServerAddress.parse("127.0.0.1:" + udp.getLocalPort(), ServerAddress.DNS_PORT);
    }

    /// How many TCP connections there were.
    int connections() {
        return connections.get();
    }

    private void accept(Conversation conversation) {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> talk(socket, conversation));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void talk(Socket socket, Conversation conversation) {
        try (socket) {
            conversation.with(
                    new Connection(
                            socket,
                            new DataInputStream(socket.getInputStream()),
                            new DataOutputStream(socket.getOutputStream())));
        } catch (IOException _) {
            // The client is gone, or the test is over.
        }
    }

    private void receive(Answering answering) {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                udp.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                for (byte[] answer : answering.to(question)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    @Override
    public void close() {
        try {
            tcp.close();
            udp.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
