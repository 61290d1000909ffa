package io.mxfail.wire.dns;

import io.mxfail.core.dns.ServerAddress;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// DNS messages over one TCP connection (RFC 7766), which ends at its deadline.
///
/// A watch closes the socket then: time limits of single reads would not bound a server that sends
/// a byte now and then, and writes have none.
final class TcpConnection implements AutoCloseable {
    private final Deadline deadline;
    private final Socket socket = new Socket();
    private final CountDownLatch done = new CountDownLatch(1);

    private TcpConnection(Deadline deadline) {
        this.deadline = deadline;
    }

    static TcpConnection open(ServerAddress server, Deadline deadline) throws IOException {
        var connection = new TcpConnection(deadline);
        try {
            connection.socket.setTcpNoDelay(true);
            connection.socket.connect(socketAddress(server), deadline.millis());
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        Thread.ofVirtual().name("deadline of " + server).start(connection::watch);
        return connection;
    }

    static InetSocketAddress socketAddress(ServerAddress server) {
        return new InetSocketAddress(InetAddress.ofLiteral(server.host()), server.port());
    }

    /// Sends one message of at most 65535 bytes, in one write with its length.
    void send(byte[] wire) throws IOException {
        byte[] framed = new byte[wire.length + 2];
        framed[0] = (byte) (wire.length >> 8);
        framed[1] = (byte) wire.length;
        System.arraycopy(wire, 0, framed, 2, wire.length);
        OutputStream out = socket.getOutputStream();
        out.write(framed);
        out.flush();
    }

    /// Where messages come in; one reader a connection, since it reads ahead.
    DataInputStream input() throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /// Waits for the next message.
    static byte[] receive(DataInputStream in) throws IOException {
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        return wire;
    }

    private void watch() {
        try {
            if (!done.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                socket.close();
            }
        } catch (InterruptedException | IOException _) {
            // Nobody interrupts this thread, and a socket that fails to close is closed.
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            socket.close();
        } catch (IOException _) {
            // All that was to be read has been read.
        }
    }
}
