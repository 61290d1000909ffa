package io.mxfail.cli;

import io.mxfail.app.ApplyPlan;
import io.mxfail.app.CommandFailure;
import io.mxfail.core.guard.JudgedPlan;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.Optional;

/// Carries out exactly a reviewed plan.
@CommandLine.Command(
        description = "Carries out exactly a reviewed plan, or refuses.",
        footer = {
            "",
            "After a review of `mxfail plan --to backup --out plan.json`:",
            "mxfail apply plan.json",
            HelpPage.EXITS
        })
final class ApplyCommand implements Command {
    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Parameters(paramLabel = "FILE", description = "A plan written by `plan --out`.")
    private Path file = Path.of("");

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        JudgedPlan judged = PlanFile.read(file);
        return changing.one(
                platform,
                "apply",
                (hands, request) ->
                        new ApplyPlan(hands.world(), hands.confirmation(), hands.progress())
                                .run(request, judged.plan(), judged.blocked()));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
