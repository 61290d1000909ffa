package io.mxfail.adapter.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// A disk with room for so many bytes; the write that fills it leaves a part.
final class FailingDisk implements Disk {
    private final Disk real;
    private int room;
    private boolean forcing = true;

    FailingDisk(Path file, int room) throws IOException {
        this.real = Disk.of(file);
        this.room = room;
    }

    void room(int bytes) {
        room = bytes;
    }

    void forcing(boolean works) {
        forcing = works;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        int fits = Math.min(room, bytes.length);
        real.append(Arrays.copyOf(bytes, fits));
        room -= fits;
        if (fits < bytes.length) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void force() throws IOException {
        if (!forcing) {
            throw new IOException("Input/output error");
        }
        real.force();
    }

    @Override
    public void cut(long length) throws IOException {
        real.cut(length);
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
