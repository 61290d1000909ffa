package io.mxfail.view;

import io.mxfail.app.Acknowledge;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.EachProfile;
import io.mxfail.app.Exit;
import io.mxfail.app.History;
import io.mxfail.app.MakePlan;
import io.mxfail.app.PlanEach;
import io.mxfail.app.Switch;
import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.ProviderFacts;
import io.mxfail.core.profile.LintReport;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.format.AcknowledgementFormat;
import io.mxfail.format.CheckFormat;
import io.mxfail.format.ErrorFormat;
import io.mxfail.format.LintFormat;
import io.mxfail.format.OpenRunJson;
import io.mxfail.format.PlanFormat;
import io.mxfail.format.PlansFormat;
import io.mxfail.format.ProvidersFormat;
import io.mxfail.format.RunFormat;
import io.mxfail.format.Stamp;
import io.mxfail.format.StatusFormat;
import io.mxfail.format.VerifyFormat;
import io.mxfail.format.VersionFormat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports as the JSON objects of the contract.
public final class Json {
    private Json() {}

    private static Stamp stamp(String version) {
        return new Stamp(version, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private static String text(Map<String, Object> tree) {
        return io.mxfail.format.Json.pretty(tree);
    }

    public static String version(String version) {
        return text(VersionFormat.tree(stamp(version)));
    }

    public static String plan(JudgedPlan plan, String version) {
        return text(PlanFormat.tree(plan, stamp(version)));
    }

    /// A plan as it was just made, with the runs of its domains that stand half-way.
    public static String plan(MakePlan.Made made, String version) {
        Map<String, Object> tree = PlanFormat.tree(made.judged(), stamp(version));
        tree.put("openRuns", OpenRunJson.tree(made.open()));
        return text(tree);
    }

    /// The plans of several profiles: one object over all of them.
    public static String plans(List<PlanEach.End> ends, String version) {
        Stamp stamp = stamp(version);
        List<MakePlan.Made> made = ends.stream().flatMap(e -> e.made().stream()).toList();
        Map<String, Object> tree =
                PlansFormat.tree(
                        made.stream().map(MakePlan.Made::judged).toList(),
                        ends.stream()
                                .flatMap(
                                        end ->
                                                end.failure().stream()
                                                        .map(e -> error(end.profile(), e, stamp)))
                                .toList(),
                        stamp);
        tree.put(
                "openRuns",
                OpenRunJson.tree(made.stream().flatMap(m -> m.open().stream()).toList()));
        return text(tree);
    }

    public static String run(Switch.Done done, String version) {
        return text(run(done.result().report(), done.judged(), stamp(version)));
    }

    /// A run, with what was said of its plan where there was one.
    private static Map<String, Object> run(
            RunReport report, Optional<JudgedPlan> judged, Stamp stamp) {
        return judged.map(plan -> RunFormat.tree(report, plan, stamp))
                .orElseGet(() -> RunFormat.tree(report, stamp));
    }

    /// What `--dry-run` of a changing command found.
    public static String rehearsal(Switch.Done done, String version) {
        return text(RunFormat.rehearsal(done.result().report(), done.judged(), stamp(version)));
    }

    /// Several profiles' runs: one object over all of them, with each in `runs` and what failed as
    /// a whole in `errors`.
    ///
    /// @param rehearsed whether nothing but a rehearsal was asked for
    public static String runs(List<EachProfile.End> ends, boolean rehearsed, String version) {
        Stamp stamp = stamp(version);
        Map<String, Object> tree = RunFormat.tree(EachProfile.together(ends), stamp);
        if (rehearsed) {
            tree.put("dryRun", true);
        }
        tree.put(
                "runs",
                ends.stream()
                        .flatMap(
                                end ->
                                        end.report().stream()
                                                .map(
                                                        report ->
                                                                rehearsed
                                                                        ? RunFormat.rehearsal(
                                                                                report,
                                                                                end.judged(),
                                                                                stamp)
                                                                        : run(
                                                                                report,
                                                                                end.judged(),
                                                                                stamp)))
                        .toList());
        tree.put(
                "errors",
                ends.stream()
                        .flatMap(
                                end ->
                                        end.failure().stream()
                                                .map(e -> error(end.profile(), e, stamp)))
                        .toList());
        return text(tree);
    }

    private static Map<String, Object> error(String profile, CommandFailure failure, Stamp stamp) {
        Map<String, Object> tree =
                ErrorFormat.tree(
                        failure.exit().code(),
                        failure.kind(),
                        failure.message(),
                        failure.problems(),
                        failure.findings(),
                        stamp);
        tree.put("profile", profile);
        return tree;
    }

    public static String check(CheckReport report, String version) {
        return text(CheckFormat.tree(report, stamp(version)));
    }

    /// A check with what differs from the one before.
    public static String check(CheckReport report, CheckChanges changes, String version) {
        Map<String, Object> tree = CheckFormat.tree(report, stamp(version));
        tree.put("changes", CheckFormat.changes(changes));
        return text(tree);
    }

    public static String status(StatusReport report, String version) {
        return text(StatusFormat.tree(report, stamp(version)));
    }

    public static String acknowledged(List<Acknowledge.Noted> noted, String version) {
        return text(
                AcknowledgementFormat.tree(
                        noted.stream().map(Acknowledge.Noted::done).toList(),
                        noted.stream().map(Acknowledge.Noted::dueAgain).toList(),
                        stamp(version)));
    }

    public static String verify(VerifyReport report, String version) {
        return text(VerifyFormat.tree(report, stamp(version)));
    }

    public static String providers(List<ProviderFacts> providers, String version) {
        return text(ProvidersFormat.tree(providers, stamp(version)));
    }

    public static String lint(LintReport report, String version) {
        return text(LintFormat.tree(report, stamp(version)));
    }

    public static String error(int exit, CommandFailure failure, String version) {
        return text(
                ErrorFormat.tree(
                        exit,
                        failure.kind(),
                        failure.message(),
                        failure.problems(),
                        failure.findings(),
                        stamp(version)));
    }

    public static String error(int exit, String kind, String message, String version) {
        return text(ErrorFormat.tree(exit, kind, message, List.of(), stamp(version)));
    }

    /// The runs, newest first, as `mxfail.history/1`.
    public static String history(List<RunState> runs, String version) {
        Map<String, Object> tree = open("mxfail.history/1", version);
        tree.put("runs", runs.stream().map(Json::run).toList());
        return text(tree);
    }

    /// One run and its events, as `mxfail.history/1`.
    public static String events(History.One one, String version) {
        Map<String, Object> tree = open("mxfail.history/1", version);
        tree.put("runs", List.of(run(one.state())));
        tree.put(
                "events",
                one.events().stream()
                        .map(
                                event -> {
                                    Map<String, Object> line = new LinkedHashMap<>();
                                    line.put("at", event.at().toString());
                                    line.put("event", HistoryText.event(event));
                                    return line;
                                })
                        .toList());
        return text(tree);
    }

    private static Map<String, Object> open(String format, String version) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", format);
        tree.put("version", version);
        tree.put("at", stamp(version).at().toString());
        return tree;
    }

    private static Map<String, Object> run(RunState run) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run", run.run());
        tree.put("startedAt", run.started().at().toString());
        tree.put("command", run.started().header().command());
        tree.put("operator", run.started().header().operator());
        run.started().header().reason().ifPresent(reason -> tree.put("reason", reason));
        tree.put("profile", run.plan().profile());
        tree.put("to", run.plan().to());
        tree.put("outcome", HistoryText.outcome(run));
        tree.put("domains", run.plan().domains().stream().map(d -> d.domain().toString()).toList());
        run.ended().map(JournalEvent.Ended::at).ifPresent(at -> tree.put("endedAt", at.toString()));
        return tree;
    }

    /// Reads a plan file.
    ///
    /// @throws CommandFailure with every problem and its place, where the file is no whole
    ///   plan
    public static JudgedPlan readPlan(String file, String text) throws CommandFailure {
        return switch (PlanFormat.read(file, text)) {
            case PlanFormat.Reading.Whole whole -> whole.plan();
            case PlanFormat.Reading.Broken broken ->
                    throw new CommandFailure(
                            Exit.USAGE,
                            "plan-file",
                            "the plan file cannot be used; nothing changed; plan again",
                            broken.problems());
        };
    }
}
