package io.mxfail.view;

import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.RecipientResult;

import java.util.Locale;
import java.util.stream.Collectors;

/// What a check saw, and what differs from the one before.
public final class CheckText {
    private CheckText() {}

    public static String of(CheckReport report, boolean verbose) {
        var text = new StringBuilder();
        for (CheckReport.Site site : report.sites()) {
            text.append(
                    String.format(
                            "%s/%s  %s%n",
                            site.profile(),
                            site.report().site(),
                            site.report().state().label().toUpperCase(Locale.ROOT)));
            for (HostReport host : site.report().hosts()) {
                for (AddressReport address : host.addresses()) {
                    text.append(
                            String.format(
                                    "  %-30s %-22s %-11s %4d ms%n",
                                    host.host().toString(true),
                                    address.probe().endpoint(),
                                    address.state().label(),
                                    address.probe().latency().toMillis()));
                }
                if (host.addresses().isEmpty()) {
                    text.append(String.format("  %-30s no address%n", host.host().toString(true)));
                }
            }
            site.relays().forEach(relay -> text.append(RelayText.of(relay)));
            for (DomainReport domain : site.report().domains()) {
                text.append(
                        Lines.of(
                                "  " + domain.domain() + "  ",
                                domain.recipients().stream()
                                        .map(CheckText::recipient)
                                        .collect(Collectors.joining(", "))));
            }
        }
        report.advice()
                .forEach(
                        advised ->
                                text.append(
                                        Lines.of(
                                                "advice  ",
                                                advised.profile() + ": " + advised.text())));
        long fine = report.findings().stream().filter(f -> f.severity() == Severity.OK).count();
        report.findings().stream()
                .filter(f -> verbose || f.severity() != Severity.OK)
                .forEach(f -> text.append(Text.finding(f, false)));
        report.canaries()
                .forEach(
                        flown ->
                                text.append(flown.domain() + "\n" + CanaryText.of(flown.canary())));
        long critical = count(report, Severity.CRIT);
        long warnings = count(report, Severity.WARN);
        long unknown = count(report, Severity.UNKNOWN);
        text.append(
                "critical "
                        + critical
                        + ", warnings "
                        + warnings
                        + ", unknown "
                        + unknown
                        + (fine > 0 ? ", fine " + fine : "")
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

    /// An address and the code it was answered with, or that nobody could be asked.
    private static String recipient(RecipientResult result) {
        int code = result.reply().code();
        return Text.printable(result.recipient().address())
                + " "
                + (code == 0 ? "not asked" : code);
    }

    private static long count(CheckReport report, Severity severity) {
        return report.findings().stream().filter(f -> f.severity() == severity).count();
    }
}
