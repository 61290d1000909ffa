package io.mxfail.cli;

import io.mxfail.app.Acknowledge;
import io.mxfail.app.CommandFailure;
import io.mxfail.view.Json;
import io.mxfail.view.StatusText;

import picocli.CommandLine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Notes that checklist items were done.
@CommandLine.Command(
        description =
                "Notes that items of a site's checklist were done, by whom, when and why. Writes"
                        + " no DNS.")
final class AckCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Parameters(
            arity = "1..*",
            paramLabel = "SITE/ID",
            description = "An item, such as backup/suppressions; may be repeated.")
    private List<String> items = new ArrayList<>();

    @CommandLine.Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "What was done, for those who read it later.")
    private Optional<String> reason = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure {
        List<Acknowledge.Noted> noted =
                new Acknowledge(platform.factory().world(common.folder, common.state))
                        .run(common.selection(), items, reason);
        platform.out()
                .print(
                        wantsJson()
                                ? Json.acknowledged(noted, platform.version()) + "\n"
                                : StatusText.acknowledged(noted));
        return 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
