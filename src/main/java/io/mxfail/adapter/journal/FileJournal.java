package io.mxfail.adapter.journal;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.format.JournalFormat;
import io.mxfail.format.JsonException;
import io.mxfail.port.JournalStore;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Keeps each run as one file `runs/<run>.jsonl` of the state folder, in the format of
/// [JournalFormat].
///
/// Files only grow. A last line without its line break was cut off by a crash before its force
/// returned, so nothing that it announces ever left: it is not read, and cut off before more is
/// added. Whoever reopens a run holds the leases of its domains, so that no second process adds
/// to it.
public final class FileJournal implements JournalStore {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String SUFFIX = ".jsonl";

    private final Path runs;
    private final Disk.Opener disk;

    /// A command asks for the same runs several times, and files only grow.
    private final Map<String, Known> read = new ConcurrentHashMap<>();

    /// @param state the state folder; made when the first run is written
    public FileJournal(Path state) {
        this(state, Disk::of);
    }

    FileJournal(Path state, Disk.Opener disk) {
        this.runs = runs(state);
        this.disk = disk;
    }

    static Path runs(Path state) {
        return state.resolve("runs");
    }

    static Path file(Path runs, String run) {
        return runs.resolve(run + SUFFIX);
    }

    @Override
    public RunLog start(String run) throws JournalException {
        Path file = file(run);
        try {
            Folders.make(runs);
            Folders.makeFile(file);
            Folders.force(runs);
            return new FileLog(file, disk.open(file), 0, JournalFormat.NO_PREVIOUS);
        } catch (FileAlreadyExistsException _) {
            throw new JournalException(
                    "cannot begin run " + run + ": " + file + " exists already; try again");
        } catch (IOException e) {
            throw new JournalException(
                    "cannot begin the journal "
                            + file
                            + ": "
                            + Causes.of(e)
                            + "; mend that, or choose another folder with"
                            + " --state DIR");
        }
    }

    @Override
    public RunLog reopen(String run) throws JournalException {
        Path file = file(run);
        Content content = content(file, run);
        try {
            Disk opened = disk.open(file);
            try {
                if (content.torn) {
                    opened.cut(content.length);
                }
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            return new FileLog(file, opened, content.length, content.lastHash);
        } catch (IOException e) {
            throw new JournalException(
                    "cannot add to the journal "
                            + file
                            + ": "
                            + Causes.of(e)
                            + "; mend that and try again");
        }
    }

    @Override
    public List<String> runs() throws JournalException {
        if (!Files.exists(runs)) {
            return List.of();
        }
        var found = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runs, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String run = name.substring(0, name.length() - SUFFIX.length());
                if (RUN.matcher(run).matches() && hasLine(file)) {
                    found.add(run);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new JournalException("cannot list the runs in " + runs + ": " + Causes.of(e));
        }
        found.sort(Comparator.reverseOrder());
        return List.copyOf(found);
    }

    /// Whether anything of a run was ever durable; a crash right after the file was made leaves
    /// none, and then nothing was done.
    private static boolean hasLine(Path file) throws IOException {
        var start = new byte[8192];
        try (var stream = Files.newInputStream(file)) {
            for (int n = stream.read(start); n > 0; n = stream.read(start)) {
                for (int i = 0; i < n; i++) {
                    if (start[i] == '\n') {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public List<JournalEvent> read(String run) throws JournalException {
        Path file = file(run);
        Optional<Stamp> now = Stamp.of(file);
        Optional<List<JournalEvent>> kept =
                now.flatMap(
                        stamp ->
                                Optional.ofNullable(read.get(run))
                                        .filter(known -> known.stamp().equals(stamp))
                                        .map(known -> known.events().get()));
        if (kept.isPresent()) {
            return kept.get();
        }
        List<JournalEvent> events = content(file, run).events;
        now.ifPresent(stamp -> read.put(run, new Known(stamp, new SoftReference<>(events))));
        return events;
    }

    /// A file as it was right before it was read: one that grew meanwhile has another stamp.
    private record Stamp(long size, FileTime modified) {
        static Optional<Stamp> of(Path file) {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime()));
            } catch (IOException _) {
                // whoever reads it says why
                return Optional.empty();
            }
        }
    }

    /// What was read of a run; it goes where memory is short.
    private record Known(Stamp stamp, SoftReference<List<JournalEvent>> events) {}

    @Override
    public void checkWritable() throws JournalException {
        Path probe = runs.resolve(".writable-" + ProcessHandle.current().pid());
        try {
            Folders.make(runs);
            Files.deleteIfExists(probe);
            Folders.makeFile(probe);
            try (Disk opened = disk.open(probe)) {
                opened.append(new byte[] {'\n'});
                opened.force();
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new JournalException(
                    "cannot write to the state folder "
                            + runs
                            + ": "
                            + Causes.of(e)
                            + "; mend that, or choose another folder with"
                            + " --state DIR");
        }
    }

    private Path file(String run) throws JournalException {
        if (!RUN.matcher(run).matches()) {
            throw new JournalException(
                    "not the id of a run: "
                            + run.replaceAll("\\p{Cntrl}", "?")
                            + "; `mxfail history` lists them");
        }
        return file(runs, run);
    }

    /// What a journal holds.
    ///
    /// @param length of its whole lines, in bytes
    /// @param torn whether a cut line follows them
    private record Content(List<JournalEvent> events, String lastHash, long length, boolean torn) {}

    private static Content content(Path file, String run) throws JournalException {
        byte[] bytes = bytes(file, run);
        var events = new ArrayList<JournalEvent>();
        String hash = JournalFormat.NO_PREVIOUS;
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String text = new String(bytes, from, i - from, StandardCharsets.UTF_8);
                events.add(event(file, events.size() + 1, text, hash, run));
                hash = JournalFormat.hash(text);
                from = i + 1;
            }
        }
        return new Content(List.copyOf(events), hash, from, from < bytes.length);
    }

    private static JournalEvent event(Path file, int number, String text, String hash, String run)
            throws JournalException {
        JournalFormat.Line line;
        try {
            line = JournalFormat.read(text);
        } catch (JsonException e) {
            throw damaged(file, number, e.column(), String.valueOf(e.getMessage()));
        }
        if (!line.previous().equals(hash)) {
            throw damaged(
                    file,
                    number,
                    0,
                    number == 1
                            ? "the beginning is missing"
                            : "the lines before it were changed, or some are missing");
        }
        if (line.event() instanceof JournalEvent.Started started
                && !started.header().run().equals(run)) {
            throw damaged(
                    file, number, 0, "it is the journal of the run " + started.header().run());
        }
        if (number == 1 && !(line.event() instanceof JournalEvent.Started)) {
            throw damaged(file, number, 0, "it does not begin with a start");
        }
        return line.event();
    }

    private static JournalException damaged(Path file, int line, int column, String cause) {
        return new JournalException(
                "cannot trust the journal "
                        + file
                        + ", line "
                        + line
                        + (column == 0 ? "" : ", column " + column)
                        + ": "
                        + cause
                        + "; look with `mxfail status` at what DNS serves, and put the file back"
                        + " from a backup or move it away");
    }

    private static byte[] bytes(Path file, String run) throws JournalException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw new JournalException(
                    "there is no run "
                            + run
                            + " in "
                            + file.getParent()
                            + "; `mxfail history` lists them");
        } catch (IOException e) {
            throw new JournalException("cannot read the journal " + file + ": " + Causes.of(e));
        }
    }
}
