package io.mxfail.adapter.journal;

import io.mxfail.core.profile.Acknowledgement;
import io.mxfail.format.AcknowledgementFormat;
import io.mxfail.format.JournalFormat;
import io.mxfail.format.JsonException;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.Notes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps notes in the state folder: `acks.jsonl` with a line for each acknowledgement, and
/// `checks/` with the last result of each check that is compared with the one before.
///
/// A last line without its line break was cut off by a crash and noted nothing; the next note
/// takes its place.
public final class FileNotes implements Notes {
    private final Path acknowledgements;
    private final Path checks;

    /// @param state the state folder; made when the first note is written
    public FileNotes(Path state) {
        this.acknowledgements = state.resolve("acks.jsonl");
        this.checks = state.resolve("checks");
    }

    @Override
    public List<Acknowledgement> acknowledgements() throws JournalException {
        String text = read(acknowledgements).orElse("");
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        var all = new ArrayList<Acknowledgement>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                all.add(AcknowledgementFormat.read(lines.get(i)));
            } catch (JsonException e) {
                throw new JournalException(
                        "cannot trust the notes in "
                                + acknowledgements
                                + ", line "
                                + (i + 1)
                                + ": "
                                + e.getMessage()
                                + "; mend that line, or move the file away");
            }
        }
        return List.copyOf(all);
    }

    @Override
    public void acknowledge(List<Acknowledgement> done) throws JournalException {
        var lines = new StringBuilder();
        done.forEach(one -> lines.append(AcknowledgementFormat.line(one)).append('\n'));
        try {
            make(acknowledgements);
            try (var file = new RandomAccessFile(acknowledgements.toFile(), "rw");
                    // two operators may note things at the same time
                    var _ = file.getChannel().lock()) {
                file.setLength(wholeLines(file));
                file.seek(file.length());
                file.write(lines.toString().getBytes(StandardCharsets.UTF_8));
                file.getFD().sync();
            }
        } catch (IOException e) {
            throw unwritable(acknowledgements, e);
        }
    }

    /// How many bytes the lines take that have their line break.
    private static long wholeLines(RandomAccessFile file) throws IOException {
        for (long end = file.length(); end > 0; end--) {
            file.seek(end - 1);
            if (file.read() == '\n') {
                return end;
            }
        }
        return 0;
    }

    @Override
    public Optional<String> lastCheck(String question) throws JournalException {
        return read(check(question));
    }

    @Override
    public void keepCheck(String question, String result) throws JournalException {
        Path file = check(question);
        Path fresh = checks.resolve(file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Folders.make(checks);
            Files.deleteIfExists(fresh);
            Folders.makeFile(fresh);
            Files.writeString(fresh, result);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private Path check(String question) {
        return checks.resolve(JournalFormat.hash(question).substring(0, 16) + ".json");
    }

    private static void make(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Folders.make(folder);
        }
        try {
            Folders.makeFile(file);
        } catch (FileAlreadyExistsException _) {
            // the notes of others stay
        }
    }

    private static Optional<String> read(Path file) throws JournalException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new JournalException(
                    "cannot read the notes in " + file + ": " + Causes.of(e) + "; mend that");
        }
    }

    private static JournalException unwritable(Path file, IOException e) {
        return new JournalException(
                "cannot write "
                        + file
                        + ": "
                        + Causes.of(e)
                        + "; nothing was noted; mend that, or choose another folder with --state"
                        + " DIR");
    }
}
