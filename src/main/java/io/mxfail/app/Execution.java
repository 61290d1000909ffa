package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Dependencies;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.ZoneWrites;
import io.mxfail.port.JournalStore.RunLog;

import org.xbill.DNS.Name;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Carries out a plan: every zone is judged before the first write, then zones are written
/// side by side and in isolation, each in as few writes as its providers allow.
final class Execution {
    private static final int ZONES_AT_ONCE = 16;

    private final Accounts accounts;
    private final RunLog log;
    private final InstantSource clock;
    private final Progress progress;
    private final Waiting waiting;

    /// What writing takes.
    record Means(
            Accounts accounts, RunLog log, InstantSource clock, Tally tally, Waiting waiting) {}

    /// Waits until what was just added is on the authoritative servers.
    @FunctionalInterface
    interface Waiting {
        /// What is still missing when the time is up, one line; empty: all servers that
        /// answer have it.
        Optional<String> forAdded(Name zone, List<RecordSet> sets) throws InterruptedException;
    }

    Execution(
            Accounts accounts,
            RunLog log,
            InstantSource clock,
            Progress progress,
            Waiting waiting) {
        this.accounts = accounts;
        this.log = log;
        this.clock = clock;
        this.progress = progress;
        this.waiting = waiting;
    }

    /// The changes of a plan that someone else overtook, by domain; nothing is written.
    static Map<Name, Map<Change, ChangeState.Stale>> stale(Plan plan, LiveZones live) {
        var stale = new TreeMap<Name, Map<Change, ChangeState.Stale>>();
        for (DomainPlan domain : plan.domains()) {
            var changes = new TreeMap<Change, ChangeState.Stale>();
            for (Observed observed : live.at(domain.zone()).values()) {
                changes.putAll(ZoneWrites.prepare(observed, domain.changes()).stale());
            }
            if (!changes.isEmpty()) {
                stale.put(domain.domain(), changes);
            }
        }
        return stale;
    }

    /// Writes what the plan says and is not done yet.
    ///
    /// @param live a read that was just made
    /// @param before what this run has written already, for `resume`
    List<DomainResult> run(Plan plan, LiveZones live, Optional<RunState> before)
            throws InterruptedException {
        var byZone = new TreeMap<Name, List<DomainPlan>>();
        for (DomainPlan domain : plan.domains()) {
            byZone.computeIfAbsent(domain.zone(), _ -> new ArrayList<>()).add(domain);
        }
        Dependencies dependencies = Dependencies.of(plan);
        long changed =
                byZone.values().stream()
                        .filter(all -> all.stream().anyMatch(d -> !d.changes().isEmpty()))
                        .count();
        var means = new Means(accounts, log, clock, new Tally(progress, (int) changed), waiting);
        List<ZonePart> zones =
                byZone.entrySet().stream()
                        .map(
                                e ->
                                        new ZonePart(
                                                means,
                                                e.getKey(),
                                                e.getValue(),
                                                dependencies,
                                                live,
                                                before))
                        .toList();
        for (Stage stage : Stage.values()) {
            Set<Name> failed =
                    zones.stream()
                            .filter(ZonePart::hasFailed)
                            .map(ZonePart::name)
                            .collect(Collectors.toSet());
            everyZone(zones, zone -> zone.stage(stage, failed));
        }
        return zones.stream().flatMap(zone -> zone.results().stream()).toList();
    }

    private static void everyZone(Collection<ZonePart> zones, Act act) throws InterruptedException {
        try {
            Parallel.map(
                    zones,
                    ZONES_AT_ONCE,
                    zone -> {
                        act.on(zone);
                        return zone;
                    });
        } catch (CommandFailure e) {
            throw new IllegalStateException("a zone's failure is a result, never thrown", e);
        }
    }

    /// The stages of a run; no zone begins one before all have passed the one before it.
    enum Stage {
        ADDITIONS,
        MOVES,
        REMOVALS
    }

    @FunctionalInterface
    private interface Act {
        void on(ZonePart zone) throws InterruptedException;
    }
}
