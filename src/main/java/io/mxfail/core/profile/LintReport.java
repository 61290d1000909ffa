package io.mxfail.core.profile;

import java.util.List;

/// What is wrong with profiles.
///
/// @param folder the folder that was searched, as the user would name it
/// @param profiles names of those that can be used
/// @param problems in the order of file and line
public record LintReport(String folder, List<String> profiles, List<Problem> problems) {
    public LintReport {
        profiles = List.copyOf(profiles);
        problems = List.copyOf(problems);
    }

    /// How many problems of that severity there are.
    public long count(Problem.Severity severity) {
        return problems.stream().filter(p -> p.severity() == severity).count();
    }
}
