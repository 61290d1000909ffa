package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Preparation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What of a switch goes ahead of it. It is judged as the switch is, but for what matters only
/// where mail moves.
///
/// @param caches what earlier runs left in them
record Ahead(Planning planning, CacheMemory caches) {
    /// What of a switch is done ahead, as a plan of its own.
    Drafting.Draft of(Drafting.Draft whole) {
        Plan plan = whole.plan();
        JudgedPlan judged = whole.judged();
        List<DomainPlan> domains =
                plan.domains().stream()
                        .map(domain -> with(domain, preparation(whole.live(), plan.to(), domain)))
                        .toList();
        Plan ahead = new Plan(plan.profile(), plan.to(), plan.mode(), plan.accepted(), domains);
        return new Drafting.Draft(
                new JudgedPlan(
                                ahead,
                                withoutWait(judged.findings()),
                                withoutWait(judged.blockers()),
                                Outlook.withoutMove(
                                        new Outlook(planning.accounts(), caches)
                                                .hazards(
                                                        ahead,
                                                        whole.live(),
                                                        whole.observation().sites(),
                                                        Set.of(),
                                                        Optional.empty())))
                        .along(Outlook.way(ahead, whole.live(), planning.accounts()))
                        .costing(judged.spf()),
                whole.live(),
                whole.active(),
                whole.observation());
    }

    /// What is left to do of a plan that was made so before, judged by the switch as it would be
    /// now.
    Drafting.Draft of(Drafting.Draft whole, Plan plan) {
        JudgedPlan judged = whole.judged();
        return new Drafting.Draft(
                new JudgedPlan(
                                plan,
                                withoutWait(judged.findings()),
                                withoutWait(judged.blockers()),
                                List.of())
                        .along(Outlook.way(plan, whole.live(), planning.accounts())),
                whole.live(),
                whole.active(),
                whole.observation());
    }

    /// What a switch must wait for since it comes with it does no harm ahead of it.
    private static List<Finding> withoutWait(List<Finding> findings) {
        return findings.stream().filter(finding -> !finding.id().equals("MTASTS-ID")).toList();
    }

    private List<Change> preparation(LiveZones live, String to, DomainPlan domain) {
        DomainView view = Objects.requireNonNull(live.domains().get(domain.domain()));
        return Preparation.of(domain.changes(), planning.intent(view, to));
    }

    private static DomainPlan with(DomainPlan domain, List<Change> changes) {
        return new DomainPlan(
                domain.domain(), domain.zone(), domain.from(), domain.target(), changes);
    }
}
