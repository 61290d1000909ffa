package io.mxfail.app;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.NameList;
import io.mxfail.core.profile.Nearest;
import io.mxfail.port.JournalStore;
import io.mxfail.port.JournalStore.JournalException;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
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
            List<String> all = journal.runs();
            List<String> matching = all.stream().filter(run -> run.startsWith(id)).toList();
            if (matching.isEmpty()) {
                throw CommandFailure.usage(
                        "there is no run `"
                                + id
                                + "`; "
                                + (all.isEmpty()
                                        ? "there is none at all in this state folder; name the"
                                                + " right one with --state"
                                        : Nearest.question(id, all)
                                                + "`mxfail history` lists them"));
            }
            if (matching.size() > 1) {
                throw CommandFailure.usage(
                        matching.size()
                                + " runs begin with `"
                                + id
                                + "`: "
                                + NameList.of(matching)
                                + "; type more of the one that is meant");
            }
            return state(matching.getFirst())
                    .orElseThrow(() -> CommandFailure.usage("run " + id + " never began"));
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    /// Until when caches may rightly hold another MTA-STS id than the one that is served and that a
    /// run wrote; empty: no run did, or the journal cannot be read.
    Optional<Instant> policyUnseen(DomainView view, Observed served) {
        if (view.policyRecord().isEmpty()) {
            return Optional.empty();
        }
        try {
            return all().stream()
                    .flatMap(run -> run.written(view.name()).stream())
                    .flatMap(
                            write ->
                                    write.changes().stream()
                                            .filter(c -> c.kind() == ChangeClass.ADDITIVE)
                                            .filter(
                                                    c ->
                                                            view.policyRecord()
                                                                    .filter(c.key()::equals)
                                                                    .isPresent())
                                            .filter(
                                                    c ->
                                                            ChangeState.of(c, served)
                                                                    instanceof ChangeState.Done)
                                            .flatMap(c -> c.formerTtl().stream())
                                            .map(write.at()::plus))
                    .max(Comparator.naturalOrder());
        } catch (CommandFailure _) {
            // whoever needs the journal is told; this is advice that it might have given
            return Optional.empty();
        }
    }

    /// When each site carried a domain's mail for the last time, as far as runs saw it there.
    ///
    /// @param runs newest first
    static Map<String, Instant> lastActive(List<RunState> runs, Name domain) {
        var last = new TreeMap<String, Instant>();
        for (RunState run : runs) {
            run.plan().domains().stream()
                    .filter(d -> d.domain().equals(domain))
                    .forEach(d -> last.putIfAbsent(d.from(), run.started().at()));
        }
        return last;
    }

    /// All runs, newest first; none where the journal cannot be read: whoever needs it is told.
    List<RunState> known() {
        try {
            return all();
        } catch (CommandFailure _) {
            return List.of();
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

    /// The newest run that may have changed one of a run's domains after it; empty: what it left
    /// is what stands.
    Optional<RunState> over(RunState run) throws CommandFailure {
        List<Name> domains = changed(run);
        for (RunState newer : all()) {
            if (newer.run().equals(run.run())) {
                return Optional.empty();
            }
            if (newer.mayHaveWritten() && concerns(newer, domains)) {
                return Optional.of(newer);
            }
        }
        return Optional.empty();
    }

    /// The runs that may have written one of the domains and never came to an end, as far as no
    /// later run went over what they left. Old logs are not even read.
    List<RunState> unfinished(Collection<Name> domains) throws CommandFailure {
        var open = new TreeSet<Name>(domains);
        var unfinished = new ArrayList<RunState>();
        try {
            for (String id : journal.runs()) {
                if (open.isEmpty()) {
                    break;
                }
                Optional<RunState> run = state(id).filter(RunState::mayHaveWritten);
                if (run.isEmpty() || !concerns(run.get(), open)) {
                    continue;
                }
                if (run.get().interrupted()) {
                    unfinished.add(run.get());
                } else if (isHalfUndone(run.get())) {
                    continue;
                }
                open.removeAll(changed(run.get()));
            }
            return unfinished;
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    /// Whether a run was to take another one back and did not get there: that one still counts.
    private static boolean isHalfUndone(RunState run) {
        return run.started().header().reverts().isPresent()
                && run.ended().filter(end -> isWhole(end.outcome())).isEmpty();
    }

    private static List<Name> changed(RunState run) {
        return changed(run.plan());
    }

    static List<Name> changed(Plan plan) {
        return plan.domains().stream()
                .filter(d -> !d.changes().isEmpty())
                .map(DomainPlan::domain)
                .toList();
    }

    /// The run that took a run back as a whole; empty: none did.
    Optional<RunState> takenBackBy(RunState run) throws CommandFailure {
        return all().stream()
                .filter(r -> r.started().header().reverts().equals(Optional.of(run.run())))
                .filter(r -> r.ended().filter(e -> isWhole(e.outcome())).isPresent())
                .findFirst();
    }

    /// Whether a run that ended so did all that it was for.
    static boolean isWhole(RunOutcome outcome) {
        return switch (outcome) {
            case SWITCHED, PREPARED, SETTLED, RESTORED, UNCHANGED, UNVERIFIED -> true;
            case REFUSED, STALE, PARTIAL, CANCELLED, UNDONE -> false;
        };
    }

    /// Whether a run is about one of the domains.
    static boolean concerns(RunState run, Collection<Name> domains) {
        return run.plan().domains().stream().anyMatch(d -> domains.contains(d.domain()));
    }

    private static CommandFailure unreadable(JournalException e) {
        return CommandFailure.refused("journal", "cannot read the journal: " + e.getMessage());
    }
}
