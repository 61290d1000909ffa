package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.WriteId;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
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

/// Carries out the changes of one zone at one provider, a step at a time: fresh data, journal,
/// packet,
/// journal, and a read where the answer does not tell.
///
/// Not for use by several threads at once.
final class ZoneRun {
    private final DnsProvider provider;
    private final Name zone;
    private final Set<RecordKey> keys;
    private final RunLog log;
    private final InstantSource clock;
    private Optional<Observed> fresh;
    private int number;

    /// @param fresh a read that was just made; used for the first step
    /// @param written how many writes this run has already announced for this zone and
    ///   provider
    ZoneRun(DnsProvider provider, Observed fresh, RunLog log, InstantSource clock, int written) {
        this.provider = provider;
        this.zone = fresh.zone();
        this.keys = fresh.asked();
        this.log = log;
        this.clock = clock;
        this.fresh = Optional.of(fresh);
        this.number = written;
    }

    /// What one step did.
    ///
    /// @param outcome of the write; empty: nothing was left to write
    /// @param stale what someone else overtook, where that is known
    record Result(Optional<Outcome> outcome, Map<Change, ChangeState.Stale> stale) {
        /// Whether a packet may have changed the zone.
        boolean mayHaveWritten() {
            return outcome.filter(
                            o -> !(o instanceof Outcome.Stale) && !(o instanceof Outcome.Rejected))
                    .isPresent();
        }
    }

    /// Writes those of the changes that are not done yet.
    ///
    /// @throws JournalException where the announcement could not be noted: nothing left
    Result step(List<Change> changes) throws JournalException, CommandFailure {
        Observed now = fresh();
        ZoneWrites.Prepared prepared = ZoneWrites.prepare(now, changes);
        if (!prepared.stale().isEmpty()) {
            List<RecordKey> moved = prepared.stale().keySet().stream().map(Change::key).toList();
            return new Result(Optional.of(new Outcome.Stale(moved)), prepared.stale());
        }
        if (prepared.write().isEmpty()) {
            return new Result(Optional.empty(), Map.of());
        }
        number++;
        var id = new WriteId(zone, provider.identity(), number);
        var announced =
                new JournalEvent.Announced(clock.instant(), id, rebased(prepared.pending(), now));
        log.append(List.of(announced));
        fresh = Optional.empty();
        Outcome outcome = settled(id, prepared.pending(), provider.write(prepared.write().get()));
        return new Result(Optional.of(outcome), staleAfter(outcome, changes));
    }

    /// A journal that fails now must not hide what the provider said: the announcement is on
    /// disk, so a
    /// later `resume` finds the write in doubt and reads.
    private Outcome settled(WriteId id, List<Change> changes, Outcome outcome) {
        var events = new ArrayList<JournalEvent>();
        events.add(new JournalEvent.Answered(clock.instant(), id, outcome));
        Outcome known = outcome;
        if (outcome instanceof Outcome.Unknown(String cause)) {
            Optional<Boolean> applied = applied(changes);
            if (applied.isPresent() && applied.get()) {
                events.add(new JournalEvent.Settled(clock.instant(), id, true));
                known = new Outcome.Applied("");
            } else {
                known =
                        new Outcome.Unknown(
                                cause
                                        + (applied.isPresent()
                                                ? "; read back: not applied so far, it may still"
                                                        + " arrive"
                                                : "; reading back failed too"));
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

    /// Whether a fresh read shows all of the changes; empty where the zone cannot be read.
    private Optional<Boolean> applied(List<Change> changes) {
        try {
            Observed now = provider.read(zone, keys);
            fresh = Optional.of(now);
            return Optional.of(
                    changes.stream()
                            .allMatch(c -> ChangeState.of(c, now) instanceof ChangeState.Done));
        } catch (ProviderException _) {
            return Optional.empty();
        }
    }

    private Map<Change, ChangeState.Stale> staleAfter(Outcome outcome, List<Change> changes) {
        if (!(outcome instanceof Outcome.Stale)) {
            return Map.of();
        }
        try {
            fresh = Optional.of(provider.read(zone, keys));
            return ZoneWrites.prepare(fresh.get(), changes).stale();
        } catch (ProviderException _) {
            // the outcome itself already says that someone else was faster
            return Map.of();
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
            throw LiveZones.failure("cannot read " + zone + " again at ", provider, e);
        }
    }

    /// The changes with the data and TTL that are served right now as their `before`, so that
    /// the journal
    /// can give back exactly that.
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
