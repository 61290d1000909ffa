package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Prepare;

import picocli.CommandLine;

import java.util.Optional;

/// Does ahead of a switch what can be done ahead.
@CommandLine.Command(
        description =
                "Publishes what a switch would add and lowers the TTLs of what it would replace;"
                        + " mail stays where it is.",
        footer = {"", "A TTL before a planned switch: mxfail prepare --to backup", HelpPage.EXITS})
final class PrepareCommand implements Command {
    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Option(
            names = "--to",
            required = true,
            paramLabel = "S",
            description = "The site that mail will be switched to.")
    private String to = "";

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        return changing.each(
                platform,
                "prepare",
                Optional.of(to),
                (hands, request) ->
                        new Prepare(hands.world(), hands.confirmation(), hands.progress())
                                .run(request, to));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
