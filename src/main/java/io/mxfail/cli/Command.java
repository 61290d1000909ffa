package io.mxfail.cli;

import io.mxfail.app.CommandFailure;

import java.io.IOException;

/// One subcommand, after its arguments were read.
interface Command {
    /// Does it and returns the exit code.
    int run(Platform platform) throws CommandFailure, InterruptedException, IOException;

    /// Whether the result is to be JSON.
    default boolean wantsJson() {
        return false;
    }

    /// The exit code where the command fails as a whole, from what a changing command would
    /// end with:
    /// commands that only look have their own codes.
    default int failure(int exit) {
        return exit;
    }
}
