package io.mxfail.cli;

import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.ProfileSource;
import io.mxfail.view.Json;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.util.List;

/// Checks profiles without the network.
@CommandLine.Command(
        description = "Checks profiles without the network. Exit: 0 clean, 1 warnings, 2 errors.")
final class LintCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @Override
    public int run(Platform platform) {
        ProfileSource.Loaded loaded =
                platform.factory()
                        .world(common.folder, common.state)
                        .profiles()
                        .load(common.profiles);
        List<String> names = loaded.profiles().stream().map(Profile::name).toList();
        var report = new LintReport(loaded.folder(), names, loaded.problems());
        platform.out()
                .print(
                        wantsJson()
                                ? Json.lint(report, platform.version()) + "\n"
                                : Text.lint(report));
        if (report.count(Problem.Severity.ERROR) > 0) {
            return 2;
        }
        if (names.isEmpty()) {
            return 2;
        }
        return report.count(Problem.Severity.WARNING) > 0 ? 1 : 0;
    }

    @Override
    public boolean wantsJson() {
        return common.wantsJson();
    }
}
