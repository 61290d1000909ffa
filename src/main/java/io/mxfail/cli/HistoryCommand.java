package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.History;
import io.mxfail.view.HistoryText;
import io.mxfail.view.Json;

import picocli.CommandLine;

import java.util.Optional;

/// Shows the audit trail.
@CommandLine.Command(description = "Shows all runs, or one with its events.")
final class HistoryCommand implements Command {
    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Parameters(arity = "0..1", paramLabel = "RUN", description = "One run.")
    private Optional<String> run = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure {
        var history = new History(platform.factory().world(common.folder, common.state));
        if (run.isPresent()) {
            History.One one = history.one(run.get());
            platform.out()
                    .print(
                            wantsJson()
                                    ? Json.events(one, platform.version()) + "\n"
                                    : HistoryText.events(one));
        } else {
            platform.out()
                    .print(
                            wantsJson()
                                    ? Json.history(
                                                    history.of(common.selection()),
                                                    platform.version())
                                            + "\n"
                                    : HistoryText.of(history.of(common.selection())));
        }
        return 0;
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
