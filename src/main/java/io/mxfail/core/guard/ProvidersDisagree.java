package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Agreement;

import java.util.ArrayList;
import java.util.List;

/// The providers of one zone hold different data. A plan is made from one state; at the other
/// provider it would be stale, and the switch would end half done.
final class ProvidersDisagree implements Rule {
    @Override
    public String id() {
        return "PROVIDERS-DISAGREE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (Agreement.Difference difference : domain.disagreements()) {
                var facts = new ArrayList<String>();
                difference
                        .data()
                        .forEach(
                                (provider, data) ->
                                        facts.add(
                                                provider
                                                        + " holds "
                                                        + (data.isEmpty()
                                                                ? "none"
                                                                : Say.some(data))));
                findings.add(
                        Say.domain(
                                        this,
                                        situation,
                                        domain.name(),
                                        difference.set(),
                                        "docs/rules/PROVIDERS-DISAGREE.md")
                                .crit(
                                        "providers disagree on "
                                                + difference.set()
                                                + ": "
                                                + String.join("; ", facts),
                                        "make them equal by hand, or `mxfail resume` if a run was"
                                                + " cut short"));
            }
        }
        return findings;
    }
}
