package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Resume;

import picocli.CommandLine;

import java.util.Optional;

/// Takes an interrupted run to its target.
@CommandLine.Command(
        description = "Takes an interrupted run to its target.",
        footer = {
            "",
            "After exit 4: mxfail resume, or back to where it began: mxfail undo",
            HelpPage.EXITS
        })
final class ResumeCommand implements Command {
    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Mixin private PastRun past = new PastRun();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        return changing.one(
                platform,
                "resume",
                (hands, request) ->
                        new Resume(hands.world(), hands.confirmation(), hands.progress())
                                .run(request, past.run));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
