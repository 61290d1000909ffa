package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Resume;
import io.mxfail.app.Switch;

import picocli.CommandLine;

import java.util.Optional;

/// Takes an interrupted run to its target.
@CommandLine.Command(description = "Takes an interrupted run to its target.")
final class ResumeCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Mixin private Agreement agreement = new Agreement();

    @CommandLine.Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "The run; default: the newest.")
    private Optional<String> run = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        Switch.Done done =
                new Resume(
                                platform.factory().world(common.folder, common.state),
                                new TypedConfirmation(platform, progress),
                                progress)
                        .run(agreement.request(common.selection(), "resume"), run);
        return Screens.done(
                platform,
                common,
                progress,
                done,
                agreement.yes || agreement.dryRun || done.result().report().run().isEmpty());
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
