package io.mxfail.cli;

import io.mxfail.core.profile.Nearest;
import io.mxfail.view.Text;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is wrong with a command line, in words that say what to type instead.
final class Misread {
    private Misread() {}

    /// The message for a command line that could not be read.
    ///
    /// @param name of the command, as typed
    static String message(CommandLine.ParameterException e, String name, String... args) {
        String what = Text.printable(what(e, args));
        return what
                + (what.endsWith("?") ? " " : "; ")
                + "`mxfail "
                + name
                + " --help` lists the options";
    }

    /// Refuses options and parameters that were given without a value, as a script does whose
    /// variable is empty: to guess what was meant could mean another folder, or another run.
    static void refuseBlanks(CommandLine line) {
        CommandLine.Model.CommandSpec spec = line.getCommandSpec();
        Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
                .filter(arg -> arg.originalStringValues().stream().anyMatch(String::isBlank))
                .findFirst()
                .ifPresent(
                        arg -> {
                            throw new CommandLine.ParameterException(
                                    line,
                                    (arg instanceof OptionSpec option
                                                    ? option.longestName() + " was given as"
                                                    : arg.paramLabel() + " was given as")
                                            + " nothing; give a value or leave it out");
                        });
    }

    /// The message for a command that does not exist.
    static String command(String name, List<String> known, String... args) {
        if (name.startsWith("-")) {
            return Stream.of(args)
                    .filter(known::contains)
                    .findFirst()
                    .map(
                            command ->
                                    "the command comes first, then its options: `mxfail "
                                            + command
                                            + " "
                                            + Text.printable(name)
                                            + " …`")
                    .orElse("say a command, then its options; `mxfail --help` lists the commands");
        }
        return "there is no command `"
                + Text.printable(name)
                + "`; "
                + Nearest.of(name, known)
                        .map(near -> "did you mean `mxfail " + near + "`? ")
                        .orElse("")
                + "`mxfail --help` lists them";
    }

    private static String what(CommandLine.ParameterException e, String... args) {
        CommandLine line = e.getCommandLine();
        return switch (e) {
            case CommandLine.UnmatchedArgumentException unmatched ->
                    unknown(line, unmatched.getUnmatched());
            case CommandLine.MissingParameterException missing ->
                    mistyped(line, args)
                            .map(option -> unknown(line, List.of(option)))
                            .orElseGet(() -> missing(missing, args));
            default ->
                    String.valueOf(e.getMessage())
                            .replaceFirst("^Invalid value for option '([^']+)': ", "$1: ");
        };
    }

    /// An option that was mistyped is what is wrong, rather than that it is missing.
    private static Optional<String> mistyped(CommandLine line, String... args) {
        return Stream.of(args)
                .takeWhile(arg -> !arg.equals("--"))
                .filter(arg -> arg.startsWith("--"))
                .map(arg -> arg.replaceFirst("=.*", ""))
                .filter(option -> line.getCommandSpec().findOption(option) == null)
                .findFirst();
    }

    private static String unknown(CommandLine line, List<String> words) {
        String word = words.getFirst();
        if (!word.startsWith("-")) {
            return "there is nothing that `" + word + "` could mean here";
        }
        String option = word.replaceFirst("=.*", "");
        Optional<String> planned = Planned.option(option);
        if (planned.isPresent()) {
            return planned.get();
        }
        return "there is no option `"
                + option
                + "`"
                + Nearest.of(
                                option,
                                line.getCommandSpec().options().stream()
                                        .filter(o -> !o.hidden())
                                        .map(OptionSpec::longestName)
                                        .toList())
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElse("");
    }

    private static String missing(CommandLine.MissingParameterException e, String... args) {
        ArgSpec missing = e.getMissing().isEmpty() ? null : e.getMissing().getFirst();
        if (missing == null) {
            return String.valueOf(e.getMessage());
        }
        if (missing instanceof OptionSpec option && List.of(args).contains(option.longestName())) {
            return option.longestName()
                    + " needs a value ("
                    + inSentence(String.join(" ", missing.description()))
                    + ")";
        }
        String how =
                missing instanceof OptionSpec option
                        ? option.longestName() + " " + option.paramLabel()
                        : missing.paramLabel();
        return "say `" + how + "` (" + inSentence(String.join(" ", missing.description())) + ")";
    }

    private static String inSentence(String description) {
        return description.isEmpty()
                ? ""
                : Character.toLowerCase(description.charAt(0))
                        + description.substring(1).replaceFirst("\\.$", "");
    }
}
