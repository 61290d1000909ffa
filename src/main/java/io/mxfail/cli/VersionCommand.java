package io.mxfail.cli;

import io.mxfail.view.Json;

import picocli.CommandLine;

import java.util.Optional;

/// Prints the version.
@CommandLine.Command(description = "Prints the version of mxfail.")
final class VersionCommand implements Command {
    @CommandLine.Mixin private Shown shown = new Shown();

    @Override
    public int run(Platform platform) {
        platform.out()
                .print(
                        wantsJson()
                                ? Json.version(platform.version())
                                : "mxfail " + platform.version() + System.lineSeparator());
        return 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(shown);
    }
}
