package io.mxfail.adapter.zonefile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The step after which the new file is the zone's: all or nothing, and durable.
@FunctionalInterface
interface Disk {
    /// Puts one file in another's place. A failure does not tell whether it did.
    void replace(Path with, Path file) throws IOException;

    /// The machine's own.
    static Disk real() {
        return (with, file) -> {
            Files.move(with, file, StandardCopyOption.ATOMIC_MOVE);
            // the rename is on disk only once its folder is
            try (var folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        };
    }
}
