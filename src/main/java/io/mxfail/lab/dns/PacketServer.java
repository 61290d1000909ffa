package io.mxfail.lab.dns;

import org.xbill.DNS.Header;
import org.xbill.DNS.Opcode;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// One address that takes DNS messages over UDP and TCP (RFC 7766: a connection serves any number
/// of queries) on virtual threads, and carries out the faults that concern packets. What the
/// messages say is the handler's business.
final class PacketServer implements AutoCloseable {
    private static final int LARGEST = 65535;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int BIND_TRIES = 20;

    /// Turns a request into the messages of its answer, none of which may exceed what the transport
    /// bears.
    interface Handler {
        List<byte[]> answer(Request request);
    }

    /// @param faults those that the handler must heed are among them
    @SuppressWarnings(
            "ArrayRecordComponent") // never compared; copying each packet would help nobody
    record Request(byte[] wire, boolean tcp, Faults.InForce faults) {}

    private interface Sender {
        void send(List<byte[]> messages) throws IOException;
    }

    private final Faults faults;
    private final Handler handler;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final InetSocketAddress address;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private final ExecutorService threads;

    private PacketServer(DatagramSocket udp, ServerSocket tcp, Faults faults, Handler handler) {
        this.udp = udp;
        this.tcp = tcp;
        this.address = (InetSocketAddress) tcp.getLocalSocketAddress();
        this.faults = faults;
        this.handler = handler;
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("dns-" + udp.getLocalPort() + "-", 0).factory());
    }

    /// Listens at once. Port 0 takes one that is free for UDP and TCP alike.
    ///
    /// @throws IOException if the address cannot be had
    static PacketServer open(InetSocketAddress at, Faults faults, Handler handler)
            throws IOException {
        for (int tries = 1; ; tries++) {
            var tcp = new ServerSocket();
            try {
                tcp.setReuseAddress(true);
                tcp.bind(at, 256);
                var udp = new DatagramSocket(tcp.getLocalSocketAddress());
                udp.setReceiveBufferSize(1 << 20);
                var server = new PacketServer(udp, tcp, faults, handler);
                server.threads.execute(server::receive);
                server.threads.execute(server::accept);
                return server;
            } catch (IOException e) {
                tcp.close();
                if (at.getPort() != 0 || tries == BIND_TRIES) {
                    var named =
                            new BindException(
                                    "cannot listen at %s: %s".formatted(at, e.getMessage()));
                    named.initCause(e);
                    throw named;
                }
            }
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /// How many messages came in so far, the dropped ones included.
    long received() {
        return received.get();
    }

    /// Stops at once: what is under way is not answered any more. Returns when every thread has
    /// ended.
    @Override
    public void close() {
        udp.close();
        closeQuietly(tcp::close);
        connections.forEach(c -> closeQuietly(c::close));
        threads.shutdownNow(); // the interrupt also closes a connection accepted meanwhile
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the name server at %s does not stop".formatted(address()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive() {
        byte[] buffer = new byte[LARGEST];
        while (!udp.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
            } catch (IOException e) {
                continue; // closed, or an ICMP error that answers an earlier datagram
            }
            byte[] wire = Arrays.copyOf(buffer, packet.getLength());
            SocketAddress client = packet.getSocketAddress();
            begin(
                    () ->
                            serve(
                                    wire,
                                    false,
                                    messages -> {
                                        for (byte[] m : messages) {
                                            udp.send(new DatagramPacket(m, m.length, client));
                                        }
                                    },
                                    threads));
        }
    }

    private void accept() {
        boolean accepting = true;
        while (accepting) {
            try {
                Socket connection = tcp.accept(); // fails if closed, or if the client gave up
                if (faults.takeTcpRefusal()) {
                    connection.setSoLinger(true, 0); // close sends RST
                    connection.close();
                } else {
                    connections.add(connection);
                    begin(() -> converse(connection));
                }
            } catch (IOException e) {
                accepting = !tcp.isClosed();
            }
        }
    }

    private void begin(Runnable work) {
        begin(threads, work);
    }

    private static void begin(ExecutorService threads, Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            return; // closing: nothing is answered any more
        }
    }

    private void converse(Socket connection) {
        // an answer that is late keeps no later one waiting (RFC 7766, section 6.2.1.1), and is
        // still sent to a client that asks no more: the connection closes after them
        try (connection;
                var late = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setSoTimeout((int) IDLE.toMillis());
            var in = new DataInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            var line = new ReentrantLock();
            while (!tcp.isClosed()) {
                byte[] wire = in.readNBytes(in.readUnsignedShort());
                serve(wire, true, messages -> write(messages, out, line), late);
            }
        } catch (EOFException e) {
            return; // the client is done
        } catch (IOException e) {
            return; // idle for too long, reset, or this server is closing
        } finally {
            connections.remove(connection);
        }
    }

    /// The messages of one answer stay together.
    private static void write(List<byte[]> messages, OutputStream out, ReentrantLock line)
            throws IOException {
        line.lock();
        try {
            for (byte[] message : messages) {
                out.write(Octets.framed(message));
            }
        } finally {
            line.unlock();
        }
    }

    /// Requests are carried out in their order; only the answers may wait.
    ///
    /// @param late sends the answers that are to be late
    private void serve(byte[] wire, boolean overTcp, Sender sender, ExecutorService late) {
        received.incrementAndGet();
        if (wire.length < Header.LENGTH || Octets.isResponse(wire)) {
            return; // answering a response could make two servers talk for ever
        }
        try {
            int opcode = (wire[2] >> 3) & 0xF;
            Faults.InForce met = faults.take(opcode, Octets.questionType(wire));
            if (met.has(Fault.Drop.class)) {
                return;
            }
            List<byte[]> answers = handler.answer(new Request(wire, overTcp, met));
            if (met.has(Fault.LoseUpdateAnswers.class) && opcode == Opcode.UPDATE) {
                return;
            }
            var messages = new ArrayList<byte[]>();
            if (met.has(Fault.WrongIdFirst.class) && !overTcp) {
                messages.add(Octets.withOtherId(answers.getFirst()));
            }
            messages.addAll(answers);
            var delay = met.find(Fault.Delay.class);
            if (delay.isPresent()) {
                begin(late, () -> send(messages, sender, delay.get().by()));
            } else {
                send(messages, sender, Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the request stays unanswered
        }
    }

    private static void send(List<byte[]> messages, Sender sender, Duration delay) {
        try {
            Thread.sleep(delay);
            sender.send(messages);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing: the request stays unanswered
        } catch (IOException e) {
            return; // the client has gone, and there is nobody to tell
        }
    }

    private interface Closing {
        void run() throws IOException;
    }

    private static void closeQuietly(Closing closing) {
        try {
            closing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
