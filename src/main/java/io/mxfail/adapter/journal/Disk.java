package io.mxfail.adapter.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// One open file that only grows at its end.
interface Disk extends Closeable {
    /// Adds bytes; they may still be in memory when this returns, and part of them may be in the
    /// file when it throws.
    void append(byte[] bytes) throws IOException;

    /// Puts everything on the disk.
    void force() throws IOException;

    /// Cuts the file off after that many bytes.
    void cut(long length) throws IOException;

    /// Opens a file for appending.
    @FunctionalInterface
    interface Opener {
        Disk open(Path file) throws IOException;
    }

    /// A real file. It is written through streams and not through a `FileChannel`, since a
    /// channel closes itself when a thread that uses it is interrupted: one thread's Ctrl-C would
    /// take the journal away from all others.
    static Disk of(Path file) throws IOException {
        var stream = new FileOutputStream(file.toFile(), true);
        return new Disk() {
            @Override
            public void append(byte[] bytes) throws IOException {
                stream.write(bytes);
            }

            @Override
            public void force() throws IOException {
                stream.getFD().sync();
            }

            @Override
            public void cut(long length) throws IOException {
                try (var whole = new RandomAccessFile(file.toFile(), "rw")) {
                    whole.setLength(length);
                    whole.getFD().sync();
                }
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }
}
