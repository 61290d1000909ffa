package io.mxfail.cli;

import io.mxfail.app.ApplyPlan;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.Switch;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.view.Json;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Carries out exactly a reviewed plan.
@CommandLine.Command(description = "Carries out exactly a reviewed plan, or refuses.")
final class ApplyCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Mixin private Agreement agreement = new Agreement();

    @CommandLine.Parameters(paramLabel = "FILE", description = "A plan written by `plan --out`.")
    private Path file = Path.of("");

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        JudgedPlan judged = Json.readPlan(file.toString(), text());
        var progress = TerminalProgress.of(platform, common);
        Switch.Done done =
                new ApplyPlan(
                                platform.factory().world(common.folder, common.state),
                                new TypedConfirmation(platform, progress),
                                progress)
                        .run(
                                agreement.request(common.selection(), "apply"),
                                judged.plan(),
                                judged.blocked());
        return Screens.done(platform, common, progress, done, agreement.yes || agreement.dryRun);
    }

    private String text() throws CommandFailure {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    "cannot read the plan file "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + ")");
        }
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
