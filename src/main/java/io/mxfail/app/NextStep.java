package io.mxfail.app;

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

    /// A run at its end.
    record Run(String id, Aim aim, Plan plan) {}

    /// @param cachesUntil when the last cache forgets what was before; empty: not known
    static String after(
            Run run,
            RunOutcome outcome,
            Exit exit,
            Optional<VerifyReport> verified,
            Optional<Instant> cachesUntil) {
        String profile = " -p " + run.plan().profile();
        String back = "mxfail undo " + run.id();
        return switch (outcome) {
            case SWITCHED ->
                    "to take it back: "
                            + back
                            + (run.aim() == Aim.SWITCH
                                    ? "; for a day, see that no other tool (Terraform, octoDNS)"
                                            + " puts the old records back: "
                                            + look(run, profile)
                                    : "");
            case SETTLED, RESTORED -> "to take it back: " + back;
            case PREPARED ->
                    "mail stays where it is"
                            + cachesUntil
                                    .map(at -> "; caches are ready by " + second(at))
                                    .orElse("")
                            + (isThere(run.plan())
                                    ? ""
                                    : "; then: mxfail switch --to " + run.plan().to() + profile)
                            + ", or take it back: "
                            + back;
            case UNCHANGED -> "nothing to do";
            case UNVERIFIED ->
                    until(verified)
                                    .map(at -> "caches end by " + at + "; then: ")
                                    .orElse("look again: ")
                            + look(run, profile)
                            + ", or take it back: "
                            + back;
            case PARTIAL ->
                    exit == Exit.PARTIAL && rejected(verified)
                            ? "mail bounces at the new MX: " + back
                            : "act now: mxfail resume "
                                    + run.id()
                                    + " finishes it, "
                                    + back
                                    + " takes it back";
            case STALE -> "nothing changed; look at the zone, then plan again";
            case REFUSED ->
                    exit == Exit.ERROR
                            ? "nothing changed; this is a mistake of mxfail: please report it, and"
                                    + " try again"
                            : "nothing changed; mend what is named above and try again";
            case CANCELLED -> "nothing changed";
            case UNDONE -> "what had been added was taken back";
        };
    }

    private static String look(Run run, String profile) {
        return switch (run.aim()) {
            case SWITCH ->
                    "mxfail verify"
                            + profile
                            + (run.plan().to().isEmpty() ? "" : " --expect " + run.plan().to());
            case PREPARE, SETTLE, RESTORE -> "mxfail status" + profile;
        };
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean rejected(Optional<VerifyReport> verified) {
        return verified.stream()
                .flatMap(v -> v.domains().stream())
                .anyMatch(d -> d.mail().isRefused());
    }

    private static Optional<Instant> until(Optional<VerifyReport> verified) {
        return verified.stream()
                .flatMap(v -> v.domains().stream())
                .flatMap(d -> d.cachesUntil().stream())
                .max(Comparator.naturalOrder())
                .map(NextStep::second);
    }

    private static boolean isThere(Plan plan) {
        return plan.domains().stream().allMatch(domain -> domain.from().equals(plan.to()));
    }
}
