package io.mxfail.view;

import io.mxfail.app.Acknowledge;
import io.mxfail.app.Status;
import io.mxfail.core.propagation.StatusReport;

import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Which site is active, and what was noted as done.
public final class StatusText {
    private StatusText() {}

    public static String of(StatusReport report) {
        return new Alike<StatusReport.Domain>(domain -> domain.subject().domain(), StatusText::of)
                .of(report.domains());
    }

    private static String of(StatusReport.Domain domain) {
        var text = new StringBuilder();
        if (domain.error().isPresent()) {
            text.append(
                    Lines.of(
                            String.format("%-24s UNREAD  ", Text.domain(domain.subject().domain())),
                            Text.printable(domain.error().get()),
                            4));
            return text.toString();
        }
        text.append(
                Lines.of(
                        String.format(
                                "%-24s ACTIVE %s  ",
                                Text.domain(domain.subject().domain()), domain.active().site()),
                        String.format(
                                "(%d/%d switched sets%s)",
                                domain.active().matched(),
                                domain.active().total(),
                                domain.caches()
                                        .ttl()
                                        .map(t -> ", MX ttl " + t.toSeconds())
                                        .orElse("")),
                        4));
        domain.history().due().stream()
                .filter(due -> due.task().equals(Status.FINISH))
                .forEach(
                        due ->
                                text.append(
                                        Lines.of(
                                                "  INTERRUPTED ",
                                                "a run began and did not end: "
                                                        + due.command()
                                                        + " finishes it, mxfail undo takes it back",
                                                4)));
        for (StatusReport.Silent silent : domain.active().silent()) {
            text.append(
                    Lines.of(
                            "  silent ",
                            Text.printable(silent.line()) + "; nobody can say what it serves",
                            4));
        }
        for (StatusReport.Drift drift : domain.drift()) {
            text.append("  drift " + Text.bothForms(drift.key().toString()) + "\n");
            text.append(Lines.listed("    wanted ", list(drift.expected())));
            text.append(Lines.listed("    found  ", list(drift.found())));
            text.append(split(drift));
        }
        domain.caches()
                .until()
                .ifPresent(
                        until ->
                                text.append(
                                        "  old answers may be cached until "
                                                + Text.time(until)
                                                + "\n"));
        domain.history().lastRun().ifPresent(run -> text.append("  last run " + run + "\n"));
        domain.history().due().stream()
                .filter(due -> !due.task().equals(Status.FINISH))
                .forEach(
                        due ->
                                text.append(
                                        Lines.of(
                                                "  due ",
                                                due.task()
                                                        + " at "
                                                        + Text.time(due.at())
                                                        + ": "
                                                        + due.command(),
                                                4)));
        return text.toString();
    }

    /// How the mail is shared where an MX set that is not as wanted has several best hosts: senders
    /// choose among equals at random (RFC 5321, section 5.1).
    private static String split(StatusReport.Drift drift) {
        if (drift.key().type() != Type.MX) {
            return "";
        }
        var best = new ArrayList<String>();
        int preference = Integer.MAX_VALUE;
        for (String mx : drift.found()) {
            String[] part = mx.split(" ", 2);
            int own = Integer.parseInt(part[0]);
            if (own < preference) {
                best.clear();
                preference = own;
            }
            if (own == preference) {
                best.add(part[1]);
            }
        }
        return best.size() < 2
                ? ""
                : Lines.listed(
                        "    split  ",
                        "about %d %% of the mail to each of "
                                        .formatted(Math.round(100.0 / best.size()))
                                + Text.printable(String.join(", ", best)));
    }

    public static String acknowledged(List<Acknowledge.Noted> noted) {
        return noted.stream()
                .map(
                        one ->
                                one.done().site()
                                        + "/"
                                        + one.done().item()
                                        + "  done at "
                                        + Text.time(one.done().at())
                                        + " by "
                                        + Text.printable(one.done().by())
                                        + one.dueAgain()
                                                .map(again -> ", due again at " + Text.time(again))
                                                .orElse("")
                                        + "\n")
                .collect(Collectors.joining());
    }

    private static String list(List<String> data) {
        return data.isEmpty() ? "none" : Text.printable(String.join(", ", data));
    }
}
