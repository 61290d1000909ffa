package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Settle;
import io.mxfail.app.Switch;

import picocli.CommandLine;

import java.util.Optional;

/// Takes off what may come off after a switch.
@CommandLine.Command(
        description =
                "After a switch, when it is due: gives TTLs their long time again (24 h), and with"
                        + " `spf: {policy: active}` takes the former site out of SPF (5 d).")
final class SettleCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Mixin private Agreement agreement = new Agreement();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        var progress = TerminalProgress.of(platform, common);
        Switch.Done done =
                new Settle(
                                platform.factory().world(common.folder, common.state),
                                new TypedConfirmation(platform, progress),
                                progress)
                        .run(agreement.request(common.selection(), "settle"));
        return Screens.done(platform, common, progress, done, true);
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
