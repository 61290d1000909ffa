package io.mxfail.app;

import io.mxfail.core.profile.Problem;

import java.util.List;

/// A command that ends without a report of its own: what happened, and what to type next.
/// Nothing was
/// changed unless the message says so.
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final String kind;
    private final String message;
    private final transient List<Problem> problems;

    /// @param kind a stable word for scripts, such as `profile` or `locked`
    /// @param message action, object, cause and next step, most important last
    public CommandFailure(Exit exit, String kind, String message) {
        this(exit, kind, message, List.of());
    }

    /// @param problems wrong input, with its places
    public CommandFailure(Exit exit, String kind, String message, List<Problem> problems) {
        super(message);
        this.message = message;
        this.exit = exit;
        this.kind = kind;
        this.problems = List.copyOf(problems);
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

    static CommandFailure usage(String message) {
        return new CommandFailure(Exit.USAGE, "usage", message);
    }

    static CommandFailure refused(String kind, String message) {
        return new CommandFailure(Exit.REFUSED, kind, message);
    }
}
