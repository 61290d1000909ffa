package io.mxfail.core.guard;

import java.util.List;

/// All rules. A rule that is not named here does not exist.
public final class Rules {
    /// Every rule, in the order of their ids.
    public static final List<Rule> ALL = List.of();

    private Rules() {}

    /// What all rules say, worst first.
    public static List<Finding> judge(Situation situation) {
        return ALL.stream().flatMap(rule -> rule.judge(situation).stream()).sorted().toList();
    }
}
