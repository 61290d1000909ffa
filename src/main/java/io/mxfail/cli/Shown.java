package io.mxfail.cli;

import io.mxfail.view.Paint;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Options for what a command shows, the same for all of them.
final class Shown {
    /// Every command that meets a provider takes it, so it is read in one place for all.
    static final String PROVIDERS_DIR = "--providers-dir";

    @Option(names = "--json", description = "One JSON object on stdout, on failure too.")
    boolean json;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            completionCandidates = Outputs.class,
            description = "text or json; plan: markdown; check, status, verify: nagios.")
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
            description = {
                "Folder of further provider adapters (jars).",
                "Default: $XDG_DATA_HOME/mxfail/providers."
            })
    Optional<String> providersDir = Optional.empty();

    /// The words of `--output`.
    static final class Outputs extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Outputs() {
            super(List.of("text", "json", "markdown", "nagios"));
        }
    }

    /// The words of `--color`.
    static final class Colors extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Colors() {
            super(List.of("auto", "always", "never"));
        }
    }

    /// Refuses formats that the command has not.
    void check(CommandLine line, List<String> outputs) {
        if (!outputs.contains(output)) {
            throw new CommandLine.ParameterException(
                    line,
                    Planned.output(output, outputs.contains("markdown"))
                            .orElse(
                                    "no --output "
                                            + output
                                            + " here; there is "
                                            + String.join(", ", outputs)));
        }
        if (json && !output.equals("text") && !output.equals("json")) {
            throw new CommandLine.ParameterException(
                    line, "--json and --output " + output + " exclude each other: leave one out");
        }
        if (!new Colors().contains(color)) {
            throw new CommandLine.ParameterException(
                    line, "no --color " + color + "; there is " + String.join(", ", new Colors()));
        }
    }

    /// Whether the result is one line for a monitoring system.
    boolean nagios() {
        return output.equals("nagios");
    }

    /// The same of a command line that could not be read.
    static boolean nagios(String... args) {
        return output("nagios", args);
    }

    /// Whether a command line that could not be read asks for one JSON object.
    static boolean json(String... args) {
        return List.of(args).contains("--json") || output("json", args);
    }

    private static boolean output(String format, String... args) {
        var all = List.of(args);
        int at = all.indexOf("--output");
        return all.contains("--output=" + format)
                || (at >= 0 && at + 1 < all.size() && all.get(at + 1).equals(format));
    }

    /// Prints a text for people.
    void print(Platform platform, String text) {
        boolean painted =
                switch (color) {
                    case "always" -> true;
                    case "never" -> false;
                    default -> platform.colour();
                };
        platform.out().print(painted ? Paint.of(text) : text);
    }

    boolean wantsJson() {
        return json || output.equals("json");
    }
}
