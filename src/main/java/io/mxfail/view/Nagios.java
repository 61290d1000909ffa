package io.mxfail.view;

import io.mxfail.app.CommandFailure;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.core.propagation.VerifyReport.ServerState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reports as monitoring systems read them: one line, then `|` and performance data
/// (`'label'=value[unit];[warn];[crit];[min];[max]`), as the guidelines for Monitoring Plugins say.
public final class Nagios {
    private static final List<String> WORDS = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");

    private Nagios() {}

    /// The line of `check`.
    public static String check(CheckReport report, int exit) {
        String sites =
                report.sites().stream()
                        .map(
                                site ->
                                        site.profile()
                                                + " "
                                                + site.report().site()
                                                + " "
                                                + site.report().state().label())
                        .collect(Collectors.joining(", "));
        Optional<String> worst =
                report.findings().stream()
                        .filter(finding -> finding.severity() != Severity.OK)
                        .map(finding -> finding.id() + ": " + finding.message())
                        .findFirst();
        var data = new ArrayList<String>();
        data.add(datum("critical", count(report, Severity.CRIT), ";;1;0"));
        data.add(datum("warning", count(report, Severity.WARN), ";1;;0"));
        data.add(datum("unknown", count(report, Severity.UNKNOWN), ";;;0"));
        for (CheckReport.Site site : report.sites()) {
            latency(site)
                    .ifPresent(
                            slowest ->
                                    data.add(
                                            datum(
                                                    site.profile()
                                                            + "/"
                                                            + site.report().site()
                                                            + " latency",
                                                    seconds(slowest),
                                                    ";;;0")));
        }
        report.canaries().forEach(flown -> seen(flown).ifPresent(data::add));
        String text =
                Stream.of(
                                Stream.of(sites),
                                report.canaries().stream().map(Nagios::message),
                                worst.stream())
                        .flatMap(part -> part)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
        return line(exit, text, data);
    }

    /// What became of a test message, since it decides the exit code as well.
    private static String message(CheckReport.Flown flown) {
        CanaryReport canary = flown.canary();
        return PlanText.word(canary.way())
                + " message to "
                + canary.to()
                + " "
                + PlanText.word(canary.state())
                + (canary.detail().isEmpty() ? "" : ": " + canary.detail());
    }

    private static Optional<String> seen(CheckReport.Flown flown) {
        return flown.canary()
                .arrived()
                .map(
                        arrived ->
                                datum(
                                        flown.profile()
                                                + "/"
                                                + flown.domain().toString(true)
                                                + " "
                                                + PlanText.word(flown.canary().way()),
                                        seconds(arrived.after()),
                                        ";;;0"));
    }

    private static String count(CheckReport report, Severity severity) {
        return String.valueOf(
                report.findings().stream().map(Finding::severity).filter(severity::equals).count());
    }

    private static Optional<Duration> latency(CheckReport.Site site) {
        return site.report().hosts().stream()
                .flatMap(host -> host.addresses().stream())
                .map(AddressReport::probe)
                .map(probe -> probe.latency())
                .max(Comparator.naturalOrder());
    }

