package io.mxfail.app;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Planner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether the profile still wants what a plan does that was reviewed before.
record ProfileDrift(Planning planning) {
    /// What the profile wants now that a reviewed plan does not do, or the other way round;
    /// empty: they agree. Data that moved is no difference: staleness is another question.
    Optional<String> of(LiveZones live, Plan plan) {
        for (DomainPlan domain : plan.domains()) {
            DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
            var wish = new Drafting.Wish(plan.to(), Optional.of(plan.mode()), plan.accepted());
            Intent intent =
                    planning.intent(
                                    view,
                                    plan.to(),
                                    planning.quarantined(
                                            domain.from(), wish, Optional.of(plan.mode())))
                            .revoking(OpenTerms.takenBy(plan, domain));
            List<Change> now = Planner.changes(view, live.of(view), intent);
            // the id of a policy follows the file that is served, not the profile
            List<Change> then =
                    domain.changes().stream()
                            .filter(c -> view.policyRecord().filter(c.key()::equals).isEmpty())
                            .toList();
            Set<String> wanted = contents(pending(now, live.of(view)));
            Set<String> reviewed = contents(pending(then, live.of(view)));
            if (!wanted.equals(reviewed)) {
                var missing = new TreeSet<>(wanted);
                missing.removeAll(reviewed);
                var extra = new TreeSet<>(reviewed);
                extra.removeAll(wanted);
                return Optional.of(
                        domain.domain()
                                + ": "
                                + (missing.isEmpty()
                                        ? "the profile no longer wants " + String.join("; ", extra)
                                        : "the profile now wants " + String.join("; ", missing)));
            }
        }
        return Optional.empty();
    }

    private static List<Change> pending(List<Change> changes, Observed live) {
        return changes.stream()
                .filter(c -> !(ChangeState.of(c, live) instanceof ChangeState.Done))
                .toList();
    }

    private static Set<String> contents(List<Change> changes) {
        var contents = new TreeSet<String>();
        changes.forEach(
                c ->
                        contents.add(
                                c.key()
                                        + " "
                                        + c.after()
                                                .map(s -> String.join(", ", s.data()))
                                                .orElse("absent")));
        return contents;
    }
}
