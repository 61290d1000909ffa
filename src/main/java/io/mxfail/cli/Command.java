package io.mxfail.cli;

import io.mxfail.app.CommandFailure;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One subcommand, after its arguments were read.
interface Command {
    /// Does it and returns the exit code.
    int run(Platform platform) throws CommandFailure, InterruptedException, IOException;

    /// How the result is to be shown; empty: there is no choice.
    default Optional<Shown> shown() {
        return Optional.empty();
    }

    /// The formats that `--output` may name.
    default List<String> outputs() {
        return List.of("text", "json");
    }

    /// Whether the result is to be JSON.
    default boolean wantsJson() {
        return shown().filter(Shown::wantsJson).isPresent();
    }

    /// The exit code where the command fails as a whole, from what a changing command would
    /// end with: commands that only look have their own codes.
    default int failure(int exit) {
        return exit;
    }
}
