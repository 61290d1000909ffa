package io.mxfail.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/// Writes a file whole or not at all: beside it first, then by its name. A full disk leaves no half
/// plan, and whoever reads meanwhile sees the old file or the new one.
final class SafeFile {
    private SafeFile() {}

    /// What writes the bytes; a test may run out of space there.
    @FunctionalInterface
    interface Bytes {
        void to(FileChannel channel) throws IOException;
    }

    /// Writes a file, in place of the one that may be there.
    static void replace(Path file, String text) throws IOException {
        replace(file, bytes(text));
    }

    static void replace(Path file, Bytes bytes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a pipe or a terminal such as /dev/stdout: nothing that could be half
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                bytes.to(channel);
            }
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file;
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(file.toString());
        }
        Path beside = written(target, bytes);
        try {
            keepRights(target, beside);
            Files.move(
                    beside,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Writes a new file.
    ///
    /// @throws FileAlreadyExistsException where one is there, which stays as it is
    static void create(Path file, String text) throws IOException {
        create(file, bytes(text));
    }

    static void create(Path file, Bytes bytes) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path beside = written(file, bytes);
        try {
            // a link, unlike a move, never takes the place of a file that came meanwhile
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException _) {
            Files.move(beside, file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Who could not read the old file cannot read the new one.
    private static void keepRights(Path old, Path fresh) throws IOException {
        if (Files.exists(old)
                && Files.getFileStore(old)
                        .supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(old));
        }
    }

    private static Path written(Path file, Bytes bytes) throws IOException {
        Path beside =
                file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        boolean whole = false;
        try (FileChannel channel =
                FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            bytes.to(channel);
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(beside);
            }
        }
        return beside;
    }

    private static Bytes bytes(String text) {
        return channel -> {
            ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (left.hasRemaining()) {
                channel.write(left);
            }
        };
    }
}
