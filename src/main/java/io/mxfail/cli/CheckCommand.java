package io.mxfail.cli;

import io.mxfail.app.Check;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.LastCheck;
import io.mxfail.app.SavedCheck;
import io.mxfail.app.World;
import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.view.CheckText;
import io.mxfail.view.Json;
import io.mxfail.view.Nagios;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Probes every site.
@CommandLine.Command(
        description =
                "Probes DNS and mail hosts of every site. Exit: 0 OK, 1 WARNING, 2 CRITICAL, 3"
                        + " UNKNOWN.",
        footer = {"", "All of it: mxfail check -v. For a monitoring system: --output nagios"})
final class CheckCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Option(names = "--site", paramLabel = "S", description = "Only this site.")
    private Optional<String> site = Optional.empty();

    @CommandLine.Option(
            names = "--wait",
            paramLabel = "D",
            converter = Agreement.DurationConverter.class,
            description =
                    "Ask hosts that greylist a second time after their delay, if that fits into so"
                            + " long.")
    private Duration wait = Duration.ZERO;

    @CommandLine.Option(
            names = "--changes",
            description =
                    "Only what differs from the last check with --changes; nothing where nothing"
                            + " does.")
    private boolean changes;

    @CommandLine.Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Also keep what was observed in a new file, for --replay.")
    private Optional<Path> save = Optional.empty();

    @CommandLine.Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Judge a saved check again, by the rules and profiles of today; asks nobody.")
    private Optional<Path> replay = Optional.empty();

    @CommandLine.Option(
            names = "--send",
            description =
                    "Also send the test messages of `verify` and wait for them; without it nothing"
                            + " is ever sent.")
    private boolean send;

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        if (replay.isPresent()) {
            return replayed(platform, replay.get());
        }
        if (save.isPresent()) {
            CheckFile.check(save.get());
        }
        var progress = TerminalProgress.of(platform, common);
        World world =
                Check.patient(
                        platform.factory().world(common.folder, common.state), wait, progress);
        CheckReport report;
        if (save.isPresent()) {
            var question = new SavedCheck.Question(common.selection(), site, send);
            SavedCheck.Kept kept = SavedCheck.make(world, progress, question, platform.version());
            report = kept.report();
            CheckFile.write(save.get(), kept.text());
        } else {
            report = new Check(world, progress).run(common.selection(), site, send);
        }
        Screens.clear(progress);
        if (changes && !common.shown.nagios()) {
            CheckChanges differs =
                    new LastCheck(world)
                            .compare(common.selection(), site, report, platform.version());
            if (wantsJson()) {
                platform.out().print(Json.check(report, differs, platform.version()) + "\n");
            } else {
                common.shown.print(platform, CheckText.changes(differs));
            }
            return Check.exit(report);
        }
        return shown(platform, report);
    }

    private int shown(Platform platform, CheckReport report) {
        int exit = Check.exit(report);
        if (common.shown.nagios()) {
            platform.out().print(Nagios.check(report, exit));
        } else if (wantsJson()) {
            platform.out().print(Json.check(report, platform.version()) + "\n");
        } else {
            common.shown.print(platform, CheckText.of(report, common.shown.verbose));
        }
        return exit;
    }

    private int replayed(Platform platform, Path file) throws CommandFailure, InterruptedException {
        if (changes || send || save.isPresent() || site.isPresent() || !wait.isZero()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "usage",
                    "--replay judges a saved check as a whole: leave out --changes, --save,"
                            + " --send, --site and --wait");
        }
        SavedCheck saved = CheckFile.read(file);
        World world = platform.factory().world(common.folder, common.state);
        Optional<CheckReport> again =
                saved.again(world, TerminalProgress.of(platform, common), common.selection());
        if (!common.shown.quiet) {
            platform.err()
                    .println(
                            "check of "
                                    + saved.at()
                                    + ", saved by mxfail "
                                    + Text.printable(saved.version())
                                    + (again.isPresent()
                                            ? ", judged again"
                                            : "; what it was judged on was not kept, so that it is"
                                                    + " shown as it was judged then"));
        }
        return shown(platform, again.orElse(saved.report()));
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }

    @Override
    public List<String> outputs() {
        return List.of("text", "json", "nagios");
    }

    @Override
    public int failure(int exit) {
        return 3;
    }
}
