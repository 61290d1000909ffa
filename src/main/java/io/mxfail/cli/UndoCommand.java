package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Undo;

import picocli.CommandLine;

import java.util.Optional;

/// Gives back the data from before a run.
@CommandLine.Command(
        description = "Gives back data and TTLs from before a run, of exactly the sets it changed.")
final class UndoCommand implements Command {
    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Mixin private PastRun past = new PastRun();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        return changing.one(
                platform,
                "undo",
                (hands, request) ->
                        new Undo(hands.world(), hands.confirmation(), hands.progress())
                                .run(request, past.run));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
