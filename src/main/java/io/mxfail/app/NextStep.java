package io.mxfail.app;

import io.mxfail.core.journal.RunHeader;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.propagation.VerifyReport;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/// What to type next, the last line of every run.
final class NextStep {
    private NextStep() {}

    static String after(
            RunHeader header,
            RunOutcome outcome,
            Exit exit,
            Plan plan,
            Optional<VerifyReport> verified) {
        String profile = " -p " + plan.profile();
        return switch (outcome) {
            case SWITCHED -> "to take it back: mxfail undo " + header.run();
            case UNCHANGED -> "nothing to do";
            case UNVERIFIED ->
                    until(verified)
                                    .map(at -> "caches end by " + at + "; then: ")
                                    .orElse("look again: ")
                            + "mxfail verify"
                            + profile
                            + (plan.to().isEmpty() ? "" : " --expect " + plan.to())
                            + ", or take it back: mxfail undo "
                            + header.run();
            case PARTIAL ->
                    exit == Exit.PARTIAL && rejected(verified)
                            ? "mail bounces at the new MX: mxfail undo " + header.run()
                            : "act now: mxfail resume "
                                    + header.run()
                                    + " finishes it, mxfail undo "
                                    + header.run()
                                    + " takes it back";
            case STALE -> "nothing changed; look at the zone, then plan again";
            case REFUSED -> "nothing changed; mend what is named above and try again";
            case CANCELLED -> "nothing changed";
            case UNDONE -> "what had been added was taken back";
        };
    }

    private static boolean rejected(Optional<VerifyReport> verified) {
        return verified.stream()
                .flatMap(v -> v.domains().stream())
                .anyMatch(d -> d.mail().smtp() == VerifyReport.Smtp.REJECTED);
    }

    private static Optional<Instant> until(Optional<VerifyReport> verified) {
        return verified.stream()
                .flatMap(v -> v.domains().stream())
                .flatMap(d -> d.cachesUntil().stream())
                .max(Comparator.naturalOrder())
                .map(at -> at.truncatedTo(ChronoUnit.SECONDS));
    }
}
