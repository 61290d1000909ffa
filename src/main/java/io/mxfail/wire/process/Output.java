package io.mxfail.wire.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// What a program writes, as far as it is kept; the rest is read and dropped, so that a program is
/// never stopped by a full pipe that nobody empties.
///
/// One thread reads, others ask.
final class Output {
    private final InputStream stream;
    private final boolean keepsTheEnd;
    private final byte[] kept;
    private long length;

    private Output(InputStream stream, int most, boolean keepsTheEnd) {
        this.stream = stream;
        this.keepsTheEnd = keepsTheEnd;
        this.kept = new byte[most];
    }

    /// Keeps the beginning.
    static Output whole(InputStream stream, int most) {
        return new Output(stream, most, false);
    }

    /// Keeps the end.
    static Output tail(InputStream stream, int most) {
        return new Output(stream, most, true);
    }

    /// Reads until the program and its children have closed their end.
    void drain() {
        byte[] buffer = new byte[8192];
        try {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                keep(buffer, n);
            }
        } catch (IOException _) {
            // the pipe of a program that was stopped; what was read before counts
        }
    }

    private synchronized void keep(byte[] buffer, int n) {
        if (keepsTheEnd) {
            for (int i = 0; i < n; i++) {
                kept[(int) ((length + i) % kept.length)] = buffer[i];
            }
        } else if (length < kept.length) {
            System.arraycopy(
                    buffer, 0, kept, (int) length, (int) Math.min(n, kept.length - length));
        }
        length += n;
    }

    synchronized boolean tooMuch() {
        return length > kept.length;
    }

    synchronized byte[] bytes() {
        if (length <= kept.length || !keepsTheEnd) {
            return Arrays.copyOf(kept, (int) Math.min(length, kept.length));
        }
        int from = (int) (length % kept.length);
        byte[] inOrder = new byte[kept.length];
        System.arraycopy(kept, from, inOrder, 0, kept.length - from);
        System.arraycopy(kept, 0, inOrder, kept.length - from, from);
        return inOrder;
    }
}
