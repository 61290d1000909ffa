package io.mxfail.format;

import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.Problem;

import java.util.LinkedHashMap;
import java.util.Map;

/// `mxfail.lint/1`: what is wrong with profiles, as
/// `{folder, profiles[], problems[]: {file, line, column, severity, message, fix},
/// summary: {errors, warnings}}`.
public final class LintFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.lint/1";

    private LintFormat() {}

    /// The report as a tree for [Json].
    public static Map<String, Object> tree(LintReport report, Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("folder", report.folder());
        tree.put("profiles", report.profiles());
        tree.put("problems", report.problems().stream().map(ProblemJson::tree).toList());
        var summary = new LinkedHashMap<String, Object>();
        summary.put("errors", report.count(Problem.Severity.ERROR));
        summary.put("warnings", report.count(Problem.Severity.WARNING));
        summary.put("placeholders", report.count(Problem.Severity.PLACEHOLDER));
        tree.put("summary", summary);
        return tree;
    }
}
