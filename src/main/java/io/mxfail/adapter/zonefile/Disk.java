package io.mxfail.adapter.zonefile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// What is asked of the disk: the content of a file, and the step after which the new file is the
/// zone's.
interface Disk {
    byte[] read(Path file) throws IOException;

    /// Puts one file in another's place, all or nothing, and durably. A failure does not tell
    /// whether it did.
    void replace(Path with, Path file) throws IOException;

    /// The machine's own.
    static Disk real() {
        return new Disk() {
            @Override
            public byte[] read(Path file) throws IOException {
                return Files.readAllBytes(file);
            }

            @Override
            public void replace(Path with, Path file) throws IOException {
                Files.move(with, file, StandardCopyOption.ATOMIC_MOVE);
                // the rename is on disk only once its folder is
                try (var folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                    folder.force(true);
                }
            }
        };
    }
}
