package io.mxfail.view;

import io.mxfail.app.Acknowledge;
import io.mxfail.app.CommandFailure;
import io.mxfail.app.EachProfile;
import io.mxfail.app.History;
import io.mxfail.app.Switch;
import io.mxfail.core.guard.CheckChanges;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunReport;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.profile.LintReport;
import io.mxfail.core.profile.Problem;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Reports as calm text for people, at most about 80 columns where the data allows.
public final class Text {
    private static final String NEXT = "Next: ";

    private Text() {}

    /// Text without control characters, which a server could use to play with the terminal.
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static String span(Duration span) {
        long seconds = span.toSeconds();
        if (seconds >= 7200) {
            return seconds / 3600 + " h";
        }
        return seconds >= 120 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// A step of progress, for stderr.
    public static String step(String line) {
        return Lines.of("  ", printable(line), 4);
    }

    /// What went wrong, in a sentence for stderr.
    public static String message(String message) {
        return Lines.of("mxfail: ", printable(message));
    }

    /// A failure with all its problems, for stderr.
    public static String failure(CommandFailure failure) {
        var text = new StringBuilder(message(failure.message()));
        failure.problems().forEach(problem -> text.append(problem(problem)));
        failure.findings().forEach(finding -> text.append(finding(finding, true)));
        return text.toString();
    }

    private static String problem(Problem problem) {
        String label = problem.severity() == Problem.Severity.ERROR ? "error" : "warning";
        return problem.place()
                + ": "
                + label
                + ": "
                + printable(problem.message())
                + "\n"
                + problem.fix().map(fix -> Lines.of("    fix: ", printable(fix))).orElse("");
    }

    public static String lint(LintReport report) {
        var text = new StringBuilder();
        report.problems().forEach(problem -> text.append(problem(problem)));
        if (report.profiles().isEmpty() && report.problems().isEmpty()) {
            text.append("no profile in " + report.folder() + "\n");
        }
        text.append(
                report.folder()
                        + ": "
                        + (report.profiles().isEmpty()
                                ? "none usable"
                                : report.profiles().size()
                                        + " usable ("
                                        + String.join(", ", report.profiles())
                                        + ")")
                        + ", "
                        + counted(report.count(Problem.Severity.ERROR), "error")
                        + ", "
                        + counted(report.count(Problem.Severity.WARNING), "warning")
                        + "\n");
        return text.toString();
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static String finding(Finding finding, boolean blocks) {
        return Lines.of(
                        String.format("  %-7s ", blocks ? "BLOCKS" : finding.severity().name()),
                        finding.id() + ": " + printable(finding.message()))
                + (finding.fix().isEmpty()
                        ? ""
                        : Lines.of("          fix: ", printable(finding.fix())));
    }

    public static String check(CheckReport report, boolean verbose) {
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
                                        .map(Text::recipient)
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
                .forEach(f -> text.append(finding(f, false)));
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
        changes.appeared().forEach(finding -> text.append(finding(finding, false)));
        changes.gone()
                .forEach(
                        finding ->
                                text.append(
                                        Lines.of(
                                                "  gone    ",
                                                finding.id()
                                                        + ": "
                                                        + printable(finding.message()))));
        return text.toString();
    }

    /// An address and the code it was answered with, or that nobody could be asked.
    private static String recipient(RecipientResult result) {
        int code = result.reply().code();
        return printable(result.recipient().address()) + " " + (code == 0 ? "not asked" : code);
    }

    private static long count(CheckReport report, Severity severity) {
        return report.findings().stream().filter(f -> f.severity() == severity).count();
    }

    public static String status(StatusReport report) {
        var text = new StringBuilder();
        for (StatusReport.Domain domain : report.domains()) {
            if (domain.error().isPresent()) {
                text.append(
                        String.format(
                                "%-24s UNREAD  %s%n",
                                domain.subject().domain(), printable(domain.error().get())));
                continue;
            }
            text.append(
                    String.format(
                            "%-24s ACTIVE %s  (%d/%d switched sets%s)%n",
                            domain.subject().domain(),
                            domain.active().site(),
                            domain.active().matched(),
                            domain.active().total(),
                            domain.caches()
                                    .ttl()
                                    .map(t -> ", MX ttl " + t.toSeconds())
                                    .orElse("")));
            for (StatusReport.Drift drift : domain.drift()) {
                text.append(
                        "  drift "
                                + drift.key()
                                + "\n    wanted "
                                + list(drift.expected())
                                + "\n    found  "
                                + list(drift.found())
                                + "\n");
            }
            domain.caches()
                    .until()
                    .ifPresent(
                            until ->
                                    text.append(
                                            "  old answers may be cached until "
                                                    + time(until)
                                                    + "\n"));
            domain.history().lastRun().ifPresent(run -> text.append("  last run " + run + "\n"));
            domain.history()
                    .due()
                    .forEach(
                            due ->
                                    text.append(
                                            "  due "
                                                    + due.task()
                                                    + " at "
                                                    + time(due.at())
                                                    + ": "
                                                    + due.command()
                                                    + "\n"));
        }
        return text.toString();
    }

    public static String acknowledged(List<Acknowledge.Noted> noted) {
        return noted.stream()
                .map(
                        one ->
                                one.done().site()
                                        + "/"
                                        + one.done().item()
                                        + "  done at "
                                        + time(one.done().at())
                                        + " by "
                                        + printable(one.done().by())
                                        + one.dueAgain()
                                                .map(again -> ", due again at " + time(again))
                                                .orElse("")
                                        + "\n")
                .collect(Collectors.joining());
    }

    private static String list(List<String> data) {
        return data.isEmpty() ? "none" : printable(String.join(", ", data));
    }

    public static String verify(VerifyReport report) {
        var text = new StringBuilder();
        for (VerifyReport.Domain domain : report.domains()) {
            text.append(
                    domain.subject().domain()
                            + "  expected "
                            + domain.subject().expected()
                            + ": "
                            + domain.verdict()
                            + "\n");
            domain.authoritative()
                    .forEach(
                            s ->
                                    text.append(
                                            String.format(
                                                    "  server   %-22s %-6s %s%n",
                                                    s.server(),
                                                    PlanText.word(s.state()),
                                                    printable(s.detail()))));
            domain.resolvers()
                    .forEach(
                            r ->
                                    text.append(
                                            String.format(
                                                    "  resolver %-22s %-6s %s%n",
                                                    r.server(),
                                                    PlanText.word(r.state()),
                                                    r.oldFor()
                                                            .map(d -> "for " + span(d))
                                                            .orElse(printable(r.detail())))));
            text.append(
                    Lines.of(
                            "  mail     "
                                    + PlanText.word(domain.mail().smtp()).replace('-', ' ')
                                    + "  ",
                            printable(domain.mail().detail())));
            domain.mail().canaries().forEach(canary -> text.append(CanaryText.of(canary)));
            domain.cachesUntil()
                    .ifPresent(
                            until ->
                                    text.append(
                                            "  caches forget the old data by "
                                                    + time(until)
                                                    + "\n"));
        }
        return text.toString();
    }

    /// Sentences, each on lines of its own.
    public static String sentences(List<String> sentences) {
        return sentences.stream()
                .map(Text::printable)
                .map(
                        sentence ->
                                sentence.startsWith(NEXT)
                                        ? Lines.of(NEXT, sentence.substring(NEXT.length()))
                                        : Lines.of("", sentence))
                .collect(Collectors.joining());
    }

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

    public static String run(Switch.Done done) {
        var text = new StringBuilder();
        done.result().verified().ifPresent(report -> text.append(verify(report)));
        RunReport report = done.result().report();
        done.result()
                .stale()
                .forEach(
                        (domain, changes) ->
                                changes.forEach(
                                        (change, state) ->
                                                text.append(
                                                        change.key()
                                                                + "\n  planned from "
                                                                + set(change.before())
                                                                + "\n  planned to   "
                                                                + set(change.after())
                                                                + "\n  now          "
                                                                + set(state.live())
                                                                + "\n")));
        for (RunReport.Domain domain : report.domains()) {
            text.append(
                    Lines.of(
                            String.format("%-24s %s  ", domain.domain(), domain.outcome()),
                            printable(domain.error().orElse("")),
                            4));
        }
        String lead =
                report.run().map(run -> "run " + run + "  ").orElse("") + report.outcome() + ": ";
        text.append(Lines.of(lead, printable(report.note().orElse("")), 4));
        return text.toString();
    }

    private static String set(java.util.Optional<io.mxfail.core.dns.RecordSet> set) {
        return set.map(s -> printable(String.join(", ", s.data()))).orElse("none");
    }

    static String outcome(RunState run) {
        return run.ended()
                .map(end -> PlanText.word(end.outcome()))
                .orElse(run.mayHaveWritten() ? "interrupted" : "open");
    }

    public static String history(List<RunState> runs) {
        var text = new StringBuilder();
        for (RunState run : runs) {
            text.append(
                    String.format(
                            "%s  %-7s %-12s to %-10s %s%s%n",
                            run.run(),
                            run.started().header().command(),
                            outcome(run),
                            run.plan().to(),
                            run.plan().profile(),
                            run.started()
                                    .header()
                                    .reason()
                                    .map(r -> "  " + printable(r))
                                    .orElse("")));
        }
        return text.isEmpty() ? "no runs\n" : text.toString();
    }

    public static String events(History.One one) {
        var text = new StringBuilder();
        one.events().forEach(event -> text.append(time(event.at()) + "  " + event(event) + "\n"));
        return text.toString();
    }

    static String event(JournalEvent event) {
        return switch (event) {
            case JournalEvent.Started e ->
                    "started by "
                            + printable(e.header().operator())
                            + ": "
                            + e.header().command()
                            + " to "
                            + e.plan().to();
            case JournalEvent.Announced e ->
                    "about to write "
                            + e.changes().size()
                            + " changes to "
                            + e.write().zone()
                            + " at "
                            + e.write().provider();
            case JournalEvent.Answered e -> "answered: " + answer(e.outcome());
            case JournalEvent.Settled e ->
                    "read back: " + (e.applied() ? "applied" : "not applied");
            case JournalEvent.Authoritative e ->
                    e.domain()
                            + " is new on every authoritative server; caches end "
                            + time(e.cachesUntil());
            case JournalEvent.TakenUp e ->
                    "taken up by " + printable(e.operator()) + ": " + e.command();
            case JournalEvent.Ended e ->
                    "ended: "
                            + PlanText.word(e.outcome())
                            + e.note().map(n -> ", " + printable(n)).orElse("");
        };
    }

    private static String answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "applied";
            case Outcome.Stale _ -> "stale";
            case Outcome.Rejected rejected -> "refused: " + printable(rejected.reason());
            case Outcome.Partial partial -> "in part: " + printable(partial.cause());
            case Outcome.Unknown unknown -> "unclear: " + printable(unknown.cause());
        };
    }
}
