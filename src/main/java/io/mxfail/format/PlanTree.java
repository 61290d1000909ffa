package io.mxfail.format;

import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A plan without what was said about it: the part that its id is made from. Plan files and the
/// journal hold it alike.
final class PlanTree {
    private PlanTree() {}

    static Map<String, Object> of(Plan plan) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", plan.id());
        tree.put("profile", plan.profile());
        tree.put("to", plan.to());
        tree.put("mode", Scalars.word(plan.mode()));
        tree.put("accepted", plan.accepted());
        tree.put("domains", plan.domains().stream().map(d -> domain(plan, d)).toList());
        return tree;
    }

    private static Map<String, Object> domain(Plan plan, DomainPlan domain) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", plan.profile());
        tree.put("domain", domain.domain().toString());
        tree.put("zone", domain.zone().toString());
        tree.put("providers", domain.target().providers());
        tree.put("from", domain.from());
        tree.put("atomicity", Scalars.word(domain.target().atomicity()));
        tree.put("changes", domain.changes().stream().map(ChangeJson::tree).toList());
        return tree;
    }

    /// Reads the plan; whether its id fits is asked apart, since that only means something where
    /// nothing else is wrong.
    static Plan read(Fields fields) {
        String profile = fields.text("profile");
        return new Plan(
                profile,
                fields.text("to"),
                fields.word("mode", Mode.class),
                fields.texts("accepted"),
                fields.each("domains", domain -> domain(domain, profile)));
    }

    private static DomainPlan domain(Fields fields, String profile) {
        if (!fields.text("profile").equals(profile)) {
            throw new Wrong(fields.at("profile"), "a domain of another profile than the plan's");
        }
        List<String> providers = fields.texts("providers");
        return new DomainPlan(
                fields.parsed("domain", Scalars::name),
                fields.parsed("zone", Scalars::name),
                fields.text("from"),
                new DomainPlan.Target(
                        providers, fields.word("atomicity", Capabilities.Atomicity.class)),
                fields.each("changes", ChangeJson::read));
    }
}
