package io.mxfail.cli;

import io.mxfail.app.Lint;
import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.Problem;
import io.mxfail.view.Json;
import io.mxfail.view.LintText;

import picocli.CommandLine;

import java.util.Optional;

/// Checks profiles without the network.
@CommandLine.Command(
        description = "Checks profiles without the network. Exit: 0 clean, 1 warnings, 2 errors.")
final class LintCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @Override
    public int run(Platform platform) {
        LintReport report =
                new Lint(platform.factory().world(common.folder, common.state))
                        .run(common.profiles);
        if (wantsJson()) {
            platform.out().print(Json.lint(report, platform.version()) + "\n");
        } else {
            common.shown.print(platform, LintText.of(report));
        }
        if (report.count(Problem.Severity.ERROR) > 0) {
            return 2;
        }
        if (report.profiles().isEmpty()) {
            return 2;
        }
        return report.count(Problem.Severity.WARNING) > 0 ? 1 : 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
