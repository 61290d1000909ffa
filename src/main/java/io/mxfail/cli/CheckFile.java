package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.SavedCheck;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file of `check --save` and `check --replay`.
final class CheckFile {
    private CheckFile() {}

    /// Writes a new file; one that is there holds another check, and stays.
    static void write(Path file, String text) throws CommandFailure {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            throw failure("cannot save the check: " + file + " exists already; name a new file");
        } catch (IOException e) {
            throw failure(
                    "cannot save the check to "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + "); name a file in a folder that can be written to");
        }
    }

    static SavedCheck read(Path file) throws CommandFailure {
        try {
            return SavedCheck.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw failure(
                    "cannot read the saved check "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + "); `mxfail check --save FILE` makes one");
        }
    }

    private static CommandFailure failure(String message) {
        return new CommandFailure(Exit.USAGE, "file", message);
    }
}
