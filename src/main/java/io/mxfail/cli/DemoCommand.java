package io.mxfail.cli;

import picocli.CommandLine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs the whole failover on an embedded lab, as an operator would see it.
@CommandLine.Command(
        description =
                "Runs check, plan, switch, verify and undo on an embedded lab: real packets on"
                        + " loopback, time runs 600 times as fast, nothing is left behind.")
final class DemoCommand implements Command {
    @Override
    public int run(Platform platform) throws IOException {
        try (Practice lab = platform.factory().lab()) {
            platform.farewell().practising(lab);
            var inside = platform.with(platform.factory().fast(lab));
            say(platform, "A company's mail runs at its primary host. The lab is on loopback:");
            lab.description().forEach(line -> platform.out().println("  " + line));
            say(platform, "Is the backup ready? Look before anything burns.");
            int exit = command(inside, lab, "check");
            if (exit > 1) {
                return exit;
            }
            say(platform, "The primary begins to reject mail: what would a switch change?");
            platform.out().println("  " + lab.command("mail primary relay-denied"));
            exit = command(inside, lab, "plan", "--to", "backup");
            if (exit != 0) {
                return exit;
            }
            say(platform, "Switch, and look until mail is seen to have moved.");
            exit =
                    command(
                            inside,
                            lab,
                            "switch",
                            "--to",
                            "backup",
                            "--from",
                            "primary",
                            "--yes",
                            "--wait",
                            "2h",
                            "--reason",
                            "the primary rejects mail");
            if (exit != 0) {
                return exit;
            }
            exit = command(inside, lab, "verify", "--expect", "backup");
            if (exit != 0) {
                return exit;
            }
            say(platform, "The primary is well again: take it back.");
            platform.out().println("  " + lab.command("mail primary ok"));
            exit = command(inside, lab, "undo", "--yes", "--wait", "2h");
            if (exit != 0) {
                return exit;
            }
            exit = command(inside, lab, "status");
            // caches of the world outside may still hold the old data for a while: status says so
            // with 1
            say(platform, "Done. Nothing was left behind. Try it yourself: mxfail lab");
            return exit > 1 ? exit : 0;
        }
    }

    private static void say(Platform platform, String line) {
        platform.out().println();
        platform.out().println("# " + line);
    }

    private static int command(Platform platform, Practice lab, String... args) {
        platform.out().println();
        platform.out().println("$ mxfail " + String.join(" ", quoted(args)));
        var all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of("--profiles", lab.profiles(), "--state", lab.state()));
        platform.out().flush();
        return new Cli(platform).run(all.toArray(String[]::new));
    }

    private static List<String> quoted(String... args) {
        return java.util.Arrays.stream(args)
                .map(arg -> arg.indexOf(' ') < 0 ? arg : '"' + arg + '"')
                .toList();
    }
}
