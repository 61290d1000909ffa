package io.mxfail.app;

import io.mxfail.core.guard.CheckReport;
import io.mxfail.format.CheckFormat;
import io.mxfail.format.CheckReader;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.Stamp;
import io.mxfail.format.Tape;

import java.time.Instant;
import java.util.Optional;

/// A check that was kept in a file, with what it was judged on.
///
/// @param at when it was made
/// @param version of the mxfail that made it
/// @param report what was said of it then
/// @param observed what it was judged on; empty: that was not kept, as in what `--json` printed
public record SavedCheck(
        Instant at, String version, CheckReport report, Optional<CheckReader.Observed> observed) {
    /// A check and the text that keeps it.
    public record Kept(CheckReport report, String text) {}

    /// Makes a check and keeps all that it is judged on.
    ///
    /// @param version of this mxfail
    public static Kept make(World world, Progress progress, Question question, String version)
            throws CommandFailure, InterruptedException {
        Tape tape = Tape.empty();
        Instant at = world.time().clock().instant();
        CheckReport report =
                new Check(Recording.of(world, tape), progress)
                        .run(question.selection(), question.site(), question.send());
        return new Kept(
                report,
                Json.pretty(
                        CheckFormat.tree(report, new Stamp(version, at), question.site(), tape)));
    }

    /// What is to be checked.
    ///
    /// @param site the one to check; empty: all
    /// @param send whether messages may leave
    public record Question(Selection selection, Optional<String> site, boolean send) {}

    /// Judges what was observed by the rules and the profiles of today, as of the moment of the
    /// check; asks nobody.
    ///
    /// @return empty: what it was judged on was not kept
    public Optional<CheckReport> again(World world, Progress progress, Selection selection)
            throws CommandFailure, InterruptedException {
        if (observed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Check(Replaying.of(world, observed.get().tape(), at), progress)
                            .again(selection, observed.get().site(), report.canaries()));
        } catch (Tape.UnusableException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    "this version cannot judge what mxfail "
                            + version
                            + " observed ("
                            + e.getMessage()
                            + "); take that version, or make a new check with --save");
        }
    }

    /// Reads what `check --save` or `check --json` wrote.
    ///
    /// @param file how the user names it
    public static SavedCheck read(String file, String text) throws CommandFailure {
        try {
            CheckReader.Saved saved = CheckReader.read(text);
            return new SavedCheck(
                    saved.stamp().at(), saved.stamp().version(), saved.report(), saved.observed());
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
