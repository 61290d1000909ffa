package io.mxfail.view;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.JudgedPlan;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Hazard;

import java.util.Optional;

/// A plan as markdown, for a change review.
public final class PlanMarkdown {
    private PlanMarkdown() {}

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
                            + domain.domain()
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
