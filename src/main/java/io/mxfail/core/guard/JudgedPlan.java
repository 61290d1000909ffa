package io.mxfail.core.guard;

import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.SpfReport;

import java.util.List;
import java.util.Set;

/// A plan with everything that was said about it.
///
/// @param plan what would change
/// @param findings of the rules, worst first
/// @param blockers those that forbid it, as long as they are not accepted
/// @param hazards what goes otherwise while caches are old
/// @param background what an operator should know before deciding
/// @param passage what the world sees on the way; none: nothing is written, or the plan comes from
///   a file, which `apply` follows anew
public record JudgedPlan(
        Plan plan,
        List<Finding> findings,
        List<Finding> blockers,
        List<Hazard> hazards,
        Background background,
        Passage passage) {
    /// Findings that nobody can accept: what follows is loss of mail for certain, or not what
    /// was asked.
    public static final Set<String> NEVER_ACCEPTABLE =
            Set.of(
                    "MX-EMPTY",
                    "NULL-MX-MIXED",
                    "NAME-OUTSIDE",
                    "CNAME-OCCUPIED",
                    "ROUTING-POLICY",
                    "BATCH-LIMIT");

    public JudgedPlan {
        findings = findings.stream().sorted().toList();
        blockers = blockers.stream().sorted().toList();
        hazards = List.copyOf(hazards);
    }

    /// What an operator should know before deciding, beside what changes.
    ///
    /// @param advice one line each
    /// @param spf what the SPF records cost, of the domains that have one
    /// @param senders what SPF says of the addresses that send, at each moment
    public record Background(
            List<String> advice, List<SpfReport> spf, List<SenderMoments.Sender> senders) {
        /// Nothing to know.
        public static final Background NONE = new Background(List.of(), List.of());

        public Background {
            advice = List.copyOf(advice);
            spf = List.copyOf(spf);
            senders = List.copyOf(senders);
        }

        /// Where nobody is known to send.
        public Background(List<String> advice, List<SpfReport> spf) {
            this(advice, spf, List.of());
        }
    }

    /// A plan of which there is nothing more to say.
    public JudgedPlan(
            Plan plan, List<Finding> findings, List<Finding> blockers, List<Hazard> hazards) {
        this(plan, findings, blockers, hazards, Background.NONE, Passage.NONE);
    }

    /// The same, on its way.
    public JudgedPlan along(Passage way) {
        return new JudgedPlan(plan, findings, blockers, hazards, background, way);
    }

    /// The same with what SPF records cost.
    public JudgedPlan costing(List<SpfReport> spf) {
        return new JudgedPlan(
                plan, findings, blockers, hazards, new Background(advice(), spf), passage);
    }

    /// What an operator should know before deciding, one line each.
    public List<String> advice() {
        return background.advice();
    }

    /// What the SPF records cost, of the domains that have one.
    public List<SpfReport> spf() {
        return background.spf();
    }

    /// The same where all of it stands already: nothing is written, so that nothing goes otherwise.
    public JudgedPlan withoutChanges() {
        return new JudgedPlan(
                plan.withoutChanges(),
                findings,
                blockers,
                List.of(),
                new Background(List.of(), spf()),
                Passage.NONE);
    }

    /// Whether it may not be applied.
    public boolean blocked() {
        return !blockers.isEmpty();
    }
}
