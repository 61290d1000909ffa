package io.mxfail.adapter.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders and files that only their owner may see: what is planned for a company's mail is
/// nobody else's business.
final class Folders {
    private Folders() {}

    /// Makes a folder and those above it, 0700; one that exists stays as it is.
    static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder, permissions(folder, "rwx------"));
        Path parent = folder.getParent();
        if (parent != null) {
            force(parent);
        }
    }

    /// Makes an empty file, 0600.
    ///
    /// @throws FileAlreadyExistsException where there is one of that name
    static void makeFile(Path file) throws IOException {
        Files.createFile(file, permissions(file, "rw-------"));
    }

    private static FileAttribute<?>[] permissions(Path path, String text) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
                }
                : new FileAttribute<?>[0];
    }

    /// Makes the names in a folder durable: the content of a new file is safe only with its name.
    static void force(Path folder) throws IOException {
        // a channel closes itself under an interrupted thread, and the operator's Ctrl-C is one
        boolean interrupted = Thread.interrupted();
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
