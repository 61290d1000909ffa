package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A change of several profiles: each by itself, and one end of them all.
public final class EachProfile {
    private final World world;

    public EachProfile(World world) {
        this.world = world;
    }

    /// One of the profiles.
    ///
    /// @param selection of it alone
    /// @param chosen the profile as it was read
    public record One(String name, Selection selection, Selection.Chosen chosen) {}

    /// How the change of one profile ended.
    ///
    /// @param report empty: it failed before there was anything to report
    /// @param judged the plan; empty: it failed before there was one
    public record End(
            String profile,
            Exit exit,
            Optional<RunReport> report,
            Optional<JudgedPlan> judged,
            Optional<CommandFailure> failure) {
        /// One that came to its end, whatever that is.
        public static End of(String profile, Switch.Done done) {
            return new End(
                    profile,
                    done.result().exit(),
                    Optional.of(done.result().report()),
                    done.judged(),
                    Optional.empty());
        }

        /// One that failed as a whole.
        public static End of(String profile, CommandFailure failure) {
            return new End(
                    profile,
                    failure.exit(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(failure));
        }

        private boolean changed() {
            return switch (exit) {
                case PENDING, PARTIAL -> true;
                case DONE -> report.filter(r -> r.outcome() != RunOutcome.UNCHANGED).isPresent();
                case ERROR, USAGE, REFUSED, LOCKED, STALE, CANCELLED -> false;
            };
        }
    }

    /// The profiles that are meant; what is wrong with any of them stops all before the first.
    ///
    /// @param to a site that each must have
    /// @param from another one, or `mixed` or `unknown`
    /// @param terms what is accepted must be of these profiles
    public List<One> of(
            Selection selection,
            Optional<String> to,
            Optional<String> from,
            ChangeRequest.Terms terms)
            throws CommandFailure {
        List<Selection.Chosen> chosen = selection.changing(world.profiles());
        terms.check(chosen);
        for (Selection.Chosen one : chosen) {
            if (to.isPresent()) {
                Drafting.requireSite(one.profile(), to.get());
            }
            Expected.check(from, one.profile());
        }
        return named(selection, chosen);
    }

    static List<One> named(Selection selection, List<Selection.Chosen> chosen) {
        return chosen.stream()
                .map(one -> new One(one.profile().name(), selection.only(one), one))
                .toList();
    }

    /// The exit code of all: partial where one was changed and another was not.
    public static Exit exit(List<End> ends) {
        return Exit.of(ends.stream().map(End::exit).toList(), ends.stream().anyMatch(End::changed));
    }

    /// All of them as one report.
    public static RunReport together(List<End> ends) {
        var reports = new ArrayList<RunReport>();
        ends.forEach(end -> end.report().ifPresent(reports::add));
        return new RunReport(
                Optional.empty(),
                Optional.empty(),
                outcome(ends, reports),
                reports.stream().flatMap(r -> r.domains().stream()).toList(),
                reports.stream().flatMap(r -> r.findings().stream()).toList(),
                Optional.empty());
    }

    private static RunOutcome outcome(List<End> ends, List<RunReport> reports) {
        return switch (exit(ends)) {
            case DONE ->
                    reports.stream()
                            .map(RunReport::outcome)
                            .filter(outcome -> outcome != RunOutcome.UNCHANGED)
                            .findFirst()
                            .orElse(RunOutcome.UNCHANGED);
            case PARTIAL -> RunOutcome.PARTIAL;
            case PENDING -> RunOutcome.UNVERIFIED;
            case STALE -> RunOutcome.STALE;
            case CANCELLED -> RunOutcome.CANCELLED;
            case ERROR, USAGE, REFUSED, LOCKED -> RunOutcome.REFUSED;
        };
    }
}
