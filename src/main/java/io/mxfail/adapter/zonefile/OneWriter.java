package io.mxfail.adapter.zonefile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one writer at a time change a zone file, in this process and beside others.
///
/// The lock lies on an empty file beside the zone file, which is replaced itself; it stays there,
/// since one that is deleted would let two writers in.
final class OneWriter implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// A process's own locks do not keep its other threads out, and closing any handle of the file
    /// gives up the lock of all: so threads queue here first, whichever provider they came by.
    private static final ConcurrentHashMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel channel;

    private OneWriter(ReentrantLock here, FileChannel channel) {
        this.here = here;
        this.channel = channel;
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
            FileChannel channel = open(fileFor(zoneFile), zoneFile);
            try {
                FileLock lock = channel.tryLock();
                while (lock == null && System.nanoTime() - deadline < 0) {
                    LockSupport.parkNanos(STEP_NANOS);
                    lock = channel.tryLock();
                }
                if (lock == null) {
                    return Optional.empty();
                }
                held = true;
                return Optional.of(new OneWriter(here, channel));
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        } finally {
            if (!held) {
                here.unlock();
            }
        }
    }

    /// Whoever may change the zone file may take its lock.
    private static FileChannel open(Path file, Path zoneFile) throws IOException {
        boolean fresh = Files.notExists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (fresh) {
            try {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(zoneFile);
                Files.setPosixFilePermissions(file, permissions);
            } catch (UnsupportedOperationException _) {
                // a file system without modes
            }
        }
        return channel;
    }

    /// A lock that cannot be given back says nothing about the write that it guarded; it ends with
    /// the process at the latest.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // the outcome of the write is what the caller needs to hear
        } finally {
            here.unlock();
        }
    }
}
