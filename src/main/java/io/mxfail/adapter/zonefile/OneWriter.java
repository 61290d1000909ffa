package io.mxfail.adapter.zonefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one writer at a time change a zone file, in this process and beside others.
///
/// The lock lies on a small file beside the zone file, which is replaced itself. Who holds it
/// takes that file away at the end, so that a repository stays clean. One who waited then
/// holds a lock on a file that nobody else can find any more, and must begin again: only a
/// lock on the file that has the name counts. A number does not tell which one that is, since
/// file systems give the numbers of deleted files to new ones at once; a random mark in it
/// does.
final class OneWriter implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// A process's own locks do not keep its other threads out, and closing any handle of the file
    /// gives up the lock of all: so threads queue here first, whichever provider they came by.
    private static final ConcurrentHashMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final Handle handle;

    private OneWriter(ReentrantLock here, Handle handle) {
        this.here = here;
        this.handle = handle;
    }

    static Path fileFor(Path zoneFile) {
        return zoneFile.resolveSibling("." + zoneFile.getFileName() + ".mxfail-lock");
    }

    /// @param zoneFile behind all links
    /// @return empty: another writer kept it for as long
    static Optional<OneWriter> of(Path zoneFile, Duration atMost)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        ReentrantLock here = HERE.computeIfAbsent(zoneFile, _ -> new ReentrantLock());
        if (!here.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        boolean held = false;
        try {
            do {
                Optional<Handle> locked = Handle.of(zoneFile);
                if (locked.isPresent()) {
                    held = true;
                    return Optional.of(new OneWriter(here, locked.get()));
                }
                LockSupport.parkNanos(STEP_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } while (System.nanoTime() - deadline < 0);
            return Optional.empty();
        } finally {
            if (!held) {
                here.unlock();
            }
        }
    }

    /// The file with a lock of ours, twice open: closing either of them would end the lock.
    private record Handle(Path file, FileChannel locked, FileChannel found) {
        private static final SecureRandom CHANCE = new SecureRandom();
        private static final int LENGTH = 16;

        /// @return empty: another writer has it
        static Optional<Handle> of(Path zoneFile) throws IOException {
            Path file = fileFor(zoneFile);
            make(file, zoneFile);
            var opened = new ArrayList<FileChannel>();
            boolean ours = false;
            try {
                FileChannel locked = FileChannel.open(file, StandardOpenOption.WRITE);
                opened.add(locked);
                if (locked.tryLock() == null) {
                    return Optional.empty();
                }
                ByteBuffer mark = marked(locked);
                FileChannel found = FileChannel.open(file, StandardOpenOption.READ);
                opened.add(found);
                ours = mark.equals(read(found));
                return ours ? Optional.of(new Handle(file, locked, found)) : Optional.empty();
            } catch (NoSuchFileException _) {
                return Optional.empty();
            } finally {
                if (!ours) {
                    for (FileChannel channel : opened) {
                        channel.close();
                    }
                }
            }
        }

        /// Whoever may change the zone file may take its lock.
        private static void make(Path file, Path zoneFile) throws IOException {
            try {
                Files.createFile(file);
                Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(zoneFile));
            } catch (FileAlreadyExistsException | NoSuchFileException _) {
                // of another writer, or of one that was killed; or another was faster to use it up
            }
        }

        /// Marks the file that we hold, so that it can be told from one that has its name since.
        private static ByteBuffer marked(FileChannel locked) throws IOException {
            byte[] mark = new byte[LENGTH];
            CHANCE.nextBytes(mark);
            ByteBuffer bytes = ByteBuffer.wrap(mark);
            while (bytes.hasRemaining()) {
                locked.write(bytes, bytes.position());
            }
            return bytes.rewind();
        }

        private static ByteBuffer read(FileChannel found) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
            int got = 0;
            while (bytes.hasRemaining() && got >= 0) {
                got = found.read(bytes);
            }
            return bytes.flip();
        }
    }

    /// A lock that cannot be given back says nothing about the write that it guarded; it ends with
    /// the process at the latest.
    @Override
    public void close() {
        try (FileChannel _ = handle.locked();
                FileChannel _ = handle.found()) {
            // before the lock ends: afterwards it may be another writer's
            Files.deleteIfExists(handle.file());
        } catch (IOException _) {
            // the outcome of the write is what the caller needs to hear
        } finally {
            here.unlock();
        }
    }
}
