package io.mxfail.cli;

import io.mxfail.app.Check;
import io.mxfail.app.CommandFailure;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.view.Json;
import io.mxfail.view.Text;

import picocli.CommandLine;

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
        platform.out()
                .print(
                        wantsJson()
                                ? Json.check(report, platform.version()) + "\n"
                                : Text.check(report, common.shown.verbose));
        return Check.exit(report);
    }

    @Override
    public boolean wantsJson() {
        return common.wantsJson();
    }

    @Override
    public int failure(int exit) {
        return 3;
    }
}
