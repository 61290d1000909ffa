package io.mxfail.app;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.probe.SiteReport;

import java.util.Map;

/// Asks the operator, who sees the plan and types a name.
@FunctionalInterface
public interface Confirmation {
    /// Shows what will happen and waits for the word.
    Answer ask(Shown shown) throws CommandFailure;

    /// What the operator decides about.
    ///
    /// @param command what will be done, such as `switch mail of example.test. to backup`
    /// @param plan what changes
    /// @param sites what the probe found, by site
    /// @param word what to type: the domain, or the profile's name
    record Shown(String command, JudgedPlan plan, Map<String, SiteReport> sites, String word) {}

    /// The operator's word.
    enum Answer {
        CONFIRMED,
        CANCELLED
    }
}
