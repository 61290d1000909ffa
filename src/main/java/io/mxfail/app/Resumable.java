package io.mxfail.app;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.profile.MailDomain;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which runs can be taken up again.
final class Resumable {
    private Resumable() {}

    /// The newest run of the selected profile and domains that is not at its end and that no later
    /// one went over; empty: every one is at its end.
    static Optional<RunState> newest(Runs runs, Selection.Chosen chosen) throws CommandFailure {
        Set<Name> wanted =
                chosen.domains().stream().map(MailDomain::name).collect(Collectors.toSet());
        for (RunState run : runs.all()) {
            if (run.plan().profile().equals(chosen.profile().name())
                    && Runs.concerns(run, wanted)
                    && unfinished(run)
                    && runs.over(run).isEmpty()
                    && runs.takenBackBy(run).isEmpty()) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    /// The end of a command that found every run at its end.
    static Switch.Done nothing(Selection.Chosen chosen, Runs runs) throws CommandFailure {
        var report =
                new RunReport(
                        Optional.empty(),
                        Optional.empty(),
                        RunOutcome.UNCHANGED,
                        chosen.domains().stream()
                                .map(
                                        domain ->
                                                new RunReport.Domain(
                                                        chosen.profile().name(),
                                                        domain.name(),
                                                        RunOutcome.UNCHANGED,
                                                        List.of(),
                                                        RunReport.Times.NONE,
                                                        Optional.empty()))
                                .toList(),
                        List.of(),
                        Optional.of(
                                runs.all().isEmpty()
                                        ? "nothing to resume: there is no run in this state folder;"
                                                + " if one died elsewhere, name its folder with"
                                                + " --state"
                                        : "nothing to resume: every run of this state folder is at"
                                                + " its end; `mxfail history` lists them"));
        return new Switch.Done(
                Optional.empty(),
                new Carrying.Result(report, Exit.DONE, Map.of(), Optional.empty()));
    }

    /// Refuses a run that is at its end, was taken back, or was gone over by a newer one.
    static void check(Runs runs, RunState target) throws CommandFailure {
        if (!unfinished(target)) {
            throw CommandFailure.refused(
                    "ended",
                    "run "
                            + target.run()
                            + " is at its end; nothing changed; plan a new switch"
                            + Hooks.unknownAfter(target).map(hook -> "; " + hook).orElse(""));
        }
        Optional<RunState> back = runs.takenBackBy(target);
        if (back.isPresent()) {
            throw CommandFailure.refused(
                    "ended",
                    "run "
                            + target.run()
                            + " was taken back by run "
                            + back.get().run()
                            + "; nothing changed; plan a new switch");
        }
        Optional<RunState> newer = runs.over(target);
        if (newer.isPresent()) {
            throw CommandFailure.refused(
                    "not-newest",
                    "run "
                            + newer.get().run()
                            + " changed the same domains after "
                            + target.run()
                            + "; nothing changed; resume or undo that one");
        }
    }

    /// Whether a run did not end, or ended with something left to do.
    static boolean unfinished(RunState run) {
        return run.ended().isEmpty()
                || run.ended().filter(e -> e.outcome() == RunOutcome.PARTIAL).isPresent();
    }
}
