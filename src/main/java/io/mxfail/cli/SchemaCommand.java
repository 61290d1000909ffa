package io.mxfail.cli;

import io.mxfail.app.Lint;

import picocli.CommandLine;

import java.util.Optional;

/// Prints the format of a profile for editors.
@CommandLine.Command(description = "Prints the JSON Schema (2020-12) of a profile, for editors.")
final class SchemaCommand implements Command {
    @CommandLine.Mixin private Shown shown = new Shown();

    @Override
    public int run(Platform platform) {
        platform.out()
                .print(
                        new Lint(platform.factory().world(Optional.empty(), Optional.empty()))
                                .schema());
        return 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(shown);
    }
}
