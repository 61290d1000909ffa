package io.mxfail.real;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/// A server's own folder. It lies directly below the system's temporary folder, because paths of
/// Unix sockets must stay short.
record Scratch(Path folder) implements AutoCloseable {
    static Scratch create(String server) {
        try {
            return new Scratch(Files.createTempDirectory("mxfail-" + server + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path subfolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Children of a killed server may still write for a moment, hence more than one attempt.
    @Override
    public void close() {
        Await.until(folder + " is deleted", Duration.ofSeconds(30), this::deleted);
    }

    private boolean deleted() {
        try {
            Files.walkFileTree(folder, new Delete());
            return true;
        } catch (NoSuchFileException e) {
            return e.getFile().equals(folder.toString());
        } catch (IOException _) {
            return false;
        }
    }

    private static final class Delete extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
