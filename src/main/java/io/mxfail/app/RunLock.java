package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.port.Lease;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes the domains of a run for this process, and sees to it that what a dead one left is
/// not run over.
final class RunLock {
    private RunLock() {}

    /// Takes all domains.
    ///
    /// @param mayTakeUp runs whose traces this command is about to deal with itself
    static Lease.Held take(World world, Collection<Name> domains, String run, Set<String> mayTakeUp)
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
                case Lease.Taken.All all -> writable(world, checked(world, all, mayTakeUp));
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

    private static Lease.Held checked(World world, Lease.Taken.All taken, Set<String> mayTakeUp)
            throws CommandFailure, JournalException {
        for (String dead : taken.deadRuns()) {
            if (mayTakeUp.contains(dead)) {
                continue;
            }
            boolean interrupted;
            try {
                interrupted = interrupted(world, dead);
            } catch (JournalException e) {
                taken.held().leaveAsFound();
                throw e;
            }
            if (interrupted) {
                taken.held().leaveAsFound();
                throw new CommandFailure(
                        Exit.PARTIAL,
                        "interrupted",
                        "run "
                                + dead
                                + " died after it had begun to write; nothing was changed now; type"
                                + " `mxfail resume "
                                + dead
                                + "` to finish it or `mxfail undo "
                                + dead
                                + "` to take it back");
            }
        }
        for (String dead : taken.deadRuns()) {
            if (!mayTakeUp.contains(dead)) {
                closeUnwritten(world, dead);
            }
        }
        return taken.held();
    }

    /// Ends the journal of a run that died before it wrote anything, so that nobody takes it
    /// up later.
    private static void closeUnwritten(World world, String run) throws JournalException {
        if (!world.records().journal().runs().contains(run)) {
            return;
        }
        var events = world.records().journal().read(run);
        if (events.isEmpty() || RunState.fold(events).ended().isPresent()) {
            return;
        }
        try (RunLog log = world.records().journal().reopen(run)) {
            log.append(
                    List.of(
                            new JournalEvent.Ended(
                                    world.time().clock().instant(),
                                    RunOutcome.REFUSED,
                                    List.of(),
                                    Optional.of("its process died before it wrote anything"))));
        }
    }

    /// Whether a run's journal shows that it wrote something and never ended. A run that died
    /// before its
    /// start was noted has no journal, and so wrote nothing.
    private static boolean interrupted(World world, String run) throws JournalException {
        if (!world.records().journal().runs().contains(run)) {
            return false;
        }
        var events = world.records().journal().read(run);
        return !events.isEmpty() && RunState.fold(events).interrupted();
    }

    /// A journal that cannot be used before anything was written.
    static CommandFailure journal(JournalException e) {
        return CommandFailure.refused(
                "journal", "nothing was changed, since it could not be noted: " + e.getMessage());
    }
}
