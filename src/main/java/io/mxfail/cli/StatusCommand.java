package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Status;
import io.mxfail.app.World;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.view.Json;
import io.mxfail.view.Nagios;
import io.mxfail.view.StatusText;

import picocli.CommandLine;

import java.util.List;
import java.util.Optional;

/// Says which site is active.
@CommandLine.Command(
        description =
                "Says which site is active, read from live DNS. Exit: 0 one site, 1 drift,"
                        + " propagating or a silent server, 2 mixed or unknown, 3 unread.")
final class StatusCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        World world = platform.factory().world(common.folder, common.state);
        var progress = TerminalProgress.of(platform, common);
        StatusReport report = new Status(world, progress).run(common.selection());
        Screens.clear(progress);
        int exit = Status.exit(report, world.time().clock().instant());
        if (common.shown.nagios()) {
            platform.out().print(Nagios.status(report, exit));
        } else if (wantsJson()) {
            platform.out().print(Json.status(report, platform.version()) + "\n");
        } else {
            common.shown.print(platform, StatusText.of(report));
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
