package io.mxfail.wire.dns;

import org.xbill.DNS.Opcode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands before any name server's TCP port: counts what passes, and loses an answer on demand.
public final class DnsProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicBoolean loseUpdate = new AtomicBoolean();

    public DnsProxy(InetSocketAddress server) {
        this.server = server;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    public int updates() {
        return updates.get();
    }

    public int queries() {
        return queries.get();
    }

    /// The next update reaches the server; what comes back on its connection does not arrive.
    public void loseTheNextUpdatesAnswer() {
        loseUpdate.set(true);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket()) {
            open.add(upstream);
            upstream.connect(server);
            var lost = new AtomicBoolean();
            Thread answers = Thread.ofVirtual().start(() -> answer(upstream, client, lost));
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(upstream.getOutputStream());
            while (true) {
                byte[] message = message(in);
                boolean update = ((message[2] >> 3) & 0xf) == Opcode.UPDATE;
                (update ? updates : queries).incrementAndGet();
                if (update && loseUpdate.compareAndSet(true, false)) {
                    lost.set(true);
                }
                write(out, message);
                if (!answers.isAlive()) {
                    return;
                }
            }
        } catch (IOException _) {
            // One side is gone; closing tells the other.
        }
    }

    private static void answer(Socket upstream, Socket client, AtomicBoolean lost) {
        try {
            var in = new DataInputStream(upstream.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] message = message(in);
                if (!lost.get()) {
                    write(out, message);
                }
            }
        } catch (IOException _) {
            // As above.
        }
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    private static void write(DataOutputStream out, byte[] message) throws IOException {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        out.write(framed);
        out.flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
