package io.mxfail.adapter.journal;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.format.JournalFormat;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The open journal of one run.
///
/// Threads that add events while another's force is under way are served together by the next
/// one. After a failed write the file is cut back to what was durable, so that the journal stays
/// readable and can be added to once the cause is mended. After a failed force nobody can tell
/// what is on the disk, and nothing more is added.
final class FileLog implements RunLog {
    private final Path file;
    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private Batch next = new Batch();
    private boolean writing;
    private boolean closed;
    private String broken = "";
    private long durable;
    private String durableHash;
    private String lastHash;

    FileLog(Path file, Disk disk, long length, String lastHash) {
        this.file = file;
        this.disk = disk;
        this.durable = length;
        this.durableHash = lastHash;
        this.lastHash = lastHash;
    }

    /// What one force makes durable.
    private static final class Batch {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private String hash = "";
        private boolean done;
        private String failure = "";
    }

    @Override
    public void append(List<JournalEvent> events) throws JournalException {
        if (events.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (closed || !broken.isEmpty()) {
                throw failed(closed ? "it is closed" : broken);
            }
            Batch mine = queue(events);
            while (!mine.done) {
                if (writing) {
                    // not to be interrupted: the caller must know whether its events are durable
                    changed.awaitUninterruptibly();
                } else {
                    flush();
                }
            }
            if (!mine.failure.isEmpty()) {
                throw failed(mine.failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Adds lines to what the next force makes durable: all of them or, where an event cannot be
    /// written, none.
    private Batch queue(List<JournalEvent> events) {
        var lines = new StringBuilder();
        String hash = lastHash;
        for (JournalEvent event : events) {
            String line = JournalFormat.write(event, hash);
            hash = JournalFormat.hash(line);
            lines.append(line).append('\n');
        }
        lastHash = hash;
        next.hash = hash;
        next.bytes.writeBytes(lines.toString().getBytes(StandardCharsets.US_ASCII));
        return next;
    }

    /// Writes all that waits. The lock is given up meanwhile, so that others can queue up for the
    /// force after this one.
    private void flush() {
        Batch batch = next;
        next = new Batch();
        writing = true;
        byte[] bytes = batch.bytes.toByteArray();
        lock.unlock();
        String failure = "an unexpected error";
        boolean appended = false;
        try {
            disk.append(bytes);
            appended = true;
            disk.force();
            failure = "";
        } catch (IOException e) {
            failure = Causes.of(e);
        } finally {
            lock.lock();
            writing = false;
            batch.failure = failure;
            batch.done = true;
            if (failure.isEmpty()) {
                durable += bytes.length;
                durableHash = batch.hash;
            } else {
                takeBack(failure, appended);
            }
            changed.signalAll();
        }
    }

    private void takeBack(String failure, boolean appended) {
        // lines that queued up meanwhile hang on a line that is not there
        next.failure = failure;
        next.done = true;
        next = new Batch();
        lastHash = durableHash;
        if (appended) {
            broken = failure;
        }
        try {
            disk.cut(durable);
        } catch (IOException e) {
            broken = failure + "; " + Causes.of(e);
        }
    }

    private JournalException failed(String cause) {
        return new JournalException(
                "cannot write the journal "
                        + file
                        + ": "
                        + cause
                        + "; nothing was sent that is not noted there; mend that (free space, make"
                        + " the folder writable), then `mxfail status` tells what to do");
    }

    @Override
    public void close() {
        lock.lock();
        try {
            while (writing) {
                changed.awaitUninterruptibly();
            }
            if (!closed) {
                closed = true;
                disk.close();
            }
        } catch (IOException e) {
            // every event was forced before its append returned, so nothing can be lost here
            broken = Causes.of(e);
        } finally {
            lock.unlock();
        }
    }
}
