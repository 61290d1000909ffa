package io.mxfail.cli;

import io.mxfail.app.ChangeRequest;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.Exit;
import io.mxfail.app.ExportPlan;
import io.mxfail.app.MakePlan;
import io.mxfail.app.Progress;
import io.mxfail.core.plan.Mode;
import io.mxfail.view.Json;
import io.mxfail.view.PlanMarkdown;
import io.mxfail.view.PlanText;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Computes a switch and changes nothing.
@CommandLine.Command(
        description =
                "Computes a switch and changes nothing. Exit: 0 planned (10 with"
                        + " --detailed-exitcode and changes), 2 usage, 3 blocked.")
final class PlanCommand implements Command {
    private static final int CHANGES = 10;
    private static final String PLAN_FORMAT = "\"mxfail.plan/1\"";

    @CommandLine.Mixin private Common common = new Common();

    @CommandLine.Option(
            names = "--to",
            required = true,
            paramLabel = "S",
            description = "The site to switch to.")
    private String to = "";

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the plan to a file for `apply`.")
    private Optional<Path> out = Optional.empty();

    @CommandLine.Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = Agreement.ModeConverter.class,
            completionCandidates = Agreement.Modes.class,
            description = "planned, emergency or breach. Default: from the probe.")
    private Optional<Mode> mode = Optional.empty();

    @CommandLine.Option(
            names = "--accept",
            paramLabel = "ID[@DOMAIN]",
            description = "Accept a finding; needs --reason.")
    private List<String> accepted = new ArrayList<>();

    @CommandLine.Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private Optional<String> reason = Optional.empty();

    @CommandLine.Option(names = "--detailed-exitcode", description = "10 where there are changes.")
    private boolean detailed;

    @CommandLine.Option(
            names = "--export",
            paramLabel = "TOOL",
            converter = ToolConverter.class,
            description =
                    "Print the plan as commands of nsupdate, bind, aws or curl, for the hour when"
                            + " mxfail is not to be had.")
    private Optional<ExportPlan.Tool> export = Optional.empty();

    @Override
    public int run(Platform platform) throws CommandFailure, InterruptedException {
        if (export.isPresent() && (wantsJson() || !common.shown.output.equals("text"))) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "usage",
                    "--export prints commands, not "
                            + (wantsJson() ? "JSON" : common.shown.output)
                            + "; leave one of the two out (--out FILE writes the plan beside it)");
        }
        var progress = TerminalProgress.of(platform, common);
        var terms = new ChangeRequest.Terms(mode, accepted, reason);
        var world = platform.factory().world(common.folder, common.state);
        if (export.isPresent()) {
            return export(
                    platform,
                    new ExportPlan(world, progress)
                            .run(common.selection(), to, terms, export.get()),
                    progress);
        }
        MakePlan.Made made = new MakePlan(world, progress).run(common.selection(), to, terms);
        Screens.clear(progress);
        if (out.isPresent()) {
            write(out.get(), Json.plan(made.judged(), platform.version()));
        }
        if (wantsJson()) {
            platform.out().println(Json.plan(made.judged(), platform.version()));
        } else if (common.shown.output.equals("markdown")) {
            platform.out().print(PlanMarkdown.of(made.judged()));
        } else {
            common.shown.print(
                    platform, PlanText.of(made.judged(), made.sites()) + next(made) + "\n");
        }
        if (made.judged().blocked()) {
            return Exit.REFUSED.code();
        }
        return detailed && !made.judged().plan().isEmpty() ? CHANGES : 0;
    }

    @Override
    public List<String> outputs() {
        return List.of("text", "json", "markdown");
    }

    /// A blocked plan is shown, not exported: nobody reads findings in a script.
    private int export(Platform platform, ExportPlan.Exported exported, Progress progress)
            throws CommandFailure {
        Screens.clear(progress);
        MakePlan.Made made = exported.made();
        if (out.isPresent()) {
            write(out.get(), Json.plan(made.judged(), platform.version()));
        }
        if (made.judged().blocked()) {
            platform.err().print(PlanText.of(made.judged(), made.sites()));
            platform.err().println(next(made));
            return Exit.REFUSED.code();
        }
        platform.out().print(exported.text());
        return detailed && !made.judged().plan().isEmpty() ? CHANGES : 0;
    }

    /// The tools by the names that operators type.
    static final class ToolConverter implements CommandLine.ITypeConverter<ExportPlan.Tool> {
        @Override
        public ExportPlan.Tool convert(String value) {
            for (ExportPlan.Tool tool : ExportPlan.Tool.values()) {
                if (tool.word().equals(value)) {
                    return tool;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "`" + value + "` is none of nsupdate, bind, aws, curl");
        }
    }

    private String next(MakePlan.Made made) {
        if (made.judged().blocked()) {
            return "Next: mend what blocks, or accept it by id; then plan again";
        }
        if (made.judged().plan().isEmpty()) {
            return "Nothing to do: the goal stands already";
        }
        return out.map(file -> "Next: mxfail apply " + file)
                .orElse("Next: mxfail switch --to " + to + " -p " + made.judged().plan().profile());
    }

    private static void write(Path file, String json) throws CommandFailure {
        try {
            if (Files.isRegularFile(file)
                    && Files.size(file) > 0
                    && !Files.readString(file).contains(PLAN_FORMAT)) {
                throw new CommandFailure(
                        Exit.USAGE,
                        "file",
                        Text.printable(file.toString())
                                + " exists and is no plan; name a new file with --out");
            }
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "file",
                    "cannot write the plan to %s: %s"
                            .formatted(Text.printable(file.toString()), FileTrouble.of(e)));
        }
    }

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
