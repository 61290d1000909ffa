package io.mxfail.adapter.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// One lock file that this process holds.
///
/// Its content is read and written through a `RandomAccessFile`, since a channel closes itself,
/// and so gives the lock back, when its thread is interrupted.
final class LockFile {
    private static final int LONGEST = 1 << 20;

    /// The files that this process has open, with their owners. POSIX locks belong to the whole
    /// process, and closing any descriptor of a file gives them all back: a second opening here
    /// would free the lock for everybody. That is why this, alone in the program, is known to the
    /// whole process.
    private static final Map<Path, String> OPEN = new ConcurrentHashMap<>();

    private final Path path;
    private final RandomAccessFile file;
    private final List<Mark> marks;
    private final long found;
    private boolean released;

    private LockFile(Path path, RandomAccessFile file, List<Mark> marks, long found) {
        this.path = path;
        this.file = file;
        this.marks = List.copyOf(marks);
        this.found = found;
    }

    /// What came of taking a lock.
    sealed interface Attempt {
        /// It is ours.
        record Ours(LockFile file) implements Attempt {}

        /// A live owner has it.
        ///
        /// @param owner for people
        record Anothers(String owner) implements Attempt {}
    }

    /// Takes the lock of a file in a folder that exists; never waits.
    static Attempt take(Path folder, String name) throws IOException {
        try {
            Folders.makeFile(folder.resolve(name));
            Folders.force(folder);
        } catch (FileAlreadyExistsException _) {
            // as after every earlier run on this domain
        }
        Path real = folder.resolve(name).toRealPath();
        String owner = OPEN.putIfAbsent(real, "another command of this process");
        if (owner != null) {
            return new Attempt.Anothers(owner);
        }
        boolean ours = false;
        try {
            Attempt attempt = open(real);
            ours = attempt instanceof Attempt.Ours;
            return attempt;
        } finally {
            if (!ours) {
                OPEN.remove(real);
            }
        }
    }

    private static Attempt open(Path real) throws IOException {
        var file = new RandomAccessFile(real.toFile(), "rw");
        boolean ours = false;
        try {
            FileLock lock = tryLock(file);
            String text = text(file);
            if (lock == null) {
                return new Attempt.Anothers(owner(text));
            }
            // an owner that died while it wrote its mark had done nothing yet
            int whole = text.lastIndexOf('\n') + 1;
            file.setLength(whole);
            ours = true;
            return new Attempt.Ours(
                    new LockFile(real, file, marks(text.substring(0, whole)), whole));
        } finally {
            if (!ours) {
                file.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String text(RandomAccessFile file) throws IOException {
        var bytes = new byte[LONGEST];
        int length = 0;
        // a live owner may be writing its mark: read what is there, not what was counted before
        for (int n = file.read(bytes); n > 0; n = file.read(bytes, length, LONGEST - length)) {
            length += n;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static List<Mark> marks(String text) {
        var marks = new ArrayList<Mark>();
        text.lines().forEach(line -> Mark.of(line).ifPresent(marks::add));
        return marks;
    }

    private static String owner(String text) {
        List<Mark> marks = marks(text);
        return marks.isEmpty() ? "another process" : marks.getLast().toString();
    }

    /// The marks of owners that died, oldest first.
    List<Mark> marks() {
        return marks;
    }

    /// Adds the mark of the new owner.
    void add(Mark mark) throws IOException {
        OPEN.put(path, mark.toString());
        file.seek(found);
        file.write((mark.line() + "\n").getBytes(StandardCharsets.US_ASCII));
        file.getFD().sync();
    }

    /// Gives the lock back and removes all marks.
    Optional<IOException> release() {
        return release(0);
    }

    /// Gives the lock back and removes our mark alone.
    Optional<IOException> leaveAsFound() {
        return release(found);
    }

    private synchronized Optional<IOException> release(long length) {
        if (released) {
            return Optional.empty();
        }
        released = true;
        Optional<IOException> failure = tried(() -> file.setLength(length));
        failure = failure.or(() -> tried(() -> file.getFD().sync()));
        // closing gives the lock back, whatever became of the mark
        Optional<IOException> closing = tried(file::close);
        OPEN.remove(path);
        return failure.or(() -> closing);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static Optional<IOException> tried(Step step) {
        try {
            step.run();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
