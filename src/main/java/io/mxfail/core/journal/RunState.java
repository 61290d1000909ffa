package io.mxfail.core.journal;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a run stands: the fold of its events.
///
/// @param started how it began
/// @param writes every announced write, in order
/// @param authoritative by domain: when the new data was on every authoritative server
/// @param hooks the operator's programs that began, by their key in the profile
/// @param ended how it ended; empty: it runs, or its process died
public record RunState(
        JournalEvent.Started started,
        Map<WriteId, Written> writes,
        Map<Name, JournalEvent.Authoritative> authoritative,
        Map<String, Hook> hooks,
        Optional<JournalEvent.Ended> ended) {
    public RunState {
        writes = Collections.unmodifiableMap(new LinkedHashMap<>(writes));
        hooks = Collections.unmodifiableMap(new LinkedHashMap<>(hooks));
        authoritative = Collections.unmodifiableMap(new LinkedHashMap<>(authoritative));
    }

    /// What is known of a write.
    public enum Effect {
        /// announced, or answered in a way that does not tell
        IN_DOUBT,
        APPLIED,
        NOT_APPLIED,
        /// some of its sets
        PARTLY
    }

    /// An announced write.
    ///
    /// @param at when its effect was learnt; before that, when it was announced
    public record Written(List<Change> changes, Effect effect, Instant at) {}

    /// A hook that began, for the last time if it did so more than once.
    ///
    /// @param ended how; empty: nobody knows whether it ran to its end, or at all
    public record Hook(Instant began, Optional<JournalEvent.HookEnded> ended) {
        /// Whether it is known to have ended well.
        public boolean ok() {
            return ended.filter(JournalEvent.HookEnded::ok).isPresent();
        }
    }

    /// Folds the events of one run; the first must be its start.
    ///
    /// @throws IllegalArgumentException where the events are of no run
    public static RunState fold(List<JournalEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof JournalEvent.Started start)) {
            throw new IllegalArgumentException("a journal that does not begin with a start");
        }
        var fold = new Fold();
        events.forEach(fold::add);
        return new RunState(start, fold.writes, fold.authoritative, fold.hooks, fold.ended);
    }

    /// What the events so far say; mutable, since a run over a thousand zones has many.
    private static final class Fold {
        private final Map<WriteId, Written> writes = new LinkedHashMap<>();
        private final Map<Name, JournalEvent.Authoritative> authoritative = new LinkedHashMap<>();
        private final Map<String, Hook> hooks = new LinkedHashMap<>();
        private Optional<JournalEvent.Ended> ended = Optional.empty();

        void add(JournalEvent event) {
            switch (event) {
                case JournalEvent.Started _ -> {}
                case JournalEvent.Announced e ->
                        writes.put(e.write(), new Written(e.changes(), Effect.IN_DOUBT, e.at()));
                case JournalEvent.Answered e -> effect(e.write(), effectOf(e.outcome()), e.at());
                case JournalEvent.Settled e ->
                        effect(
                                e.write(),
                                e.applied() ? Effect.APPLIED : Effect.NOT_APPLIED,
                                e.at());
                case JournalEvent.HookBegan e ->
                        hooks.put(e.hook(), new Hook(e.at(), Optional.empty()));
                case JournalEvent.HookEnded e ->
                        hooks.computeIfPresent(
                                e.hook(), (_, hook) -> new Hook(hook.began(), Optional.of(e)));
                // how a change spreads inside a service changes no zone
                case JournalEvent.InSync _ -> {}
                case JournalEvent.Authoritative e -> authoritative.put(e.domain(), e);
                // a run that was taken up again is not over, whatever was said before
                case JournalEvent.TakenUp _ -> ended = Optional.empty();
                case JournalEvent.Ended e -> ended = Optional.of(e);
            }
        }

        private void effect(WriteId id, Effect effect, Instant at) {
            Written written = writes.get(id);
            if (written == null) {
                throw new IllegalArgumentException(
                        "an outcome of a write that nobody announced: " + id);
            }
            writes.put(id, new Written(written.changes(), effect, at));
        }
    }

    private static Effect effectOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> Effect.APPLIED;
            case Outcome.Stale _, Outcome.Rejected _ -> Effect.NOT_APPLIED;
            case Outcome.Partial _ -> Effect.PARTLY;
            case Outcome.Unknown _ -> Effect.IN_DOUBT;
        };
    }

    /// A hook of this run; empty: it never began.
    public Optional<Hook> hook(String name) {
        return Optional.ofNullable(hooks.get(name));
    }

    /// The run's id.
    public String run() {
        return started.header().run();
    }

    /// What the run set out to do.
    public Plan plan() {
        return started.plan();
    }

    /// Whether some packet may have changed a zone.
    public boolean mayHaveWritten() {
        return writes.values().stream().anyMatch(w -> w.effect() != Effect.NOT_APPLIED);
    }

    /// Whether a write was sent of which nobody knows what became of it.
    public boolean inDoubt() {
        return writes.values().stream().anyMatch(w -> w.effect() == Effect.IN_DOUBT);
    }

    /// The writes that changed something of a domain, or may have, each with those of its changes
    /// alone.
    public List<Written> written(Name domain) {
        var zones = new HashSet<Name>();
        var places = new HashSet<Change.Place>();
        plan().domains().stream()
                .filter(d -> d.domain().equals(domain))
                .forEach(
                        d -> {
                            zones.add(d.zone());
                            d.changes().forEach(change -> places.add(change.place()));
                        });
        // by zone first: a run over a thousand zones is asked about each of its domains
        return writes.entrySet().stream()
                .filter(write -> zones.contains(write.getKey().zone()))
                .map(Map.Entry::getValue)
                .filter(write -> write.effect() != Effect.NOT_APPLIED)
                .map(
                        write ->
                                new Written(
                                        write.changes().stream()
                                                .filter(change -> places.contains(change.place()))
                                                .toList(),
                                        write.effect(),
                                        write.at()))
                .filter(write -> !write.changes().isEmpty())
                .toList();
    }

    /// When a domain's new data was seen on every authoritative server that answered; where nobody
    /// looked, when it was written, before which no cache can have learnt it.
    public Optional<Instant> arrivedOrWritten(Name domain) {
        return arrived(domain)
                .or(() -> written(domain).stream().map(Written::at).max(Comparator.naturalOrder()));
    }

    /// When a domain's new data was first seen on every authoritative server that answered.
    public Optional<Instant> arrived(Name domain) {
        return Optional.ofNullable(authoritative.get(domain)).map(JournalEvent.Authoritative::at);
    }

    /// Whether a dead owner left something that only `resume` or `undo` may touch.
    public boolean interrupted() {
        return ended.isEmpty() && mayHaveWritten();
    }

    /// The time of the newest write that may have changed something; empty: none.
    public Optional<Instant> changedAt() {
        return mayHaveWritten() ? Optional.of(started.at()) : Optional.empty();
    }
}
