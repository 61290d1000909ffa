package io.mxfail.view;

import io.mxfail.app.EachProfile;
import io.mxfail.app.Switch;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.RunReport;

import java.util.List;
import java.util.Optional;

/// How a run ended.
public final class RunText {
    private RunText() {}

    /// One line for each profile of a change of several.
    public static String ends(List<EachProfile.End> ends) {
        var text = new StringBuilder();
        for (EachProfile.End end : ends) {
            text.append(
                    String.format(
                            "%-24s %s%n",
                            end.profile(),
                            end.report()
                                    .map(report -> String.valueOf(report.outcome()))
                                    .orElse("FAILED")));
        }
        return text.toString();
    }

    public static String of(Switch.Done done) {
        var text = new StringBuilder();
        done.result().verified().ifPresent(report -> text.append(VerificationText.of(report)));
        RunReport report = done.result().report();
        done.result()
                .stale()
                .forEach(
                        (domain, changes) ->
                                changes.forEach(
                                        (change, state) ->
                                                text.append(change.key() + "\n")
                                                        .append(
                                                                Lines.listed(
                                                                        "  planned from ",
                                                                        set(change.before())))
                                                        .append(
                                                                Lines.listed(
                                                                        "  planned to   ",
                                                                        set(change.after())))
                                                        .append(
                                                                Lines.listed(
                                                                        "  now          ",
                                                                        set(state.live())))));
        text.append(
                new Alike<RunReport.Domain>(RunReport.Domain::domain, RunText::end)
                        .of(report.domains()));
        String lead =
                report.run().map(run -> "run " + run + "  ").orElse("") + report.outcome() + ": ";
        text.append(Lines.of(lead, Text.bothForms(Text.printable(report.note().orElse(""))), 4));
        return text.toString();
    }

    private static String end(RunReport.Domain domain) {
        return Lines.of(
                String.format("%-24s %s  ", Text.domain(domain.domain()), domain.outcome()),
                Text.bothForms(Text.printable(domain.error().orElse(""))),
                4);
    }

    private static String set(Optional<RecordSet> set) {
        return set.map(s -> Text.printable(String.join(", ", s.data()))).orElse("none");
    }
}
