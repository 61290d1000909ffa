package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.profile.Problem;

import java.util.List;

/// A command that ends without a report of its own: what happened, and what to type next.
/// Nothing was changed unless the message says so.
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final String kind;
    private final String message;
    private final transient List<Problem> problems;
    private final transient List<Finding> findings;

    /// @param kind a stable word for scripts, such as `profile` or `locked`
    /// @param message action, object, cause and next step, most important last
    public CommandFailure(Exit exit, String kind, String message) {
        this(exit, kind, message, List.of());
    }

    /// @param problems wrong input, with its places
    public CommandFailure(Exit exit, String kind, String message, List<Problem> problems) {
        this(exit, kind, message, problems, List.of());
    }

    /// @param findings what is wrong outside, each with its fix
    public CommandFailure(
            Exit exit,
            String kind,
            String message,
            List<Problem> problems,
            List<Finding> findings) {
        super(message);
        this.message = message;
        this.exit = exit;
        this.kind = kind;
        this.problems = List.copyOf(problems);
        this.findings = List.copyOf(findings);
    }

    public Exit exit() {
        return exit;
    }

    /// Action, object, cause and next step.
    public String message() {
        return message;
    }

    public String kind() {
        return kind;
    }

    public List<Problem> problems() {
        return problems;
    }

    public List<Finding> findings() {
        return findings;
    }

    /// The same with another exit code and more to say.
    CommandFailure with(Exit other, String more) {
        return new CommandFailure(other, kind, message + more, problems, findings);
    }

    static CommandFailure usage(String message) {
        return new CommandFailure(Exit.USAGE, "usage", message);
    }

    static CommandFailure refused(String kind, String message) {
        return new CommandFailure(Exit.REFUSED, kind, message);
    }
}
