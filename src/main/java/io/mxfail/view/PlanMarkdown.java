package io.mxfail.view;

import io.mxfail.app.MakePlan;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Passage;
import io.mxfail.core.plan.Waypoint;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A plan as markdown, for a change review.
public final class PlanMarkdown {
    private PlanMarkdown() {}

    /// A plan as it was just made, with the runs of its domains that stand half-way.
    public static String of(MakePlan.Made made) {
        return of(made.judged()) + OpenRunText.markdown(made.open());
    }

    public static String of(JudgedPlan judged) {
        var text = new StringBuilder();
        text.append("# Switch " + judged.plan().profile() + " to " + judged.plan().to() + "\n\n");
        text.append(
                "Plan `"
                        + judged.plan().id()
                        + "`, mode "
                        + PlanText.word(judged.plan().mode())
                        + ".\n");
        for (DomainPlan domain : judged.plan().domains()) {
            text.append(
                    "\n## "
                            + Text.domain(domain.domain())
                            + "\n\nNow at "
                            + domain.from()
                            + "; zone `"
                            + domain.zone()
                            + "`.\n\n");
            text.append("| class | set | before | after |\n|---|---|---|---|\n");
            for (Change change : domain.changes()) {
                text.append(
                        "| "
                                + PlanText.word(change.kind())
                                + " | "
                                + change.key()
                                + " | "
                                + cell(change.before())
                                + " | "
                                + cell(change.after())
                                + " |\n");
            }
        }
        way(text, judged.passage());
        if (!judged.advice().isEmpty()) {
            text.append("\n## Advice\n\n");
            judged.advice().forEach(line -> text.append("- " + escaped(line) + "\n"));
        }
        text.append("\n## Findings\n\n");
        for (Finding finding : judged.findings()) {
            text.append(
                    "- "
                            + PlanText.word(finding.severity())
                            + " `"
                            + finding.id()
                            + "` "
                            + escaped(finding.message())
                            + (judged.blockers().contains(finding) ? " **blocks**" : "")
                            + "\n");
        }
        if (judged.findings().isEmpty()) {
            text.append("None.\n");
        }
        text.append("\n## While caches hold the former data\n\n");
        for (Hazard hazard : judged.hazards()) {
            text.append("- `" + hazard.id() + "` " + escaped(PlanText.sentence(hazard)) + "\n");
        }
        if (judged.hazards().isEmpty()) {
            text.append("Nothing goes otherwise.\n");
        }
        return text.toString();
    }

    private static void way(StringBuilder text, Passage passage) {
        Map<Name, List<Waypoint>> zones = passage.byZone();
        if (zones.isEmpty()) {
            return;
        }
        text.append("\n## On the way\n");
        if (zones.size() > 1) {
            text.append("\n" + PassageText.together(zones.values()) + ".\n");
        }
        zones.forEach(
                (zone, waypoints) -> {
                    if (zones.size() > 1 && waypoints.size() == 1) {
                        return;
                    }
                    text.append("\nZone `" + zone + "`: ");
                    if (waypoints.size() == 1) {
                        text.append(PassageText.atOnce() + ".\n");
                        return;
                    }
                    text.append(waypoints.size() + " writes.\n\n");
                    text.append("| | written | mail then | stopping here |\n|---|---|---|---|\n");
                    waypoints.forEach(waypoint -> text.append(row(waypoint, waypoints)));
                });
    }

    private static String row(Waypoint waypoint, List<Waypoint> all) {
        boolean several = waypoint.domains().size() > 1;
        return "| "
                + waypoint.place().number()
                + " | "
                + escaped(PassageText.what(waypoint, all))
                + " | "
                + cell(waypoint, several, Waypoint.Sight::mail)
                + " | "
                + (waypoint.safe() ? "" : "**not safe** ")
                + cell(waypoint, several, Waypoint.Sight::stop)
                + " |\n";
    }

    private static String cell(
            Waypoint waypoint, boolean several, Function<Waypoint.Sight, String> which) {
        return String.join(
                "<br>",
                waypoint.domains().stream()
                        .map(s -> escaped((several ? s.domain() + ": " : "") + which.apply(s)))
                        .toList());
    }

    private static String cell(Optional<RecordSet> set) {
        return set.map(
                        s ->
                                escaped(
                                                String.join(
                                                        "<br>",
                                                        s.data().stream()
                                                                .map(
                                                                        d ->
                                                                                "`"
                                                                                        + Text
                                                                                                .printable(
                                                                                                        d)
                                                                                                .replace(
                                                                                                        "`",
                                                                                                        "'")
                                                                                        + "`")
                                                                .toList()))
                                        + " ttl "
                                        + s.ttl())
                .orElse("none");
    }

    private static String escaped(String text) {
        return Text.printable(text).replace("|", "\\|");
    }
}
