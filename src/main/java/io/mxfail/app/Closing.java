package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings a run to its end once its writes are made: looks whether they count, says what is true
/// now and what to type next, and notes that.
final class Closing {
    private final Setting setting;

    Closing(Setting setting) {
        this.setting = setting;
    }

    /// A run on its way.
    ///
    /// @param fence empty: none was to go up
    /// @param stopped what to say at the end in place of the usual; empty: the usual
    record Course(
            Carrying.Order order,
            JudgedPlan judged,
            RunLog log,
            Optional<Fence> fence,
            Optional<String> stopped) {}

    /// What is noted together with the end, before it.
    @FunctionalInterface
    interface Along {
        List<JournalEvent> of(Exit exit);
    }

    Carrying.Result of(Course course, List<DomainResult> written, Along along)
            throws InterruptedException {
        try {
            return closed(course, written, along);
        } catch (RuntimeException | Error e) {
            return brokenOff(course, written, e);
        }
    }

    /// A mistake of ours at the very end: the little that is certain is noted and told.
    private Carrying.Result brokenOff(
            Course course, List<DomainResult> written, Throwable mistake) {
        String run = course.order().header().run();
        boolean changed = changed(course, written);
        Exit exit = changed ? Exit.PARTIAL : Exit.ERROR;
        RunOutcome outcome = changed ? RunOutcome.PARTIAL : RunOutcome.REFUSED;
        String note =
                Broke.ours(mistake)
                        + (changed
                                ? "; act now: mxfail resume %s finishes it, mxfail undo %s takes it back"
                                        .formatted(run, run)
                                : "; nothing changed")
                        + course.fence().map(fence -> "; " + fence.said()).orElse("");
        Optional<String> unnoted = noted(course, outcome, written, note, List.of());
        return new Carrying.Result(
                RunReports.of(
                        course.order(),
                        new RunReports.Ending(
                                outcome, written, Map.of(), setting.accounts().identities()),
                        course.judged().findings(),
                        unnoted.map(u -> u + "; " + note).orElse(note)),
                exit,
                RunReports.staleOf(written),
                Optional.empty());
    }

    private static boolean changed(Course course, List<DomainResult> written) {
        return written.stream().anyMatch(DomainResult::changed) || mayHaveWritten(course.order());
    }

    private Carrying.Result closed(Course course, List<DomainResult> written, Along along)
            throws InterruptedException {
        Carrying.Order order = course.order();
        JudgedPlan judged = course.judged();
        Proving.Seen seen = seen(course, written);
        var ended = new ArrayList<>(seen.domains());
        order.overtaken()
                .forEach((domain, stale) -> ended.add(DomainResult.overtaken(domain, stale)));
        boolean changed = changed(course, written);
        Exit exit = Exit.of(ended.stream().map(DomainResult::exit).toList(), changed);
        Optional<String> takenBack =
                order.proof() instanceof Proof.TakenBack(var how) && exit == Exit.DONE
                        ? Optional.of(how)
                        : Optional.empty();
        RunOutcome outcome =
                takenBack.isPresent() ? RunOutcome.UNDONE : RunReports.outcome(ended, exit);
        String next =
                course.stopped()
                        .filter(_ -> !changed)
                        .orElse(
                                NextStep.after(
                                        new NextStep.Run(
                                                order.header().run(), order.aim(), judged.plan()),
                                        outcome,
                                        exit,
                                        seen.verified(),
                                        seen.cachesUntil()));
        Exit reached = exit;
        String note =
                takenBack.orElseGet(
                        () ->
                                course.fence()
                                        .flatMap(fence -> fence.note(reached, judged.plan()))
                                        .or(() -> former(order))
                                        .map(fence -> next + "; " + fence)
                                        .orElse(next));
        if (takenBack.isPresent()) {
            ended.replaceAll(domain -> domain.ended(RunOutcome.UNDONE, Optional.empty()));
        }
        Optional<String> unnoted = noted(course, outcome, ended, note, along.of(exit));
        if (unnoted.isPresent() && changed) {
            exit = Exit.PARTIAL;
            outcome = RunOutcome.PARTIAL;
        }
        return new Carrying.Result(
                RunReports.of(
                        order,
                        new RunReports.Ending(
                                outcome, ended, seen.times(), setting.accounts().identities()),
                        judged.findings(),
                        unnoted.map(u -> u + "; " + note).orElse(note)),
                exit,
                RunReports.staleOf(ended),
                seen.verified());
    }

    /// What is known of the fence of the run that this one takes back: mail goes where it stands.
    private Optional<String> former(Carrying.Order order) {
        Optional<String> run = order.header().reverts();
        if (run.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Fence.of(RunState.fold(setting.journal().read(run.get())))
                    .map(fence -> fence.saidOfRun() + "; see that it takes mail again");
        } catch (JournalException e) {
            setting.progress()
                    .step(
                            "cannot read whether run "
                                    + run.get()
                                    + " put up a fence: "
                                    + e.getMessage());
            return Optional.empty();
        }
    }

    /// Whatever is wrong with the looking must not hide what was written.
    private Proving.Seen seen(Course course, List<DomainResult> written)
            throws InterruptedException {
        try {
            return new Proving(setting).after(course.order(), course.log(), written);
        } catch (RuntimeException | Error e) {
            String why = "verification failed unexpectedly: " + Broke.line(e);
            return new Proving.Seen(
                    written.stream()
                            .map(
                                    domain ->
                                            domain.outcome() == RunOutcome.SWITCHED
                                                    ? domain.ended(
                                                            RunOutcome.UNVERIFIED, Optional.of(why))
                                                    : domain)
                            .toList(),
                    Map.of(),
                    Optional.empty());
        }
    }

    private static boolean mayHaveWritten(Carrying.Order order) {
        return order.before().filter(RunState::mayHaveWritten).isPresent();
    }

    /// @return why the end could not be noted; empty: it is
    private Optional<String> noted(
            Course course,
            RunOutcome outcome,
            List<DomainResult> domains,
            String note,
            List<JournalEvent> along) {
        List<JournalEvent.DomainEnd> ends =
                domains.stream()
                        .map(d -> new JournalEvent.DomainEnd(d.domain(), d.outcome(), d.error()))
                        .toList();
        // the end comes last: where a death tears them apart, the run is open and goes on
        var events = new ArrayList<>(along);
        events.add(new JournalEvent.Ended(setting.now(), outcome, ends, Optional.of(note)));
        try {
            course.log().append(events);
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of(
                    "the end of run "
                            + course.order().header().run()
                            + " could not be noted: "
                            + e.getMessage());
        }
    }
}
