package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.SavedCheck;
import io.mxfail.view.Text;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file of `check --save` and `check --replay`.
final class CheckFile {
    private CheckFile() {}

    /// Refuses a file that is there, before anybody waits for a check.
    static void check(Path file) throws CommandFailure {
        if (Files.exists(file)) {
            throw taken(file);
        }
    }

    /// Writes a new file; one that is there holds another check, and stays.
    static void write(Path file, String text) throws CommandFailure {
        try {
            SafeFile.create(file, text);
        } catch (FileAlreadyExistsException _) {
            throw taken(file);
        } catch (IOException e) {
            throw failure(
                    "cannot save the check to "
                            + Text.printable(file.toString())
                            + ": "
                            + FileTrouble.of(e)
                            + "; name a file in a folder that can be written to");
        }
    }

    static SavedCheck read(Path file) throws CommandFailure {
        try {
            return SavedCheck.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw failure(
                    "cannot read the saved check "
                            + Text.printable(file.toString())
                            + ": "
                            + FileTrouble.of(e)
                            + "; `mxfail check --save FILE` makes one");
        }
    }

    private static CommandFailure taken(Path file) {
        return failure(
                "cannot save the check: "
                        + Text.printable(file.toString())
                        + " exists already and is left as it is; name a new file");
    }

    private static CommandFailure failure(String message) {
        return new CommandFailure(Exit.USAGE, "file", message);
    }
}
