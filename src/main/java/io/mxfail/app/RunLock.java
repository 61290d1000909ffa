package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes the domains of a run for this process, and sees to it that what a dead one left is
/// not run over.
final class RunLock {
    private RunLock() {}

    /// Takes all domains.
    ///
    /// @param mayTakeUp runs whose traces this command is about to deal with itself
    /// @param progress hears what a dead run left behind beside the zones
    static Lease.Held take(
            World world,
            Collection<Name> domains,
            String run,
            Set<String> mayTakeUp,
            Progress progress)
            throws CommandFailure {
        try {
            return switch (world.records().lease().take(domains, run)) {
                case Lease.Taken.Busy busy ->
                        throw new CommandFailure(
                                Exit.LOCKED,
                                "locked",
                                busy.domain()
                                        + " is being changed by "
                                        + busy.owner()
                                        + "; nothing was changed here; wait for it, or see `mxfail"
                                        + " history`");
                case Lease.Taken.All all ->
                        writable(world, checked(world, all, domains, mayTakeUp, progress));
            };
        } catch (JournalException e) {
            throw journal(e);
        }
    }

    /// Nobody is asked to confirm what could not be noted afterwards.
    private static Lease.Held writable(World world, Lease.Held held) throws JournalException {
        try {
            world.records().journal().checkWritable();
            return held;
        } catch (JournalException e) {
            held.leaveAsFound();
            throw e;
        }
    }

    /// A process that died left its mark at the lock; a run that broke off while its process lived
    /// on left none, and only the journal knows of it.
    private static Lease.Held checked(
            World world,
            Lease.Taken.All taken,
            Collection<Name> domains,
            Set<String> mayTakeUp,
            Progress progress)
            throws CommandFailure, JournalException {
        var runs = new Runs(world.records().journal());
        var closed = new LinkedHashMap<RunState, JournalEvent.Ended>();
        boolean fine = false;
        try {
            var open = new LinkedHashMap<String, RunState>();
            for (String dead : taken.deadRuns()) {
                open(world, dead).ifPresent(state -> open.put(dead, state));
            }
            runs.unfinished(domains).forEach(state -> open.putIfAbsent(state.run(), state));
            open.keySet().removeAll(mayTakeUp);
            for (RunState state : open.values()) {
                closed.put(state, end(world, runs, state));
            }
            for (Map.Entry<RunState, JournalEvent.Ended> dead : closed.entrySet()) {
                try (RunLog log = world.records().journal().reopen(dead.getKey().run())) {
                    log.append(List.of(dead.getValue()));
                }
                left(dead.getKey()).ifPresent(progress::step);
            }
            fine = true;
            return taken.held();
        } finally {
            if (!fine) {
                taken.held().leaveAsFound();
            }
        }
    }

    /// A dead owner's run, where its journal shows no end. One that died before its start was
    /// noted has no journal, and so wrote nothing.
    private static Optional<RunState> open(World world, String run) throws JournalException {
        if (!world.records().journal().runs().contains(run)) {
            return Optional.empty();
        }
        List<JournalEvent> events = world.records().journal().read(run);
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(RunState.fold(events)).filter(state -> state.ended().isEmpty());
    }

    /// What a run that died before it wrote left behind all the same.
    private static Optional<String> left(RunState dead) {
        return Fence.of(dead)
                .filter(_ -> !dead.mayHaveWritten())
                .map(
                        fence ->
                                fence.saidOfRun()
                                        + "; open "
                                        + fence.site()
                                        + " by hand where mail is to stay or go there");
    }

    /// How the journal of a dead run ends, so that nobody takes it up later.
    ///
    /// @throws CommandFailure where it needs someone: it wrote, and nobody took that back
    private static JournalEvent.Ended end(World world, Runs runs, RunState dead)
            throws CommandFailure {
        Instant now = world.time().clock().instant();
        if (!dead.interrupted()) {
            return new JournalEvent.Ended(
                    now,
                    RunOutcome.REFUSED,
                    List.of(),
                    Optional.of(
                            "its process died before it wrote anything"
                                    + left(dead).map(left -> "; " + left).orElse("")));
        }
        Optional<RunState> by = runs.takenBackBy(dead);
        if (by.isPresent()) {
            return new JournalEvent.Ended(
                    now,
                    RunOutcome.UNDONE,
                    List.of(),
                    Optional.of("taken back by run " + by.get().run()));
        }
        throw new CommandFailure(
                Exit.PARTIAL,
                "interrupted",
                "run "
                        + dead.run()
                        + " died after it had begun to write"
                        + Fence.of(dead).map(fence -> "; " + fence.said()).orElse("")
                        + "; nothing was changed now; type"
                        + " `mxfail resume "
                        + dead.run()
                        + "` to finish it or `mxfail undo "
                        + dead.run()
                        + "` to take it back");
    }

    /// A journal that cannot be used before anything was written.
    static CommandFailure journal(JournalException e) {
        return CommandFailure.refused(
                "journal", "nothing was changed, since it could not be noted: " + e.getMessage());
    }
}
