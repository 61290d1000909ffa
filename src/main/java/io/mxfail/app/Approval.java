package io.mxfail.app;

import io.mxfail.core.plan.Plan;

/// The operator's word for one plan, and for no other. Nothing is written without one.
///
/// Only a confirmation or a `--yes` that is bound as the contract says makes it; there is no
/// boolean force.
public final class Approval {
    private final String planId;

    private Approval(String planId) {
        this.planId = planId;
    }

    /// The approval of a plan that the operator has seen and confirmed, or bound by `--yes`.
    static Approval of(Plan plan) {
        return new Approval(plan.id());
    }

    /// Fails where another plan is about to be carried out.
    void check(Plan plan) {
        if (!plan.id().equals(planId)) {
            throw new IllegalStateException("this plan was not approved: " + plan.id());
        }
    }
}
