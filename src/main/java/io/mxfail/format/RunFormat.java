package io.mxfail.format;

import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunReport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `mxfail.run/1`: what a changing command did.
///
/// Beside the contract's members it holds `findings`, `note` and, for each provider, `detail`;
/// where a plan was made or read also its `hazards` and `advice`, as `mxfail.plan/1` has them; a
/// rehearsal also `dryRun: true` and, as `planned`, the whole plan.
public final class RunFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.run/1";

    private RunFormat() {}

    /// The report as a tree for [Json].
    public static Map<String, Object> tree(RunReport report, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("run", report.run());
        tree.put("plan", report.plan());
        tree.put("outcome", outcome(report.outcome()));
        tree.put("domains", report.domains().stream().map(RunFormat::domain).toList());
        tree.put("findings", report.findings().stream().map(FindingJson::tree).toList());
        tree.put("note", report.note());
        return tree;
    }

    /// The report with what was said of the plan before it was carried out. Hazards begin at the
    /// stamp's time, at the end of the run.
    public static Map<String, Object> tree(RunReport report, JudgedPlan judged, Stamp stamp) {
        Map<String, Object> tree = tree(report, stamp);
        tree.put(
                "hazards",
                judged.hazards().stream().map(h -> PlanFormat.hazard(h, stamp.at())).toList());
        tree.put("advice", judged.advice());
        return tree;
    }

    /// The report of a rehearsal: what the run itself would find, and the plan as a whole.
    ///
    /// @param planned empty: it ended before there was a plan
    public static Map<String, Object> rehearsal(
            RunReport report, Optional<JudgedPlan> planned, Stamp stamp) {
        Map<String, Object> tree =
                planned.map(plan -> tree(report, plan, stamp)).orElseGet(() -> tree(report, stamp));
        tree.put("dryRun", true);
        tree.put("planned", planned.map(plan -> PlanFormat.tree(plan, stamp)));
        return tree;
    }

    private static Map<String, Object> domain(RunReport.Domain domain) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("profile", domain.profile());
        tree.put("domain", domain.domain().toString());
        tree.put("outcome", outcome(domain.outcome()));
        tree.put("providers", domain.providers().stream().map(RunFormat::provider).toList());
        tree.put("authoritativeAt", domain.times().authoritativeAt().map(Scalars::time));
        tree.put("cachesUntil", domain.times().cachesUntil().map(Scalars::time));
        tree.put("error", domain.error());
        return tree;
    }

    /// Of an undo that moved no mail the contract's word is `undone`; its exit code is 0.
    private static String outcome(RunOutcome outcome) {
        return Scalars.word(outcome == RunOutcome.RESTORED ? RunOutcome.UNDONE : outcome);
    }

    private static Map<String, Object> provider(RunReport.Provider provider) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("provider", provider.provider());
        tree.put("outcome", Scalars.word(provider.outcome()));
        tree.put("receipt", provider.receipt());
        tree.put("detail", provider.detail());
        return tree;
    }
}
