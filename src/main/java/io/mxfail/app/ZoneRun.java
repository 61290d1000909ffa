package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.WriteId;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.ReadBack;
import io.mxfail.core.plan.ZoneWrites;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries out the changes of one zone at one provider, a step at a time: fresh data,
/// journal, packet, journal, and a read where the answer does not tell.
///
/// Not for use by several threads at once.
final class ZoneRun {
    /// How often a write is made anew where only what is not ours has moved under it.
    private static final int ATTEMPTS = 4;

    private final DnsProvider provider;
    private final Name zone;
    private final Set<RecordKey> keys;
    private final RunLog log;
    private final InstantSource clock;
    private Optional<Observed> fresh;
    private final Optional<WriteId> inDoubt;
    private Map<WriteId, List<Change>> unclear;
    private int number;
    private boolean unsettled;

    /// @param fresh a read that was just made; used for the first step
    /// @param earlier writes that this run has already announced for this zone and provider
    ZoneRun(DnsProvider provider, Observed fresh, RunLog log, InstantSource clock, Past earlier) {
        this.provider = provider;
        this.zone = fresh.zone();
        this.keys = fresh.asked();
        this.log = log;
        this.clock = clock;
        this.fresh = Optional.of(fresh);
        this.number = earlier.writes();
        this.inDoubt = earlier.inDoubt();
        this.unclear = earlier.unclear();
    }

    /// What one step did.
    ///
    /// @param outcome of the write; empty: nothing was left to write
    /// @param stale what someone else overtook, where that is known
    /// @param cause what is known of a stale write beyond that; may be empty
    record Result(Optional<Outcome> outcome, Map<Change, ChangeState.Stale> stale, String cause) {
        static Result of(Outcome outcome) {
            return new Result(Optional.of(outcome), Map.of(), "");
        }

        /// Whether a packet may have changed the zone.
        boolean mayHaveWritten() {
            return outcome.filter(
                            o -> !(o instanceof Outcome.Stale) && !(o instanceof Outcome.Rejected))
                    .isPresent();
        }
    }

    /// Writes those of the changes that are not done yet.
    ///
    /// A server that compares whole sets refuses also where only a foreign TXT string or a TTL
    /// has moved. Nothing was applied then, and the change is as good as before: it is made anew
    /// on fresh data.
    ///
    /// @throws JournalException where the announcement could not be noted: nothing left
    Result step(List<Change> changes) throws JournalException, CommandFailure {
        for (int attempt = 1; ; attempt++) {
            Observed now = fresh();
            ZoneWrites.Prepared prepared = ZoneWrites.prepare(now, changes);
            if (!prepared.stale().isEmpty()) {
                return stale(prepared);
            }
            if (prepared.write().isEmpty()) {
                return attempt == 1 ? stored(now, changes) : doneByAnother(changes);
            }
            Outcome outcome = write(prepared, now);
            if (!(outcome instanceof Outcome.Stale)) {
                return Result.of(outcome);
            }
            if (attempt == ATTEMPTS) {
                return new Result(
                        Optional.of(outcome),
                        Map.of(),
                        "other data of the same sets keeps changing");
            }
            try {
                fresh = Optional.of(provider.read(zone, keys));
            } catch (ProviderException _) {
                // the outcome itself already says that someone else was faster
                return Result.of(outcome);
            }
        }
    }

    /// Nothing is left to write. Where an earlier write of this run broke off, its data may be
    /// stored and not served yet: a file that no server has loaded.
    private Result stored(Observed now, List<Change> changes) throws JournalException {
        if (!unclear.isEmpty()) {
            try {
                provider.publish(zone);
            } catch (ProviderException e) {
                return Result.of(
                        new Outcome.Partial(
                                changes.stream().map(Change::key).toList(),
                                List.of(),
                                String.valueOf(e.getMessage())));
            }
            var settled = new ArrayList<JournalEvent>();
            unclear.forEach(
                    (id, announced) -> {
                        if (isDone(announced, now)) {
                            settled.add(new JournalEvent.Settled(clock.instant(), id, true));
                        }
                    });
            unclear = Map.of();
            log.append(settled);
        }
        return new Result(Optional.empty(), Map.of(), "");
    }

    private static boolean isDone(List<Change> changes, Observed now) {
        return changes.stream().allMatch(c -> ChangeState.of(c, now) instanceof ChangeState.Done);
    }

