package io.mxfail.format;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.profile.Problem;

import java.util.List;
import java.util.Map;

/// `mxfail.error/1`: why a command ended without a report of its own.
public final class ErrorFormat {
    /// The name of the format.
    public static final String FORMAT = "mxfail.error/1";

    private ErrorFormat() {}

    /// A failure that has to do with the input alone.
    public static Map<String, Object> tree(
            int exit, String kind, String message, List<Problem> problems, Stamp stamp) {
        return tree(exit, kind, message, problems, List.of(), stamp);
    }

    /// The failure as a tree for [Json].
    ///
    /// @param exit the process's exit code
    /// @param kind a stable word for scripts, such as `profile` or `locked`
    /// @param message action, object, cause and next step; never a secret
    /// @param problems wrong input, with its places
    /// @param findings what is wrong outside
    public static Map<String, Object> tree(
            int exit,
            String kind,
            String message,
            List<Problem> problems,
            List<Finding> findings,
            Stamp stamp) {
        Map<String, Object> tree = stamp.open(FORMAT);
        tree.put("exit", exit);
        tree.put("kind", kind);
        tree.put("message", message);
        tree.put("problems", problems.stream().map(ProblemJson::tree).toList());
        tree.put("findings", findings.stream().map(FindingJson::tree).toList());
        return tree;
    }
}
