package io.mxfail.cli;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Options for what a command shows, the same for all of them.
final class Shown {
    /// Every command that meets a provider takes it, so it is read in one place for all.
    static final String PROVIDERS_DIR = "--providers-dir";

    @Option(names = "--json", description = "One JSON object on stdout.")
    boolean json;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            completionCandidates = Outputs.class,
            description = "text, json or markdown (plans).")
    String output = "text";

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            completionCandidates = Colors.class,
            description = "auto, always or never.")
    String color = "auto";

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on stderr.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show findings that are fine, too.")
    boolean verbose;

    @Option(
            names = PROVIDERS_DIR,
            paramLabel = "DIR",
            description =
                    "Folder of further provider adapters (jars). Default:"
                            + " $XDG_DATA_HOME/mxfail/providers.")
    Optional<String> providersDir = Optional.empty();

    /// The words of `--output`.
    static final class Outputs extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Outputs() {
            super(List.of("text", "json", "markdown"));
        }
    }

    /// The words of `--color`.
    static final class Colors extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Colors() {
            super(List.of("auto", "always", "never"));
        }
    }

    boolean wantsJson() {
        return json || output.equals("json");
    }
}
