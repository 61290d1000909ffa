package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Settle;

import picocli.CommandLine;

import java.util.Optional;

/// Takes off what may come off after a switch.
@CommandLine.Command(
        description =
                "After a switch, when it is due: gives TTLs their long time again (24 h), and with"
                        + " `spf: {policy: active}` takes the former site out of SPF (5 d).",
        footer = {"", "From a timer: mxfail settle --all --yes", HelpPage.EXITS})
final class SettleCommand implements Command {
    @CommandLine.Mixin private Changing changing = new Changing();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        return changing.each(
                platform,
                "settle",
                Optional.empty(),
                (hands, request) ->
                        new Settle(hands.world(), hands.confirmation(), hands.progress())
                                .run(request));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
