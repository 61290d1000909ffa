package io.mxfail.cli;

import io.mxfail.view.PracticeJson;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the demo plays: before people, or recorded for a program.
sealed interface Stage {
    /// Says what comes.
    void say(String line);

    /// Shows a line of the lab.
    void show(String line);

    /// Lets something happen in the lab.
    void happen(String command);

    /// Types a command of mxfail, and returns its exit code.
    int type(String... args);

    /// The play is over.
    ///
    /// @return its exit code
    int end(int exit);

    /// A command line as an operator types it.
    private static String typed(String... args) {
        return "mxfail "
                + Stream.of(args)
                        .map(arg -> arg.indexOf(' ') < 0 ? arg : '"' + arg + '"')
                        .collect(Collectors.joining(" "));
    }

    /// Runs a command line with the lab's folders and what was asked of the demo itself.
    private static int run(Platform platform, Practice lab, List<String> more, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of("--profiles", lab.profiles(), "--state", lab.state()));
        all.addAll(more);
        return new Cli(platform).run(all.toArray(String[]::new));
    }

    private static List<String> passedOn(Shown shown) {
        var words = new ArrayList<>(List.of("--color", shown.color));
        if (shown.quiet) {
            words.add("--quiet");
        }
        if (shown.verbose) {
            words.add("--verbose");
        }
        return words;
    }

    /// Before people.
    record Told(Platform platform, Practice lab, Shown shown) implements Stage {
        @Override
        public void say(String line) {
            platform.out().println("\n# " + line);
        }

        @Override
        public void show(String line) {
            platform.out().println("  " + line);
        }

        @Override
        public void happen(String command) {
            show(lab.command(command).text());
        }

        @Override
        public int type(String... args) {
            platform.out().println("\n$ " + typed(args));
            platform.out().flush();
            return run(platform, lab, passedOn(shown), args);
        }

        @Override
        public int end(int exit) {
            return exit;
        }
    }

    /// For a program.
    final class Recorded implements Stage {
        private final Platform platform;
        private final Practice lab;
        private final Shown shown;
        private final PracticeJson.Demo demo = new PracticeJson.Demo();

        Recorded(Platform platform, Practice lab, Shown shown) {
            this.platform = platform;
            this.lab = lab;
            this.shown = shown;
        }

        @Override
        public void say(String line) {
            // words are for people
        }

        @Override
        public void show(String line) {
            // words are for people
        }

        @Override
        public void happen(String command) {
            demo.happened(command, lab.command(command).text());
        }

        @Override
        public int type(String... args) {
            var printed = new ByteArrayOutputStream();
            var more = new ArrayList<>(passedOn(shown));
            more.add("--json");
            int exit =
                    run(
                            platform.printing(
                                    new PrintStream(printed, true, StandardCharsets.UTF_8)),
                            lab,
                            more,
                            args);
            demo.typed(typed(args), exit, printed.toString(StandardCharsets.UTF_8));
            return exit;
        }

        @Override
        public int end(int exit) {
            platform.out().print(demo.text(exit, platform.version()));
            return exit;
        }
    }
}
