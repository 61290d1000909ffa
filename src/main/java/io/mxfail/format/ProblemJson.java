package io.mxfail.format;

import io.mxfail.core.profile.Problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One problem of a file.
final class ProblemJson {
    private ProblemJson() {}

    static Map<String, Object> tree(Problem problem) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("file", problem.file());
        tree.put("line", known(problem.line()));
        tree.put("column", known(problem.column()));
        tree.put("severity", Scalars.word(problem.severity()));
        tree.put("message", problem.message());
        tree.put("fix", problem.fix());
        return tree;
    }

    private static Optional<Integer> known(int number) {
        return number == 0 ? Optional.empty() : Optional.of(number);
    }
}
