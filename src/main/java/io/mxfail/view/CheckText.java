package io.mxfail.view;

import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.VerifyReport.Delivery;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a check saw, and what differs from the one before.
public final class CheckText {
    private CheckText() {}

    /// Problems first; of what is well a line a site.
    ///
    /// @param verbose whether all that is well is shown too
    public static String of(CheckReport report, boolean verbose) {
        var text = new StringBuilder();
        report.findings().stream()
                .filter(f -> verbose || f.severity() != Severity.OK)
                .forEach(f -> text.append(Text.finding(f, false)));
        report.advice()
                .forEach(
                        advised ->
                                text.append(
                                        Lines.of(
                                                "advice  ",
                                                advised.profile()
                                                        + ": "
                                                        + Text.bothForms(advised.text()))));
        text.append(SiteText.of(report.sites(), verbose));
        text.append(
                new SpfLines(verbose, false)
                        .of(report.spf().stream().map(CheckReport.Costs::report).toList()));
        report.canaries()
                .forEach(
                        flown ->
                                text.append(flown.domain() + "\n" + CanaryText.of(flown.canary())));
        long fine = count(report, Severity.OK);
        text.append(
                "critical "
                        + count(report, Severity.CRIT)
                        + ", warnings "
                        + count(report, Severity.WARN)
                        + ", unknown "
                        + count(report, Severity.UNKNOWN)
                        + (fine > 0 ? ", fine " + fine : "")
                        + messages(report)
                        + "\n");
        return text.toString();
    }

    /// What differs from the check before; nothing where nothing does.
    public static String changes(CheckChanges changes) {
        var text = new StringBuilder();
        for (CheckChanges.Moved moved : changes.sites()) {
            text.append(
                    String.format(
                            "%s/%s  %s%s%n",
                            moved.profile(),
                            moved.site(),
                            moved.before().map(state -> state.label() + " -> ").orElse("new: "),
                            moved.after()
                                    .map(state -> state.label().toUpperCase(Locale.ROOT))
                                    .orElse("not checked any more")));
        }
        changes.appeared().forEach(finding -> text.append(Text.finding(finding, false)));
        changes.gone()
                .forEach(
                        finding ->
                                text.append(
                                        Lines.of(
                                                "  gone    ",
                                                finding.id()
                                                        + ": "
                                                        + Text.printable(finding.message()))));
        return text.toString();
    }

    /// Those that did not arrive: the exit code counts them, too.
    private static String messages(CheckReport report) {
        return Stream.of(Delivery.FAILED, Delivery.PENDING)
                .map(
                        state ->
                                Map.entry(
                                        state,
                                        report.canaries().stream()
                                                .filter(f -> f.canary().state() == state)
                                                .count()))
                .filter(entry -> entry.getValue() > 0)
                .map(
                        entry ->
                                ", test messages "
                                        + PlanText.word(entry.getKey())
                                        + " "
                                        + entry.getValue())
                .collect(Collectors.joining());
    }

    private static long count(CheckReport report, Severity severity) {
        return report.findings().stream().filter(f -> f.severity() == severity).count();
    }
}
