package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Switch;

import picocli.CommandLine;

import java.util.Optional;

/// Moves mail to a site.
@CommandLine.Command(
        description = "Checks, plans, asks for one confirmation, applies and verifies.")
final class SwitchCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Mixin private Agreement agreement = new Agreement();

    @CommandLine.Option(
            names = "--to",
            required = true,
            paramLabel = "S",
            description = "The site that shall carry the mail.")
    private String to = "";

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        Switch.Done done =
                new Switch(
                                platform.factory().world(common.folder, common.state),
                                new TypedConfirmation(platform, progress),
                                progress)
                        .run(agreement.request(common.selection(), "switch"), to);
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
