package io.mxfail.core.guard;

import io.mxfail.core.plan.Mode;

import java.util.List;

/// A planned switch in a time for which the profile forbids planned switches. An emergency is not
/// held back.
final class Freeze implements Rule {
    @Override
    public String id() {
        return "FREEZE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        if (situation.task().to().isEmpty() || situation.task().mode() != Mode.PLANNED) {
            return List.of();
        }
        return situation.task().profile().policies().freeze().stream()
                .filter(freeze -> freeze.contains(situation.task().now()))
                .map(
                        freeze ->
                                Say.profile(this, situation, "freeze", "docs/rules/FREEZE.md")
                                        .crit(
                                                "planned switches are frozen from "
                                                        + freeze.start()
                                                        + " to "
                                                        + freeze.end(),
                                                "wait until "
                                                        + freeze.end()
                                                        + "; in an emergency `--mode"
                                                        + " emergency`"))
                .toList();
    }
}
