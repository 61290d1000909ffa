package io.mxfail.wire.tcp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A socket whose reads end at a deadline, however little and however often the other side sends.
///
/// A socket's own timeout begins anew with every read, so that a server which drips one byte at a
/// time is never late. TLS reads through this socket as well, hence the limit holds for
/// handshakes.
public final class DeadlineSocket extends Socket {
    private volatile Deadline deadline;

    public DeadlineSocket(Deadline deadline) {
        this.deadline = deadline;
    }

    /// Sets another deadline for what comes.
    public void until(Deadline next) {
        deadline = next;
    }

    /// The one that holds now.
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                limit();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                limit();
                return super.read(buffer, offset, length);
            }
        };
    }

    private void limit() throws IOException {
        Deadline now = deadline;
        if (now.isOver()) {
            throw new SocketTimeoutException("deadline");
        }
        setSoTimeout(now.leftMillis());
    }
}