    /// The line of `status`.
    public static String status(StatusReport report, int exit) {
        var parts = new ArrayList<String>();
        var data = new ArrayList<String>();
        for (StatusReport.Domain domain : report.domains()) {
            String name = domain.subject().domain().toString(true);
            if (domain.error().isPresent()) {
                parts.add(name + " unread: " + domain.error().get());
                continue;
            }
            parts.add(
                    name
                            + " at "
                            + domain.active().site()
                            + domain.active().silent().stream()
                                    .map(silent -> ", silent " + silent.server())
                                    .collect(Collectors.joining())
                            + (domain.drift().isEmpty()
                                    ? ""
                                    : ", "
                                            + domain.drift().size()
                                            + (domain.drift().size() == 1 ? " set" : " sets")
                                            + " drifted")
                            + domain.caches()
                                    .until()
                                    .map(at -> ", old answers cached until " + Text.time(at))
                                    .orElse("")
                            + (domain.history().due().isEmpty()
                                    ? ""
                                    : ", due "
                                            + domain.history().due().stream()
                                                    .map(StatusReport.Due::task)
                                                    .collect(Collectors.joining(" "))));
            data.add(
                    datum(
                            name + " matched",
                            String.valueOf(domain.active().matched()),
                            ";;;0;" + domain.active().total()));
            data.add(datum(name + " drift", String.valueOf(domain.drift().size()), ";0;;0"));
            domain.caches()
                    .ttl()
                    .ifPresent(ttl -> data.add(datum(name + " ttl", seconds(ttl), ";;;0")));
        }
        return line(exit, String.join("; ", parts), data);
    }

    /// The line of `verify`.
    public static String verify(VerifyReport report, int exit) {
        var parts = new ArrayList<String>();
        var data = new ArrayList<String>();
        for (VerifyReport.Domain domain : report.domains()) {
            String name = domain.subject().domain().toString(true);
            parts.add(
                    name
                            + " at "
                            + (domain.subject().expected().isEmpty()
                                    ? "no site"
                                    : domain.subject().expected())
                            + " "
                            + domain.verdict().name().toLowerCase(Locale.ROOT)
                            + ", mail "
                            + PlanText.word(domain.mail().smtp()));
            long fresh =
                    domain.authoritative().stream()
                            .filter(server -> server.state() == ServerState.NEW)
                            .count();
            data.add(
                    datum(
                            name + " servers",
                            String.valueOf(fresh),
                            ";;;0;" + domain.authoritative().size()));
            if (!domain.resolvers().isEmpty()) {
                long told =
                        domain.resolvers().stream()
                                .filter(r -> r.state() == VerifyReport.ResolverState.NEW)
                                .count();
                data.add(
                        datum(
                                name + " resolvers",
                                String.valueOf(told),
                                ";;;0;" + domain.resolvers().size()));
            }
        }
        report.unread()
                .forEach(
                        unread ->
                                parts.add(
                                        unread.subject().domain().toString(true)
                                                + " unread: "
                                                + unread.why()));
        return line(exit, String.join("; ", parts), data);
    }

    /// The line of a command that could not be read.
    public static String failure(int exit, String message) {
        return line(exit, message, List.of());
    }

    /// The line of a command that failed as a whole, with the first of what is wrong: there is no
    /// room for more, and `lint` tells the rest.
    public static String failure(int exit, CommandFailure failure) {
        var parts = new ArrayList<String>(List.of(failure.message()));
        failure.problems().stream()
                .findFirst()
                .map(problem -> problem.place() + ": " + problem.message())
                .ifPresent(parts::add);
        failure.findings().stream()
                .findFirst()
                .map(finding -> finding.id() + ": " + finding.message())
                .ifPresent(parts::add);
        return line(exit, String.join(": ", parts), List.of());
    }

    private static String line(int exit, String text, List<String> data) {
        String word = exit >= 0 && exit < WORDS.size() ? WORDS.get(exit) : "UNKNOWN";
        // a bar begins the data, so none may stand before it
        String said = Text.printable(text.strip().replaceAll("\\s+", " ")).replace('|', '/');
        return "MXFAIL "
                + word
                + (said.isEmpty() ? "" : " - " + said)
                + (data.isEmpty() ? "" : " | " + String.join(" ", data))
                + "\n";
    }

    /// Labels must hold neither quote nor equals sign; profile and domain names have none.
    private static String datum(String label, String value, String limits) {
        return "'" + label.replaceAll("['=|]", "_") + "'=" + value + limits;
    }

    private static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0
                ? millis / 1000 + "s"
                : String.format(Locale.ROOT, "%.3fs", millis / 1000.0);
    }
}
