package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.Unread;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a run reports of itself.
final class RunReports {
    private RunReports() {}

    /// A run at its end.
    static RunReport of(Carrying.Order order, Ending ending, List<Finding> findings, String note) {
        return new RunReport(
                Optional.of(order.header().run()),
                Optional.of(order.plan().id()),
                ending.outcome(),
                ending.domains().stream()
                        .map(result -> domain(order.plan().profile(), result, ending))
                        .toList(),
                findings,
                Optional.of(note));
    }

    /// How a run ended.
    ///
    /// @param times by domain: when its new data was everywhere
    /// @param providers identities of those that were to be written
    record Ending(
            RunOutcome outcome,
            List<DomainResult> domains,
            Map<Name, RunReport.Times> times,
            List<String> providers) {}

    /// The outcome of a run whose domains ended so.
    static RunOutcome outcome(List<DomainResult> domains, Exit exit) {
        return switch (exit) {
            case DONE ->
                    domains.stream()
                            .map(DomainResult::outcome)
                            .filter(o -> o != RunOutcome.UNCHANGED)
                            // where mail of one domain moved, that names the run
                            .min(Comparator.comparing(o -> o != RunOutcome.SWITCHED))
                            .orElse(RunOutcome.UNCHANGED);
            case PARTIAL -> RunOutcome.PARTIAL;
            case PENDING -> RunOutcome.UNVERIFIED;
            case STALE -> RunOutcome.STALE;
            case CANCELLED -> RunOutcome.CANCELLED;
            case ERROR, USAGE, REFUSED, LOCKED -> RunOutcome.REFUSED;
        };
    }

    private static RunReport.Domain domain(String profile, DomainResult result, Ending ending) {
        List<RunReport.Provider> providers =
                ending.providers().stream().map(identity -> provider(identity, result)).toList();
        return new RunReport.Domain(
                profile,
                result.domain(),
                result.outcome(),
                providers,
                ending.times().getOrDefault(result.domain(), RunReport.Times.NONE),
                result.error());
    }

    private static RunReport.Provider provider(String identity, DomainResult result) {
        Optional<Outcome> outcome = Optional.ofNullable(result.writes().get(identity));
        if (outcome.isEmpty()) {
            return new RunReport.Provider(
                    identity,
                    result.outcome() == RunOutcome.UNCHANGED
                            ? RunReport.Effect.UNCHANGED
                            : RunReport.Effect.NOT_SENT,
                    Optional.empty(),
                    Optional.empty());
        }
        return switch (outcome.get()) {
            case Outcome.Applied applied ->
                    new RunReport.Provider(
                            identity,
                            RunReport.Effect.APPLIED,
                            applied.receipt().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(applied.receipt()),
                            Optional.empty());
            case Outcome.Stale _ -> effect(identity, RunReport.Effect.STALE, Optional.empty());
            case Outcome.Rejected rejected ->
                    effect(identity, RunReport.Effect.REJECTED, Optional.of(rejected.reason()));
            case Outcome.Partial partial ->
                    effect(identity, RunReport.Effect.PARTIAL, Optional.of(partial.cause()));
            case Outcome.Unknown unknown ->
                    effect(identity, RunReport.Effect.UNKNOWN, Optional.of(unknown.cause()));
        };
    }

    private static RunReport.Provider effect(
            String identity, RunReport.Effect effect, Optional<String> detail) {
        return new RunReport.Provider(identity, effect, Optional.empty(), detail);
    }

    static Map<Name, Map<Change, ChangeState.Stale>> staleOf(List<DomainResult> domains) {
        var stale = new TreeMap<Name, Map<Change, ChangeState.Stale>>();
        domains.forEach(
                d -> {
                    if (!d.stale().isEmpty()) {
                        stale.put(d.domain(), d.stale());
                    }
                });
        return stale;
    }

    /// A report where some domains could not even be read: none was changed.
    static RunReport notCarriedOut(
            Plan plan, List<Unread> unread, List<Finding> findings, String note) {
        RunReport rest = notCarriedOut(plan, RunOutcome.REFUSED, findings, note);
        var domains = new ArrayList<>(rest.domains());
        var told = new TreeSet<Name>();
        for (Unread one : unread) {
            for (Name domain : one.domains()) {
                if (told.add(domain)) {
                    domains.add(
                            new RunReport.Domain(
                                    plan.profile(),
                                    domain,
                                    RunOutcome.REFUSED,
                                    List.of(),
                                    RunReport.Times.NONE,
                                    Optional.of(one.refusal().reason())));
                }
            }
        }
        return new RunReport(
                rest.run(), rest.plan(), rest.outcome(), domains, rest.findings(), rest.note());
    }

    /// A report of a plan that was not carried out.
    static RunReport notCarriedOut(
            Plan plan, RunOutcome outcome, List<Finding> findings, String note) {
        return new RunReport(
                Optional.empty(),
                Optional.of(plan.id()),
                outcome,
                plan.domains().stream().map(d -> untouched(plan, d, outcome)).toList(),
                findings,
                Optional.of(note));
    }

    private static RunReport.Domain untouched(Plan plan, DomainPlan domain, RunOutcome outcome) {
        return new RunReport.Domain(
                plan.profile(),
                domain.domain(),
                outcome,
                domain.target().providers().stream()
                        .map(
                                identity ->
                                        effect(
                                                identity,
                                                outcome == RunOutcome.UNCHANGED
                                                        ? RunReport.Effect.UNCHANGED
                                                        : RunReport.Effect.NOT_SENT,
                                                Optional.empty()))
                        .toList(),
                RunReport.Times.NONE,
                Optional.empty());
    }
}
