package io.mxfail.app;

import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.format.CheckFormat;
import io.mxfail.format.CheckReader;
import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.Stamp;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.Notes;

import java.util.Optional;
import java.util.TreeSet;

/// Compares a check with the one before that asked the same, and keeps it for the next.
///
/// Only checks that are compared are kept: a look by hand between two runs of a timer must not
/// swallow what the timer would have told.
public final class LastCheck {
    private final World world;

    public LastCheck(World world) {
        this.world = world;
    }

    /// What differs from the last time.
    ///
    /// @param version of mxfail
    public CheckChanges compare(
            Selection selection, Optional<String> site, CheckReport report, String version)
            throws CommandFailure {
        Notes notes = world.records().notes();
        String question = question(selection, site, report);
        try {
            Optional<String> kept = notes.lastCheck(question);
            Optional<CheckReport> before =
                    kept.isPresent() ? Optional.of(read(kept.get())) : Optional.empty();
            notes.keepCheck(
                    question,
                    Json.pretty(
                            CheckFormat.tree(
                                    report, new Stamp(version, world.time().clock().instant()))));
            return CheckChanges.between(before, report);
        } catch (JournalException e) {
            throw Acknowledge.unusable(e);
        }
    }

    private static CheckReport read(String text) throws CommandFailure {
        try {
            return CheckReader.read(text).report();
        } catch (JsonException e) {
            throw new CommandFailure(
                    Exit.ERROR,
                    "state",
                    "the last check that was kept cannot be read: line "
                            + e.line()
                            + ": "
                            + e.getMessage()
                            + "; remove the folder `checks` from the state folder");
        }
    }

    private static String question(Selection selection, Optional<String> site, CheckReport report) {
        var profiles = new TreeSet<String>();
        report.sites().forEach(s -> profiles.add(s.profile()));
        return String.join(",", profiles)
                + " "
                + String.join(",", new TreeSet<>(selection.domains()))
                + " "
                + site.orElse("");
    }
}
