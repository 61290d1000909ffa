package io.mxfail.adapter.smtp;

import io.mxfail.core.probe.Reply;
import io.mxfail.wire.tcp.Deadline;
import io.mxfail.wire.tcp.DeadlineSocket;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// One connection to a mail host. It never throws for what the host does: a failure is a reply
/// without code that says what happened.
final class SmtpConnection implements AutoCloseable {
    private final DeadlineSocket socket;
    private final Deadline session;
    private ReplyReader in;
    private OutputStream out;

    private SmtpConnection(DeadlineSocket socket, Deadline session) throws IOException {
        this.socket = socket;
        this.session = session;
        this.in = new ReplyReader(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Connects.
    ///
    /// @param session when this connection ends at the latest
    static SmtpConnection open(InetSocketAddress to, Duration limit, Deadline session)
            throws IOException {
        Deadline deadline = session.orIn(limit);
        DeadlineSocket socket = new DeadlineSocket(deadline);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(to, deadline.leftMillis());
            return new SmtpConnection(socket, session);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// The time that is left for the whole connection.
    Duration left() {
        return session.left();
    }

    /// Waits for a reply that nothing was said for.
    RawReply greeting(Duration limit) {
        socket.until(session.orIn(limit));
        return exchange("");
    }

    /// Says one line and waits for the reply.
    RawReply say(String line, Duration limit) {
        socket.until(session.orIn(limit));
        return exchange(line + "\r\n");
    }

    /// Encrypts the connection after the host agreed. What it sent too early, in the clear, is
    /// dropped and not taken for an encrypted reply (RFC 3207, section 5).
    SSLSession encrypt(TlsClient tls, Duration limit) throws IOException {
        socket.until(session.orIn(limit));
        try {
            SSLSocket secure = tls.over(socket);
            secure.startHandshake();
            in = new ReplyReader(secure.getInputStream());
            out = secure.getOutputStream();
            return secure.getSession();
        } catch (IOException e) {
            throw new IOException(explain(e).text(), e);
        }
    }

    /// Hangs up without waiting for anything, hence below TLS.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing more is expected of it.
        }
    }

    private RawReply exchange(String said) {
        try {
            out.write(said.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return in.read();
        } catch (IOException e) {
            return new RawReply(explain(e), java.util.List.of());
        }
    }

    private Reply explain(IOException e) {
        if (socket.deadline().isOver() || e instanceof SocketTimeoutException) {
            return Reply.none("gave no complete answer within " + socket.deadline());
        }
        if (e instanceof EOFException) {
            return Reply.none("closed the connection");
        }
        String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return Reply.none((e instanceof SSLException ? "" : "broke the connection: ") + cause);
    }
}
