package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunState;
import io.mxfail.port.JournalStore;
import io.mxfail.port.JournalStore.JournalException;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds runs in the journal.
final class Runs {
    private final JournalStore journal;

    Runs(JournalStore journal) {
        this.journal = journal;
    }

    /// A run by its id, or by the beginning of it where only one run begins so.
    RunState named(String id) throws CommandFailure {
        try {
            List<String> matching =
                    journal.runs().stream().filter(run -> run.startsWith(id)).toList();
            if (matching.size() != 1) {
                throw CommandFailure.usage(
                        (matching.isEmpty() ? "there is no run " : "several runs begin with ")
                                + id
                                + "; `mxfail history` lists them");
            }
            return state(matching.getFirst())
                    .orElseThrow(() -> CommandFailure.usage("run " + id + " never began"));
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    /// The newest run that fits; empty: none does.
    Optional<RunState> newest(Predicate<RunState> fits) throws CommandFailure {
        try {
            for (String run : journal.runs()) {
                Optional<RunState> state = state(run);
                if (state.filter(fits).isPresent()) {
                    return state;
                }
            }
            return Optional.empty();
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    /// All runs, newest first.
    List<RunState> all() throws CommandFailure {
        try {
            var all = new ArrayList<RunState>();
            for (String run : journal.runs()) {
                state(run).ifPresent(all::add);
            }
            return all;
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    /// The events of a run.
    List<JournalEvent> events(String run) throws CommandFailure {
        try {
            return journal.read(run);
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    private Optional<RunState> state(String run) throws JournalException {
        List<JournalEvent> events = journal.read(run);
        return events.isEmpty() ? Optional.empty() : Optional.of(RunState.fold(events));
    }

    /// Whether a run is about one of the domains.
    static boolean concerns(RunState run, Collection<Name> domains) {
        return run.plan().domains().stream().anyMatch(d -> domains.contains(d.domain()));
    }

    private static CommandFailure unreadable(JournalException e) {
        return CommandFailure.refused("journal", "cannot read the journal: " + e.getMessage());
    }
}
