package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Dependencies;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Steps;
import io.mxfail.core.plan.ZoneWrites;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.JournalStore.RunLog;
import io.mxfail.spi.DnsProvider;

import org.xbill.DNS.Name;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
        List<Zone> zones =
                byZone.entrySet().stream()
                        .map(e -> new Zone(e.getKey(), e.getValue(), dependencies, live, before))
                        .toList();
        for (Stage stage : Stage.values()) {
            Set<Name> failed =
                    zones.stream()
                            .filter(zone -> zone.failed)
                            .map(zone -> zone.name)
                            .collect(Collectors.toSet());
            everyZone(zones, zone -> zone.stage(stage, failed));
        }
        return zones.stream().flatMap(zone -> zone.results().stream()).toList();
    }

    private static void everyZone(Collection<Zone> zones, Act act) throws InterruptedException {
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
    private enum Stage {
        ADDITIONS,
        MOVES,
        REMOVALS
    }

    @FunctionalInterface
    private interface Act {
        void on(Zone zone) throws InterruptedException;
    }

    /// One zone of the run. Its fields are written by one thread at a time.
    private final class Zone {
        private final Name name;
        private final List<DomainPlan> domains;
        private final Steps.Staged steps;
        private final Dependencies dependencies;
        private final Map<String, ZoneRun> runs = new LinkedHashMap<>();
        private final Map<String, Outcome> last = new LinkedHashMap<>();
        private final Map<Change, ChangeState.Stale> stale = new TreeMap<>();
        private boolean failed;
        private boolean changed;
        private Optional<String> error = Optional.empty();

        Zone(
                Name name,
                List<DomainPlan> domains,
                Dependencies dependencies,
                LiveZones live,
                Optional<RunState> before) {
            this.name = name;
            this.domains = domains;
            List<Change> changes = domains.stream().flatMap(d -> d.changes().stream()).toList();
            this.dependencies = dependencies;
            this.steps = Steps.of(name, changes, accounts.weakest(), dependencies);
            live.at(name)
                    .forEach(
                            (identity, observed) -> {
                                DnsProvider provider = accounts.byIdentity(identity);
                                ZoneRun.Past past =
                                        before.map(run -> ZoneRun.Past.of(run, name, identity))
                                                .orElse(ZoneRun.Past.NONE);
                                runs.put(
                                        identity,
                                        new ZoneRun(provider, observed, log, clock, past));
                            });
        }

        /// @param others zones that failed at an earlier stage
        void stage(Stage stage, Set<Name> others) throws InterruptedException {
            try {
                carryOut(stage, others);
            } catch (RuntimeException | Error e) {
                // a mistake of ours in one zone must neither stop nor hide the others
                failed = true;
                changed |= runs.values().stream().anyMatch(ZoneRun::isUnsettled);
                error = Optional.of("unexpected error, please report it: " + Broke.line(e));
            }
        }

        private void carryOut(Stage stage, Set<Name> others) throws InterruptedException {
            List<Change> step =
                    switch (stage) {
                        case ADDITIONS -> steps.additions();
                        case MOVES -> steps.moves();
                        case REMOVALS -> steps.removals();
                    };
            if (failed || step.isEmpty()) {
                return;
            }
            Optional<String> obstacle =
                    switch (stage) {
                        case ADDITIONS -> Optional.empty();
                        case MOVES -> addressMissing(others);
                        case REMOVALS -> mailStillThere(others);
                    };
            if (obstacle.isPresent()) {
                failed = true;
                error = obstacle;
                return;
            }
            for (Map.Entry<String, ZoneRun> run : runs.entrySet()) {
                write(run.getKey(), run.getValue(), step);
                if (failed && !changed) {
                    // what one service refused must not be at the other alone
                    return;
                }
            }
            if (!failed && stage == Stage.ADDITIONS && !steps.moves().isEmpty()) {
                Optional<String> missing = waiting.forAdded(name, added(step));
                if (missing.isPresent()) {
                    failed = true;
                    error = Optional.of(additiveOnly(missing.get()));
                }
            }
        }

        /// Why mail may not be sent to a host whose address another zone publishes; empty: it may.
        private Optional<String> addressMissing(Set<Name> others) throws InterruptedException {
            for (Map.Entry<Name, List<Change>> needed : dependencies.neededBy(name).entrySet()) {
                if (others.contains(needed.getKey())) {
                    return Optional.of(
                            additiveOnly(
                                    "the address of its new MX could not be published in "
                                            + needed.getKey()));
                }
                Optional<String> missing =
                        waiting.forAdded(needed.getKey(), added(needed.getValue()));
                if (missing.isPresent()) {
                    return missing.map(this::additiveOnly);
                }
            }
            return Optional.empty();
        }

        /// Why addresses may not be withdrawn; empty: they may.
        private Optional<String> mailStillThere(Set<Name> others) {
            return dependencies.withdrawnAfter(name).keySet().stream()
                    .filter(others::contains)
                    .findFirst()
                    .map(
                            other ->
                                    "addresses were left in place, since mail of "
                                            + other
                                            + " still goes there");
        }

        private void write(String identity, ZoneRun run, List<Change> step) {
            try {
                ZoneRun.Result result = run.step(step);
                changed |= result.mayHaveWritten();
                stale.putAll(result.stale());
                if (result.outcome().isEmpty()) {
                    return;
                }
                Outcome outcome = result.outcome().get();
                last.put(identity, outcome);
                if (outcome instanceof Outcome.Applied) {
                    progress.step(name + " written at " + identity);
                    return;
                }
                failed = true;
                error = Optional.of(describe(identity, outcome, result.cause()));
            } catch (JournalException e) {
                failed = true;
                error =
                        Optional.of(
                                "cannot note the next write, so it was not made: "
                                        + e.getMessage());
            } catch (CommandFailure e) {
                failed = true;
                error = Optional.of(e.message());
            }
        }

        private String additiveOnly(String why) {
            long additions =
                    steps.additions().stream()
                            .filter(c -> c.kind() == ChangeClass.ADDITIVE)
                            .count();
            return "mail routing unchanged, "
                    + additions
                    + " additive records published, harmless; "
                    + why;
        }

        private String describe(String identity, Outcome outcome, String cause) {
            return switch (outcome) {
                case Outcome.Applied _ -> "written at " + identity;
                case Outcome.Stale _ ->
                        (cause.isEmpty()
                                        ? "the zone changed between the read and the write"
                                        : cause)
                                + "; "
                                + identity
                                + " refused ours";
                case Outcome.Rejected rejected ->
                        identity
                                + " refused: "
                                + rejected.reason()
                                + rejected.retryAfter()
                                        .map(wait -> "; it asks to wait " + wait.toSeconds() + " s")
                                        .orElse("");
                case Outcome.Partial partial ->
                        identity
                                + " applied "
                                + partial.done().size()
                                + " of "
                                + (partial.done().size() + partial.left().size())
                                + " sets: "
                                + partial.cause();
                case Outcome.Unknown unknown ->
                        identity + " gave no clear answer: " + unknown.cause();
            };
        }

        List<DomainResult> results() {
            return domains.stream().map(this::result).toList();
        }

        private DomainResult result(DomainPlan domain) {
            var own = new TreeMap<Change, ChangeState.Stale>();
            stale.forEach(
                    (change, state) -> {
                        if (domain.changes().contains(change)) {
                            own.put(change, state);
                        }
                    });
            return new DomainResult(
                    domain.domain(),
                    outcome(domain),
                    changed && !domain.changes().isEmpty(),
                    last,
                    own,
                    error);
        }

        private RunOutcome outcome(DomainPlan domain) {
            if (domain.changes().isEmpty() || (!failed && !changed)) {
                return RunOutcome.UNCHANGED;
            }
            if (!failed) {
                return RunOutcome.SWITCHED;
            }
            if (changed) {
                return RunOutcome.PARTIAL;
            }
            return last.values().stream().anyMatch(o -> o instanceof Outcome.Stale)
                    ? RunOutcome.STALE
                    : RunOutcome.REFUSED;
        }
    }

    private static List<RecordSet> added(List<Change> step) {
        return step.stream()
                .filter(c -> c.action() == Change.Action.CREATE && c.tag().isEmpty())
                .flatMap(c -> c.after().stream())
                .toList();
    }
}
