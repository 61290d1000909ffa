package io.mxfail.lab.mail;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

/// A mail server for one host name: real SMTP with STARTTLS on a loopback port, messages kept in
/// memory.
///
/// It serves the given mailboxes, answers `550 5.1.1` to other recipients of their domains and
/// `554 5.7.1` to other domains. Its fault is switched at run time and holds for connections made
/// from then on. Closing it ends every connection.
public final class LabMailServer implements AutoCloseable {
    /// What a server is: its name, its recipients, and how long its faults wait (greeting of
    /// `slow`, byte of `drip`).
    public record Setup(String hostName, Mailboxes mailboxes, Duration slowness, Duration drip) {
        /// With waits that a person notices: greets after 3 s, drips a byte every 200 ms.
        public static Setup of(String hostName, Mailboxes mailboxes) {
            return new Setup(hostName, mailboxes, Duration.ofSeconds(3), Duration.ofMillis(200));
        }
    }

    /// Certificates of a server, made once.
    private record Certificates(SSLContext good, SSLContext expired, SSLContext wrongName) {}

    private static final int KEPT_MESSAGES = 1000;

    private final Setup setup;
    private final Certificates certificates;
    private final InetSocketAddress address;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Deque<ReceivedMail> received = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Object door = new Object();

    private final Map<String, Long> metAt = new ConcurrentHashMap<>();

    private volatile MailFault fault = MailFault.OK;
    private volatile Mailboxes mailboxes;

    /// Exactly one of the two holds the port: the open door, or the bolt that keeps it from other
    /// programs while the server is down (a socket that is bound but does not listen: connections
    /// are refused).
    private @Nullable ServerSocket open;

    private @Nullable Socket bolt;

    private LabMailServer(LabAuthority authority, Setup setup, InetAddress bind, int port)
            throws IOException {
        this.setup = setup;
        this.mailboxes = setup.mailboxes();
        try {
            Duration month = Duration.ofDays(30);
            this.certificates =
                    new Certificates(
                            authority.issue(setup.hostName(), month).serverContext(),
                            authority.issue(setup.hostName(), Duration.ofDays(-2)).serverContext(),
                            authority.issue("other.host.invalid", month).serverContext());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make the certificates of " + setup.hostName(), e);
        }
        ServerSocket first = listen(new InetSocketAddress(bind, port));
        this.open = first;
        this.address = new InetSocketAddress(bind, first.getLocalPort());
        serve(first);
    }

    /// Starts a server.
    ///
    /// @param port 0 for any free one
    public static LabMailServer start(
            LabAuthority authority, Setup setup, InetAddress bind, int port) throws IOException {
        return new LabMailServer(authority, setup, bind, port);
    }

    /// Starts a server on a free port of the loopback address.
    public static LabMailServer start(LabAuthority authority, String hostName, Mailboxes mailboxes)
            throws IOException {
        return start(authority, Setup.of(hostName, mailboxes), InetAddress.getLoopbackAddress(), 0);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// The name it goes by.
    public String hostName() {
        return setup.hostName();
    }

    /// The present fault.
    public MailFault fault() {
        return fault;
    }

    /// Changes the fault; `down` closes the port and every connection, any other opens the port
    /// again.
    public void fault(MailFault next) throws IOException {
        synchronized (door) {
            fault = next;
            if (closed.getCount() == 0) {
                return;
            }
            if (next == MailFault.DOWN) {
                close(open);
                open = null;
                connections.forEach(LabMailServer::close);
                if (bolt == null) {
                    bolt = boltedAt(address);
                }
            } else if (open == null) {
                close(bolt);
                bolt = null;
                ServerSocket again = listen(address);
                open = again;
                serve(again);
            }
        }
    }

    /// Whether such a client, sender and recipient did not come before, or came too soon again.
    boolean isStranger(String who) {
        long now = System.nanoTime();
        Long met = metAt.putIfAbsent(who, now);
        return met == null || now - met < setup.slowness().toNanos();
    }

    /// The recipients it has now.
    public Mailboxes mailboxes() {
        return mailboxes;
    }

    /// Replaces its recipients.
    public void mailboxes(Mailboxes next) {
        mailboxes = next;
    }

    /// The messages it took, oldest first; the newest thousand are kept.
    public List<ReceivedMail> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    @Override
    public void close() {
        synchronized (door) {
            closed.countDown();
            close(open);
            close(bolt);
        }
        connections.forEach(LabMailServer::close);
    }

    Setup setup() {
        return setup;
    }

    void keep(ReceivedMail mail) {
        synchronized (received) {
            received.addLast(mail);
            if (received.size() > KEPT_MESSAGES) {
                received.removeFirst();
            }
        }
    }

    SSLContext context(MailFault current) {
        return switch (current) {
            case EXPIRED_CERTIFICATE -> certificates.expired();
            case WRONG_NAME -> certificates.wrongName();
            default -> certificates.good();
        };
    }

    /// Waits, but not beyond the server's life.
    void linger(Duration time) throws IOException {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the lab mail server was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void serve(ServerSocket listening) {
        Thread.ofVirtual().name("lab-mail " + setup.hostName()).start(() -> acceptAll(listening));
    }

    private void acceptAll(ServerSocket listening) {
        while (!listening.isClosed()) {
            Socket socket;
            try {
                socket = listening.accept();
            } catch (IOException _) {
                return; // closed, which is how this thread ends
            }
            connections.add(socket);
            if (listening.isClosed()) {
                close(socket);
            }
            Thread.ofVirtual()
                    .name("lab-mail session")
                    .start(
                            () -> {
                                try (socket) {
                                    new MailSession(this, fault, socket).run();
                                } catch (IOException _) {
                                    // The client left, or a fault cut the line: nobody is there to
                                    // be told.
                                } finally {
                                    connections.remove(socket);
                                }
                            });
        }
    }

    private ServerSocket listen(InetSocketAddress where) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            patiently(() -> socket.bind(where, 200));
            return socket;
        } catch (IOException e) {
            close(socket);
            throw new IOException(
                    "cannot open the lab mail server at " + where + ": " + e.getMessage(), e);
        }
    }

    private Socket boltedAt(InetSocketAddress where) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            patiently(() -> socket.bind(where));
            return socket;
        } catch (IOException e) {
            close(socket);
            throw new IOException("cannot hold the port " + where + ": " + e.getMessage(), e);
        }
    }

    /// A port is free again only when the thread that was accepting there has let go of it, a
    /// moment after the close.
    private void patiently(Binding binding) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                binding.bind();
                return;
            } catch (BindException e) {
                if (attempt == 50) {
                    throw e;
                }
                linger(Duration.ofMillis(attempt));
            }
        }
    }

    private interface Binding {
        void bind() throws IOException;
    }

    private static void close(@Nullable AutoCloseable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (Exception _) {
            // A socket that cannot be closed is gone already.
        }
    }
}
