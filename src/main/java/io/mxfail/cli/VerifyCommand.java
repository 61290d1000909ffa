package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Verify;
import io.mxfail.app.World;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.view.Json;
import io.mxfail.view.Nagios;
import io.mxfail.view.Text;
import io.mxfail.view.VerificationText;

import picocli.CommandLine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asserts that a site is live.
@CommandLine.Command(
        description =
                "Asserts that a site is live. Exit: 0 verified, 1 pending, 2 failed, 3 nothing"
                        + " could be asked.",
        footer = {"", "Until caches forget: mxfail verify --expect backup --wait 1h"})
final class VerifyCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Option(
            names = "--expect",
            paramLabel = "S",
            description = "The site that should be live.")
    private Optional<String> expect = Optional.empty();

    @CommandLine.Option(
            names = "--wait",
            paramLabel = "D",
            converter = Agreement.DurationConverter.class,
            description = "Look again for so long.")
    private Optional<Duration> atMost = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        World world = platform.factory().world(common.folder, common.state);
        VerifyReport report = new Verify(world, progress).run(common.selection(), expect, atMost);
        Screens.clear(progress);
        int exit = Verify.exit(report);
        if (common.shown.nagios()) {
            platform.out().print(Nagios.verify(report, exit));
        } else if (wantsJson()) {
            platform.out().print(Json.verify(report, platform.version()) + "\n");
        } else {
            common.shown.print(
                    platform,
                    VerificationText.of(report)
                            + Text.sentences(Verify.next(report, world.time().clock().instant())));
        }
        return exit;
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
