package io.mxfail.app;

import io.mxfail.core.guard.CheckReport;
import io.mxfail.format.CheckReader;
import io.mxfail.format.JsonException;

import java.time.Instant;

/// A check that was kept in a file.
///
/// @param at when it was made
/// @param version of the mxfail that made it
public record SavedCheck(Instant at, String version, CheckReport report) {
    /// Reads what `check --save` or `check --json` wrote.
    ///
    /// @param file how the user names it
    public static SavedCheck read(String file, String text) throws CommandFailure {
        try {
            CheckReader.Saved saved = CheckReader.read(text);
            return new SavedCheck(saved.stamp().at(), saved.stamp().version(), saved.report());
        } catch (JsonException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    file
                            + ":"
                            + e.line()
                            + ":"
                            + e.column()
                            + ": not a saved check: "
                            + e.getMessage()
                            + "; `mxfail check --save FILE` makes one");
        }
    }
}