    private static Result stale(ZoneWrites.Prepared prepared) {
        List<RecordKey> moved = prepared.stale().keySet().stream().map(Change::key).toList();
        return new Result(Optional.of(new Outcome.Stale(moved)), prepared.stale(), "");
    }

    /// The server refused our write, and now everything is as it should be: someone else made the
    /// same change, unless it was an earlier packet of this run, long believed lost.
    private Result doneByAnother(List<Change> changes) throws JournalException {
        if (inDoubt.isPresent()) {
            log.append(List.of(new JournalEvent.Settled(clock.instant(), inDoubt.get(), true)));
            return Result.of(new Outcome.Applied(""));
        }
        return new Result(
                Optional.of(new Outcome.Stale(changes.stream().map(Change::key).toList())),
                Map.of(),
                "someone else has made the same change at the same moment");
    }

    private Outcome write(ZoneWrites.Prepared prepared, Observed now) throws JournalException {
        number++;
        var id = new WriteId(zone, provider.identity(), number);
        var announced =
                new JournalEvent.Announced(clock.instant(), id, rebased(prepared.pending(), now));
        log.append(List.of(announced));
        fresh = Optional.empty();
        unsettled = true;
        Outcome outcome = provider.write(prepared.write().orElseThrow());
        outcome = settled(id, prepared.pending(), outcome);
        unsettled = false;
        return outcome;
    }

    /// Whether a write was announced of which nobody has told what came of it.
    boolean isUnsettled() {
        return unsettled;
    }

    /// What people must still do before it is served; empty: nothing.
    Optional<String> handover() {
        return provider.handover(zone);
    }

    /// A journal that fails now must not hide what the provider said: the announcement is on
    /// disk, so a later `resume` finds the write in doubt and reads.
    private Outcome settled(WriteId id, List<Change> changes, Outcome outcome) {
        var events = new ArrayList<JournalEvent>();
        events.add(new JournalEvent.Answered(clock.instant(), id, outcome));
        Outcome known = outcome;
        if (outcome instanceof Outcome.Unknown(String cause)) {
            Optional<String> missing = missing(changes, cause);
            if (missing.isEmpty()) {
                events.add(new JournalEvent.Settled(clock.instant(), id, true));
                known = new Outcome.Applied("");
            } else {
                known = new Outcome.Unknown(missing.get());
            }
        }
        try {
            log.append(events);
            return known;
        } catch (JournalException e) {
            return new Outcome.Unknown(describe(known) + "; noting it failed: " + e.getMessage());
        }
    }

    private static String describe(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "the provider applied the write";
            case Outcome.Stale _ -> "the provider refused the write as stale";
            case Outcome.Rejected rejected -> "the provider refused: " + rejected.reason();
            case Outcome.Partial partial -> "the provider applied it in part: " + partial.cause();
            case Outcome.Unknown unknown -> unknown.cause();
        };
    }

    /// The cause of the doubt with what a fresh read says of it; empty: all of the changes are
    /// made.
    private Optional<String> missing(List<Change> changes, String cause) {
        String doing = "reading back";
        try {
            Observed now = provider.read(zone, keys);
            fresh = Optional.of(now);
            if (!isDone(changes, now)) {
                return Optional.of(ReadBack.unseen(cause));
            }
            doing = "it is stored; serving it";
            provider.publish(zone);
            return Optional.empty();
        } catch (ProviderException e) {
            return Optional.of(cause + "; " + doing + " failed too: " + e.getMessage());
        }
    }

    private Observed fresh() throws CommandFailure {
        if (fresh.isPresent()) {
            return fresh.get();
        }
        try {
            Observed now = provider.read(zone, keys);
            fresh = Optional.of(now);
            return now;
        } catch (ProviderException e) {
            throw CommandFailure.refused(
                    Unreadable.kind(e.kind()),
                    "cannot read "
                            + zone
                            + " again at "
                            + provider.identity()
                            + ": "
                            + e.getMessage());
        }
    }

    /// The changes with the data and TTL that are served right now as their `before`, so that
    /// the journal can give back exactly that.
    private static List<Change> rebased(List<Change> changes, Observed now) {
        return changes.stream()
                .map(
                        change ->
                                new Change(
                                        change.kind(),
                                        change.key(),
                                        change.tag(),
                                        ChangeState.owned(change, now),
                                        change.after()))
                .toList();
    }
}
