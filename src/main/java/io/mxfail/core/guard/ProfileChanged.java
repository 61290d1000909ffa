package io.mxfail.core.guard;

import java.util.List;

/// The profile is not the one the reviewed plan was made from, so the plan is no longer what the
/// profile asks for.
final class ProfileChanged implements Rule {
    @Override
    public String id() {
        return "PROFILE-CHANGED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.task().profileChanged().stream()
                .map(
                        what ->
                                Say.profile(
                                                this,
                                                situation,
                                                situation.task().profile().about().file(),
                                                "docs/rules/PROFILE-CHANGED.md")
                                        .crit(
                                                "the profile changed since the plan was made: "
                                                        + what,
                                                situation
                                                        .task()
                                                        .to()
                                                        .map(
                                                                to ->
                                                                        "review a new plan:"
                                                                                + " `mxfail plan"
                                                                                + " --to "
                                                                                + to
                                                                                + "`")
                                                        .orElse("review a new plan")))
                .toList();
    }
}
