package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Switch;

import picocli.CommandLine;

import java.util.Optional;

/// Moves mail to a site.
@CommandLine.Command(
        description = "Checks, plans, asks for one confirmation, applies and verifies.",
        footer = {
            "",
            "At night:   mxfail switch --to backup",
            "In scripts: mxfail switch --to backup --from primary --yes --reason TEXT",
            HelpPage.EXITS
        })
final class SwitchCommand implements Command {
    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Option(
            names = "--to",
            required = true,
            paramLabel = "S",
            description = "The site that shall carry the mail.")
    private String to = "";

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        return changing.each(
                platform,
                "switch",
                Optional.of(to),
                (hands, request) ->
                        new Switch(hands.world(), hands.confirmation(), hands.progress())
                                .run(request, to));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
