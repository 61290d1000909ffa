package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings a run to its end once its writes are made: looks whether they count, says what is true
/// now and what to type next, and notes that.
final class Closing {
    private final World world;
    private final Profile profile;
    private final Accounts accounts;
    private final Progress progress;
    private final Drafting.Observation observation;

    Closing(
            World world,
            Profile profile,
            Accounts accounts,
            Progress progress,
            Drafting.Observation observation) {
        this.world = world;
        this.profile = profile;
        this.accounts = accounts;
        this.progress = progress;
        this.observation = observation;
    }

    /// A run on its way.
    ///
    /// @param fenced empty: no fence was to go up
    record Course(
            Carrying.Order order, JudgedPlan judged, RunLog log, Optional<Hooks.Fenced> fenced) {}

    Carrying.Result of(Course course, List<DomainResult> written) throws InterruptedException {
        Carrying.Order order = course.order();
        JudgedPlan judged = course.judged();
        Proving.Seen seen = seen(course, written);
        var ended = new ArrayList<>(seen.domains());
        order.overtaken()
                .forEach((domain, stale) -> ended.add(DomainResult.overtaken(domain, stale)));
        boolean changed = written.stream().anyMatch(DomainResult::changed) || mayHaveWritten(order);
        Exit exit = Exit.of(ended.stream().map(DomainResult::exit).toList(), changed);
        RunOutcome outcome = RunReports.outcome(ended, exit);
        String next =
                NextStep.after(
                        new NextStep.Run(order.header().run(), order.aim(), judged.plan()),
                        outcome,
                        exit,
                        seen.verified(),
                        seen.cachesUntil());
        Exit reached = exit;
        String note =
                course.fenced()
                        .flatMap(fenced -> fenced.note(reached, judged.plan()))
                        .map(fenced -> next + "; " + fenced)
                        .orElse(next);
        Optional<String> unnoted = noted(course, outcome, ended, note);
        if (unnoted.isPresent() && changed) {
            exit = Exit.PARTIAL;
            outcome = RunOutcome.PARTIAL;
        }
        return new Carrying.Result(
                RunReports.of(
                        order,
                        new RunReports.Ending(outcome, ended, seen.times(), accounts.identities()),
                        judged.findings(),
                        unnoted.map(u -> u + "; " + note).orElse(note)),
                exit,
                RunReports.staleOf(ended),
                seen.verified());
    }

    /// Whatever is wrong with the looking must not hide what was written.
    private Proving.Seen seen(Course course, List<DomainResult> written)
            throws InterruptedException {
        try {
            return new Proving(world, profile, accounts, progress, observation)
                    .after(course.order(), course.log(), written);
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
            Course course, RunOutcome outcome, List<DomainResult> domains, String note) {
        List<JournalEvent.DomainEnd> ends =
                domains.stream()
                        .map(d -> new JournalEvent.DomainEnd(d.domain(), d.outcome(), d.error()))
                        .toList();
        try {
            course.log()
                    .append(
                            List.of(
                                    new JournalEvent.Ended(
                                            world.time().clock().instant(),
                                            outcome,
                                            ends,
                                            Optional.of(note))));
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
