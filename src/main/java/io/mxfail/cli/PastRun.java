package io.mxfail.cli;

import picocli.CommandLine.Parameters;

import java.util.Optional;

/// A run of the past, named by its id or the beginning of it.
final class PastRun {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest.")
    Optional<String> run = Optional.empty();
}
