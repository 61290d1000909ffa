package io.mxfail.app;

import io.mxfail.core.journal.RunReport;

import java.util.Optional;

/// How a rehearsal ends: as `plan` does, since nothing was tried. Where the run itself would stop,
/// that is said, with the code that it would exit with.
public final class DryRun {
    static final String NOTE = "dry run; nothing was changed";

    private DryRun() {}

    /// The end of a rehearsal. The outcome stays the one that the run itself would have.
    public static Switch.Done end(Switch.Done done) {
        Carrying.Result result = done.result();
        if (endsLikePlan(result.exit())) {
            return done;
        }
        RunReport report = result.report();
        return new Switch.Done(
                done.judged(),
                new Carrying.Result(
                        new RunReport(
                                report.run(),
                                report.plan(),
                                report.outcome(),
                                report.domains(),
                                report.findings(),
                                Optional.of(
                                        lead(result.exit())
                                                + report.note()
                                                        .map(note -> ": " + note)
                                                        .orElse(""))),
                        Exit.REFUSED,
                        result.stale(),
                        result.verified()));
    }

    /// The same for a rehearsal that ended without a report.
    public static CommandFailure end(CommandFailure failure) {
        return endsLikePlan(failure.exit())
                ? failure
                : new CommandFailure(
                        Exit.REFUSED,
                        failure.kind(),
                        lead(failure.exit()) + ": " + failure.message(),
                        failure.problems(),
                        failure.findings());
    }

    private static String lead(Exit exit) {
        return "dry run; the run itself would end with exit " + exit.code();
    }

    private static boolean endsLikePlan(Exit exit) {
        return switch (exit) {
            case DONE, ERROR, USAGE, REFUSED -> true;
            case PARTIAL, PENDING, LOCKED, STALE, CANCELLED -> false;
        };
    }
}
