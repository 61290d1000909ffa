package io.mxfail.app;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.Dependencies;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Steps;
import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.spi.DnsProvider;

import org.xbill.DNS.Name;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The part of a run that is about one zone: its steps at all of its providers, and what came of
/// them.
///
/// Its fields are written by one thread at a time.
final class ZonePart {
    private final Execution.Means means;
    private final Name name;
    private final List<DomainPlan> domains;
    private final Steps.Staged steps;
    private final Dependencies dependencies;
    private final Map<String, ZoneRun> runs = new LinkedHashMap<>();
    private final Map<String, Outcome> last = new LinkedHashMap<>();
    private final Map<Change, ChangeState.Stale> stale = new TreeMap<>();
    private final boolean moved;
    private boolean failed;
    private boolean changed;
    private boolean ours;
    private boolean told;
    private Optional<String> error = Optional.empty();

    /// @param before what the run had done before it was taken up again
    ZonePart(
            Execution.Means means,
            Name name,
            List<DomainPlan> domains,
            Dependencies dependencies,
            LiveZones live,
            Optional<RunState> before) {
        this.means = means;
        this.name = name;
        this.domains = domains;
        List<Change> changes = domains.stream().flatMap(d -> d.changes().stream()).toList();
        this.dependencies = dependencies;
        this.steps = Steps.of(name, changes, means.accounts().weakest(), dependencies);
        this.moved =
                live.at(name).values().stream()
                        .anyMatch(
                                observed ->
                                        steps.moves().stream().anyMatch(c -> isDone(c, observed)));
        live.at(name)
                .forEach(
                        (identity, observed) -> {
                            DnsProvider provider = means.accounts().byIdentity(identity);
                            Past past =
                                    before.map(run -> Past.of(run, name, identity))
                                            .orElse(Past.NONE);
                            runs.put(
                                    identity,
                                    new ZoneRun(
                                            provider, observed, means.log(), means.clock(), past));
                        });
    }

    private static boolean isDone(Change change, Observed observed) {
        return ChangeState.of(change, observed) instanceof ChangeState.Done;
    }

    Name name() {
        return name;
    }

    /// Whether it has stopped short of its goal.
    boolean hasFailed() {
        return failed;
    }

    /// Makes one step.
    ///
    /// @param others zones that failed at an earlier stage
    void stage(Execution.Stage stage, Set<Name> others) throws InterruptedException {
        try {
            carryOut(stage, others);
        } catch (RuntimeException | Error e) {
            // a mistake of ours in one zone must neither stop nor hide the others
            failed = true;
            changed |= runs.values().stream().anyMatch(ZoneRun::isUnsettled);
            ours = true;
            error = Optional.of(Broke.ours(e));
        }
        tell(stage);
    }

    /// For those who wait, once for each zone.
    private void tell(Execution.Stage stage) {
        if (told || domains.stream().allMatch(domain -> domain.changes().isEmpty())) {
            return;
        }
        if (failed) {
            told = true;
            means.tally().failed(name + ": " + error.orElse("it could not be written"));
        } else if (stage == last()) {
            told = true;
            means.tally().reached(() -> "zones written");
        }
    }

    /// The last stage at which it has something to write.
    private Execution.Stage last() {
        if (!steps.removals().isEmpty()) {
            return Execution.Stage.REMOVALS;
        }
        return steps.moves().isEmpty() ? Execution.Stage.ADDITIONS : Execution.Stage.MOVES;
    }

    private void carryOut(Execution.Stage stage, Set<Name> others) throws InterruptedException {
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
        boolean stands = false;
        for (Map.Entry<String, ZoneRun> run : runs.entrySet()) {
            stands |= write(run.getKey(), run.getValue(), step);
            if (failed && !stands) {
                // what one service refused must not be at the other alone
                error =
                        stage == Execution.Stage.MOVES && changed
                                ? error.map(this::additiveOnly)
                                : error;
                return;
            }
        }
        if (!failed && stage == Execution.Stage.ADDITIONS && !steps.moves().isEmpty()) {
            Optional<String> missing = means.waiting().forAdded(name, added(step));
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
                    means.waiting().forAdded(needed.getKey(), added(needed.getValue()));
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

    /// @return whether the step stands at that provider now, or may
    private boolean write(String identity, ZoneRun run, List<Change> step) {
        try {
            ZoneRun.Result result = run.step(step);
            changed |= result.mayHaveWritten();
            stale.putAll(result.stale());
            if (result.outcome().isEmpty()) {
                return true;
            }
            Outcome outcome = result.outcome().get();
            last.put(identity, outcome);
            if (outcome instanceof Outcome.Applied) {
                String left = run.handover().map(what -> "; to be served, " + what).orElse("");
                means.tally().passing(name + " written at " + identity + left);
                return true;
            }
            failed = true;
            error = Optional.of(WriteText.of(identity, outcome, result.cause()));
            return result.mayHaveWritten();
        } catch (JournalException e) {
            failed = true;
            error =
                    Optional.of(
                            "cannot note the next write, so it was not made: " + e.getMessage());
        } catch (CommandFailure e) {
            failed = true;
            error = Optional.of(e.message());
        }
        return false;
    }

    /// What a failure means where mail has not moved; a run that is taken up again may have
    /// moved it before.
    private String additiveOnly(String why) {
        if (moved) {
            return why;
        }
        long additions = steps.additions().stream().filter(Steps::isEarly).count();
        return "mail routing unchanged, "
                + additions
                + " additive records published, harmless; "
                + why;
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
                error.map(said -> new DomainResult.Trouble(said, ours)));
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

    private static List<RecordSet> added(List<Change> step) {
        return step.stream()
                .filter(c -> c.action() == Change.Action.CREATE && c.tag().isEmpty())
                .flatMap(c -> c.after().stream())
                .toList();
    }
}
