package io.mxfail.cli;

import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.Undo;
import io.mxfail.core.plan.Plan;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Gives back the data from before a run.
@CommandLine.Command(
        description = "Gives back data and TTLs from before a run, of exactly the sets it changed.",
        footer = {
            "",
            "Take back what was done last: mxfail undo",
            "An older run, by its id of `mxfail history`: mxfail undo RUN",
            HelpPage.EXITS
        })
final class UndoCommand implements Command {
    /// A run's id or the beginning of it; a plan file of such a name is `./NAME`.
    private static final Pattern RUN =
            Pattern.compile("\\d{1,8}|\\d{8}T\\d{0,6}|\\d{8}T\\d{6}Z(-[0-9a-f]{0,6})?");

    @CommandLine.Mixin private Changing changing = new Changing();

    @CommandLine.Parameters(
            arity = "0..1",
            paramLabel = "RUN|PLAN-FILE",
            description = {
                "The run, or the plan that it applied.",
                "Default: the newest run that changed these domains.",
                "Where that is an undo itself, --yes needs RUN."
            })
    private Optional<String> past = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        Optional<Plan> plan = plan();
        return changing.one(
                platform,
                "undo",
                (hands, request) -> {
                    var undo = new Undo(hands.world(), hands.confirmation(), hands.progress());
                    return plan.isPresent()
                            ? undo.ofPlan(request, plan.get())
                            : undo.run(request, past);
                });
    }

    /// The plan that was named by its file; empty: a run was named, or nothing.
    private Optional<Plan> plan() throws CommandFailure {
        if (past.isEmpty() || RUN.matcher(past.get()).matches()) {
            return Optional.empty();
        }
        String name = past.get();
        try {
            Path file = Path.of(name);
            if (Files.exists(file)) {
                return Optional.of(PlanFile.read(file).plan());
            }
        } catch (InvalidPathException _) {
            // then it is the name of no file either
        }
        throw new CommandFailure(
                Exit.USAGE,
                "usage",
                "there is neither a run nor a plan file `%s`; nothing changed; `mxfail history` lists the runs"
                        .formatted(Text.printable(name)));
    }

    @Override
    public Optional<Shown> shown() {
        return changing.shown();
    }
}
