package io.mxfail.format;

import io.mxfail.core.guard.JudgedPlan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mxfail.plans/1`: the plans of several profiles, to look at. `apply` takes one plan, from the
/// file that `plan --out FOLDER` writes for each.
public final class PlansFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.plans/1";

    private PlansFormat() {}

    /// The plans as a tree for [Json].
    ///
    /// @param plans each as `mxfail.plan/1`
    /// @param errors what failed as a whole, each as `mxfail.error/1` with its `profile`
    public static Map<String, Object> tree(
            List<JudgedPlan> plans, List<Map<String, Object>> errors, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("plans", plans.stream().map(plan -> PlanFormat.tree(plan, stamp)).toList());
        tree.put("errors", errors);
        tree.put("summary", summary(plans, errors.size()));
        return tree;
    }

    private static Map<String, Object> summary(List<JudgedPlan> plans, int failed) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profiles", plans.size() + failed);
        tree.put("domains", plans.stream().mapToInt(p -> p.plan().domains().size()).sum());
        tree.put("changes", plans.stream().mapToInt(p -> p.plan().changes()).sum());
        tree.put("blocked", plans.stream().anyMatch(JudgedPlan::blocked));
        tree.put("failed", failed);
        return tree;
    }
}
