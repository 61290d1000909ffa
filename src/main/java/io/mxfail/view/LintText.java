package io.mxfail.view;

import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.NameList;
import io.mxfail.core.profile.Problem;

/// What `lint` found.
public final class LintText {
    private LintText() {}

    public static String of(LintReport report) {
        var text = new StringBuilder();
        report.problems().forEach(problem -> text.append(Text.problem(problem)));
        if (report.profiles().isEmpty() && report.problems().isEmpty()) {
            text.append("no profile in " + report.folder() + "\n");
        }
        text.append(
                Lines.of(
                        report.folder() + ": ",
                        (report.profiles().isEmpty()
                                        ? "none usable"
                                        : report.profiles().size()
                                                + " usable ("
                                                + NameList.of(report.profiles())
                                                + ")")
                                + ", "
                                + counted(report.count(Problem.Severity.ERROR), "error")
                                + ", "
                                + counted(report.count(Problem.Severity.WARNING), "warning")
                                + (report.count(Problem.Severity.PLACEHOLDER) == 0
                                        ? ""
                                        : ", "
                                                + report.count(Problem.Severity.PLACEHOLDER)
                                                + " still to be filled in"),
                        4));
        return text.toString();
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
