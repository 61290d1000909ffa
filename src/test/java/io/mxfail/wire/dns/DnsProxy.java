package io.mxfail.wire.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Stands before any name server's TCP port: counts what passes, and loses an answer on demand.
public final class DnsProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicBoolean loseUpdate = new AtomicBoolean();
    private volatile Optional<Forgery> forged = Optional.empty();
    private volatile Optional<UnaryOperator<byte[]>> forgedQueries = Optional.empty();

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

    /// Connections so far that carried queries; those that travel together share one.
    public int reads() {
        return reads.get();
    }

    /// The next update reaches the server; what comes back on its connection does not arrive.
    public void loseTheNextUpdatesAnswer() {
        loseUpdate.set(true);
    }

    /// An answer without a signature that says no.
    ///
    /// @param error of TSIG, in a record of that type; NOERROR: without one
    public static UnaryOperator<byte[]> refusing(int rcode, int error) {
        return bytes -> {
            try {
                var question = new Message(bytes);
                var answer = new Message(question.getHeader().getID());
                answer.getHeader().setOpcode(question.getHeader().getOpcode());
                answer.getHeader().setFlag(Flags.QR);
                answer.getHeader().setRcode(rcode);
                if (question.getQuestion() != null) {
                    answer.addRecord(question.getQuestion(), Section.QUESTION);
                }
                if (error != Rcode.NOERROR) {
                    TSIGRecord signed = question.getTSIG();
                    answer.addRecord(
                            new TSIGRecord(
                                    signed.getName(),
                                    DClass.ANY,
                                    0,
                                    TSIG.HMAC_SHA256,
                                    Instant.now(),
                                    Duration.ofMinutes(5),
                                    new byte[0],
                                    question.getHeader().getID(),
                                    error,
                                    new byte[0]),
                            Section.ADDITIONAL);
                }
                return answer.toWire();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /// Somebody on the way answers the next updates.
    ///
    /// @param arrive whether the updates reach the server all the same, which is waited for
    public void forge(UnaryOperator<byte[]> answer, boolean arrive) {
        forged = Optional.of(new Forgery(answer, arrive));
    }

    /// @param answer to an update
    private record Forgery(UnaryOperator<byte[]> answer, boolean arrive) {}

    /// Somebody on the way answers queries.
    public void forgeQueries(UnaryOperator<byte[]> answer) {
        forgedQueries = Optional.of(answer);
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
            boolean asks = false;
            while (true) {
                byte[] message = message(in);
                boolean update = ((message[2] >> 3) & 0xf) == Opcode.UPDATE;
                (update ? updates : queries).incrementAndGet();
                if (!update && !asks) {
                    asks = true;
                    reads.incrementAndGet();
                }
                if (update && forged.isPresent()) {
                    if (forged.get().arrive()) {
                        deliver(message);
                    }
                    write(
                            new DataOutputStream(client.getOutputStream()),
                            forged.get().answer().apply(message));
                    continue;
                }
                if (!update && forgedQueries.isPresent()) {
                    write(
                            new DataOutputStream(client.getOutputStream()),
                            forgedQueries.get().apply(message));
                    continue;
                }
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

    /// Waits for the answer, so that the server has done what it does.
    private void deliver(byte[] message) throws IOException {
        try (var aside = new Socket()) {
            aside.connect(server);
            write(new DataOutputStream(aside.getOutputStream()), message);
            message(new DataInputStream(aside.getInputStream()));
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
