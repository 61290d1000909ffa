package io.mxfail.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The page of `--help`: what a command does, its own options, those of most commands, and how it
/// is called and ends.
final class HelpPage {
    /// How commands that change something end; the contract's table in short.
    static final String EXITS =
            """

            Exit: 0 the goal was seen, or there was nothing to do
                  2 usage or profile, 3 refused or failed, 6 another run holds the lock,
                    7 the zone has moved, 8 cancelled: nothing changed
                  4 partly changed or in doubt: mxfail resume, or mxfail undo
                  5 changed, not verified yet: mxfail verify
                  1 unexpected error\
            """;

    private HelpPage() {}

    static void print(CommandLine line, PrintStream out) {
        Set<String> common = common();
        Predicate<OptionSpec> shared = option -> common.contains(option.longestName());
        line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
        line.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help -> options(help, shared.negate()) + rest(options(help, shared)));
        line.usage(out, Help.Ansi.OFF);
    }

    private static String options(Help help, Predicate<OptionSpec> which) {
        List<OptionSpec> options = help.commandSpec().options().stream().filter(which).toList();
        return options.isEmpty() ? "" : help.optionListExcludingGroups(options);
    }

    private static String rest(String options) {
        return options.isEmpty() ? "" : System.lineSeparator() + options;
    }

    private static Set<String> common() {
        var names = new HashSet<>(List.of("--help", "--version"));
        CommandSpec.forAnnotatedObject(new Common())
                .options()
                .forEach(option -> names.add(option.longestName()));
        return names;
    }
}
