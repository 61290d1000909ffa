package io.mxfail.cli;

import io.mxfail.app.ChangeRequest;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.EachProfile;
import io.mxfail.app.Exit;
import io.mxfail.app.ExportPlan;
import io.mxfail.app.MakePlan;
import io.mxfail.app.PlanEach;
import io.mxfail.app.Progress;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.profile.NameList;
import io.mxfail.view.Json;
import io.mxfail.view.OpenRunText;
import io.mxfail.view.PlanMarkdown;
import io.mxfail.view.PlanText;
import io.mxfail.view.PlansText;
import io.mxfail.view.Text;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Computes a switch and changes nothing.
@CommandLine.Command(
        description =
                "Computes a switch and changes nothing. Exit: 0 planned (10 with"
                        + " --detailed-exitcode and changes), 2 usage, 3 blocked.",
        footer = {"", "For a review: mxfail plan --to backup --out plan.json --output markdown"})
final class PlanCommand implements Command {
    private static final int CHANGES = 10;

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
            description = "Write the plan to a file for `apply`; to a folder, one file a profile.")
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
        List<EachProfile.One> profiles =
                new PlanEach(world, progress).profiles(common.selection(), to, terms);
        if (export.isEmpty() || profiles.size() == 1) {
            check(profiles);
        }
        if (export.isPresent()) {
            return export(
                    platform,
                    new ExportPlan(world, progress).run(only(profiles), to, terms, export.get()),
                    progress);
        }
        if (profiles.size() > 1 || (wantsJson() && common.selection().isForSeveral())) {
            List<PlanEach.End> ends = new PlanEach(world, progress).run(profiles, to, terms);
            Screens.clear(progress);
            return several(platform, ends);
        }
        MakePlan.Made made = new MakePlan(world, progress).run(profiles.getFirst(), to, terms);
        Screens.clear(progress);
        write(platform, made);
        if (wantsJson()) {
            platform.out().println(Json.plan(made, platform.version()));
        } else if (common.shown.output.equals("markdown")) {
            platform.out().print(PlanMarkdown.of(made));
        } else {
            common.shown.print(
                    platform,
                    PlanText.of(made.judged(), made.sites(), common.shown.verbose)
                            + OpenRunText.of(made.open())
                            + next().after(made)
                            + "\n");
        }
        if (made.judged().blocked()) {
            return Exit.REFUSED.code();
        }
        return detailed && !made.judged().plan().isEmpty() ? CHANGES : 0;
    }

    private PlanNext next() {
        return new PlanNext(to, common.profiles, common.domains, out);
    }

    private void check(List<EachProfile.One> profiles) throws CommandFailure {
        if (out.isPresent()) {
            new PlanOut(out.get())
                    .check(
                            profiles.stream().map(EachProfile.One::name).toList(),
                            profiles.size() > 1 || common.selection().isForSeveral());
        }
    }

    private void write(Platform platform, MakePlan.Made made) throws CommandFailure {
        if (out.isPresent()) {
            new PlanOut(out.get())
                    .write(
                            made.judged().plan().profile(),
                            Json.plan(made.judged(), platform.version()));
        }
    }

    /// The commands of several accounts in one script would be run with one account's credentials.
    private static EachProfile.One only(List<EachProfile.One> profiles) throws CommandFailure {
        if (profiles.size() > 1) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "usage",
                    "--export prints the commands of one profile; name it with -p: "
                            + NameList.of(profiles.stream().map(EachProfile.One::name).toList()));
        }
        return profiles.getFirst();
    }

    private int several(Platform platform, List<PlanEach.End> ends) throws CommandFailure {
        for (PlanEach.End end : ends) {
            if (end.made().isPresent()) {
                write(platform, end.made().get());
            }
        }
        if (wantsJson()) {
            platform.out().print(Json.plans(ends, platform.version()));
        } else if (common.shown.output.equals("markdown")) {
            ends.forEach(
                    end -> {
                        end.made().ifPresent(made -> platform.out().println(PlanMarkdown.of(made)));
                        end.failure()
                                .ifPresent(
                                        e ->
                                                platform.err()
                                                        .print(
                                                                "# "
                                                                        + end.profile()
                                                                        + "\n"
                                                                        + Text.failure(e)));
                    });
        } else {
            common.shown.print(
                    platform,
                    PlansText.of(ends, common.shown.verbose)
                            + "\n"
                            + PlansText.summary(ends)
                            + next().after(ends)
                            + "\n");
        }
        Exit exit = PlanEach.exit(ends);
        return exit == Exit.DONE && detailed && ends.stream().anyMatch(PlanEach.End::changes)
                ? CHANGES
                : exit.code();
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
        write(platform, made);
        if (made.judged().blocked()) {
            platform.err().print(PlanText.of(made.judged(), made.sites()));
            platform.err().println(next().after(made));
            return Exit.REFUSED.code();
        }
        platform.err().print(OpenRunText.of(made.open()));
        platform.out().print(exported.text());
        if (!exported.leftOut().isEmpty()) {
            platform.err()
                    .print(
                            Text.message(
                                    "half a plan: these are commands for some of the providers; the"
                                            + " others are written by: "
                                            + String.join(", ", exported.leftOut())
                                            + "; carry out all of them or none, else name servers"
                                            + " disagree about where mail goes"));
            return Exit.REFUSED.code();
        }
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

    @Override
    public Optional<Shown> shown() {
        return Optional.of(common.shown);
    }
}
