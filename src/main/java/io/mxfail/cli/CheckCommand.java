package io.mxfail.cli;

import io.mxfail.app.Check;
import io.mxfail.app.CommandFailure;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.view.Json;
import io.mxfail.view.Nagios;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.util.List;
import java.util.Optional;

/// Probes every site.
@CommandLine.Command(
        description =
                "Probes DNS and mail hosts of every site. Exit: 0 OK, 1 WARNING, 2 CRITICAL, 3"
                        + " UNKNOWN.")
final class CheckCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Option(names = "--site", paramLabel = "S", description = "Only this site.")
    private Optional<String> site = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        CheckReport report =
                new Check(platform.factory().world(common.folder, common.state), progress)
                        .run(common.selection(), site);
        Screens.clear(progress);
        int exit = Check.exit(report);
        if (common.shown.nagios()) {
            platform.out().print(Nagios.check(report, exit));
        } else if (wantsJson()) {
            platform.out().print(Json.check(report, platform.version()) + "\n");
        } else {
            common.shown.print(platform, Text.check(report, common.shown.verbose));
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
