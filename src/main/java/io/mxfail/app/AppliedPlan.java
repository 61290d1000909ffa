package io.mxfail.app;

import io.mxfail.core.journal.RunState;
import io.mxfail.core.journal.Standing;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds the run that carried a plan out.
final class AppliedPlan {
    private AppliedPlan() {}

    /// The run that carried a plan out and whose changes still stand.
    ///
    /// A plan's id says nothing of when: the same plan may have been applied, left behind by other
    /// runs, and applied again. Only the last time counts.
    ///
    /// @throws CommandFailure where no run did, or where it took several
    static RunState of(Runs runs, Plan plan) throws CommandFailure {
        String id = plan.id();
        List<RunState> all = runs.all();
        Set<Name> domains = new TreeSet<>(Runs.changed(plan));
        List<RunState> standing =
                Standing.of(all).stream()
                        .filter(run -> Runs.concerns(run, domains))
                        .dropWhile(run -> !run.plan().id().equals(id))
                        .takeWhile(run -> run.plan().id().equals(id))
                        .toList();
        if (standing.size() > 1) {
            throw CommandFailure.usage(
                    "plan "
                            + shortened(id)
                            + " was carried out by "
                            + standing.size()
                            + " runs, each in part: "
                            + standing.stream().map(RunState::run).collect(Collectors.joining(", "))
                            + "; nothing changed; take them back one by one, the newest first: "
                            + standing.stream()
                                    .map(run -> "`mxfail undo " + run.run() + "`")
                                    .collect(Collectors.joining(", then ")));
        }
        return standing.stream().findFirst().orElseThrow(() -> notStanding(id, all));
    }

    private static CommandFailure notStanding(String id, List<RunState> all) {
        String why =
                all.stream()
                        .filter(run -> run.plan().id().equals(id))
                        .findFirst()
                        .map(
                                run ->
                                        run.mayHaveWritten()
                                                ? "run " + run.run() + " of it was taken back"
                                                : "run " + run.run() + " of it wrote nothing")
                        .orElse(
                                "no run in this state folder has applied it (a run of another"
                                        + " machine or user is in theirs)");
        return CommandFailure.refused(
                "nothing-to-undo",
                "there is nothing of plan "
                        + shortened(id)
                        + " to take back: "
                        + why
                        + "; nothing changed; `mxfail history` lists all runs");
    }

    /// As people are shown it.
    private static String shortened(String id) {
        return id.substring(0, 12);
    }
}
