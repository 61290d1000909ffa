package io.mxfail.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs the operator's own programs around a switch.
@FunctionalInterface
public interface Programs {
    /// Runs one to its end, without a shell; after the timeout it is killed with its children.
    ///
    /// @param command the program and its arguments
    /// @param environment what it gets beside what mxfail has, without the variables
    ///     that hold secrets of profiles
    Ran run(List<String> command, Map<String, String> environment, Duration timeout);

    /// How it ended.
    ///
    /// @param ok whether it ended by itself with code 0
    /// @param said what became of it, one line for people without control characters
    record Ran(boolean ok, String said) {}
}
