package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Prepare;
import io.mxfail.app.Switch;

import picocli.CommandLine;

import java.util.Optional;

/// Does ahead of a switch what can be done ahead.
@CommandLine.Command(
        description =
                "Publishes what a switch would add and lowers the TTLs of what it would replace;"
                        + " mail stays where it is.")
final class PrepareCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Mixin private Agreement agreement = new Agreement();

    @CommandLine.Option(
            names = "--to",
            required = true,
            paramLabel = "S",
            description = "The site that mail will be switched to.")
    private String to = "";

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        Switch.Done done =
                new Prepare(
                                platform.factory().world(common.folder, common.state),
                                new TypedConfirmation(platform, progress),
                                progress)
                        .run(agreement.request(common.selection(), "prepare"), to);
        return Screens.done(platform, common, progress, done, true);
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
