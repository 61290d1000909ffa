package io.mxfail.app;

import io.mxfail.core.guard.Blocking;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Steps;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is true of a run that stands half-way and is not gone on with now.
final class HalfWay {
    private HalfWay() {}

    /// Why a blocked run is not gone on with; empty: it is.
    ///
    /// A way back that has not begun to move mail passes the guards of a switch: the site that it
    /// leads to may have broken since. Once mail has begun to move, only findings that nobody can
    /// accept hold it up.
    static Optional<Switch.Done> refused(
            ChangeRequest request, RunState target, JudgedPlan judged, boolean begun) {
        List<String> never =
                judged.blockers().stream()
                        .map(Finding::id)
                        .filter(id -> !Blocking.acceptable(id))
                        .distinct()
                        .toList();
        if (begun && never.isEmpty()) {
            return Optional.empty();
        }
        String run = target.run();
        String why =
                never.isEmpty()
                        ? Switch.blocked(judged)
                        : "blocked by "
                                + never.stream().collect(Collectors.joining(", "))
                                + ", which nobody can accept; nothing changed now; mend what is"
                                + " named, then `mxfail resume "
                                + run
                                + "`, or `mxfail undo "
                                + run
                                + "`";
        if (!target.mayHaveWritten() || request.pace().dryRun()) {
            return Optional.of(Switch.ended(judged, RunOutcome.REFUSED, Exit.REFUSED, why));
        }
        return Optional.of(
                Switch.ended(
                        judged,
                        RunOutcome.PARTIAL,
                        Exit.PARTIAL,
                        why + "; run " + run + " is still unfinished"));
    }

    /// A run that may have written and cannot go on is in doubt, not merely stale.
    static Switch.Done overtaken(RunState target, Switch.Done stale) {
        if (!target.mayHaveWritten()) {
            return stale;
        }
        RunReport report = stale.result().report();
        return new Switch.Done(
                stale.judged(),
                new Carrying.Result(
                        new RunReport(
                                report.run(),
                                report.plan(),
                                RunOutcome.PARTIAL,
                                report.domains(),
                                report.findings(),
                                Optional.of(
                                        "the zone is neither as run "
                                                + target.run()
                                                + " found it nor as it leaves it; nothing changed"
                                                + " now; mend the sets shown, then `mxfail resume "
                                                + target.run()
                                                + "` or `mxfail undo "
                                                + target.run()
                                                + "`")),
                        Exit.PARTIAL,
                        stale.result().stale(),
                        stale.result().verified()));
    }

    /// Whether anything that moves mail has been written.
    static boolean moved(Plan plan, LiveZones live) {
        for (DomainPlan domain : plan.domains()) {
            for (var observed : live.at(domain.zone()).values()) {
                for (Change change : domain.changes()) {
                    if (!Steps.isEarly(change)
                            && ChangeState.of(change, observed) instanceof ChangeState.Done) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// Says what is known of the run's fence where nothing was carried out that would have said it.
    static Switch.Done fenced(RunState target, Switch.Done done) {
        RunReport report = done.result().report();
        Optional<String> fence = Fence.of(target).map(Fence::said);
        if (fence.isEmpty() || report.run().isPresent()) {
            return done;
        }
        var told =
                new RunReport(
                        report.run(),
                        report.plan(),
                        report.outcome(),
                        report.domains(),
                        report.findings(),
                        Optional.of(
                                report.note().map(note -> note + "; ").orElse("") + fence.get()));
        return new Switch.Done(
                done.judged(),
                new Carrying.Result(
                        told,
                        done.result().exit(),
                        done.result().stale(),
                        done.result().verified()));
    }

    static CommandFailure fenced(RunState target, CommandFailure e) {
        return Fence.of(target).map(fence -> e.with(e.exit(), "; " + fence.said())).orElse(e);
    }
}
