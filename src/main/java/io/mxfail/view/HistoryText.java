package io.mxfail.view;

import io.mxfail.app.History;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunState;
import io.mxfail.core.plan.Outcome;

import java.util.List;

/// Past runs, and one of them event by event.
public final class HistoryText {
    private HistoryText() {}

    static String outcome(RunState run) {
        return run.ended()
                .map(end -> PlanText.word(end.outcome()))
                .orElse(run.mayHaveWritten() ? "interrupted" : "open");
    }

    public static String of(List<RunState> runs) {
        var text = new StringBuilder();
        for (RunState run : runs) {
            text.append(
                    Lines.of(
                            String.format(
                                    "%s  %-7s %-12s to %-10s ",
                                    run.run(),
                                    run.started().header().command(),
                                    outcome(run),
                                    run.plan().to()),
                            run.plan().profile(),
                            4));
            run.started()
                    .header()
                    .reason()
                    .ifPresent(
                            reason ->
                                    text.append(Lines.of("    reason: ", Text.printable(reason))));
            run.started()
                    .header()
                    .reverts()
                    .ifPresent(of -> text.append("    takes back " + of + "\n"));
        }
        return text.isEmpty() ? "no runs\n" : text.toString();
    }

    public static String events(History.One one) {
        var text = new StringBuilder();
        one.events()
                .forEach(
                        event -> text.append(Lines.of(Text.time(event.at()) + "  ", event(event))));
        return text.toString();
    }

    static String event(JournalEvent event) {
        return switch (event) {
            case JournalEvent.Started e ->
                    "started by "
                            + Text.printable(e.header().operator())
                            + ": "
                            + e.header().command()
                            + e.header().reverts().map(of -> " of " + of).orElse("")
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
            case JournalEvent.InSync e ->
                    e.write().zone() + " is on all name servers of " + e.write().provider();
            case JournalEvent.HookBegan e -> "hook " + Text.printable(e.hook()) + " runs";
            case JournalEvent.HookEnded e ->
                    "hook "
                            + Text.printable(e.hook())
                            + (e.ok() ? ": " : " failed: ")
                            + Text.printable(e.said());
            case JournalEvent.Authoritative e ->
                    e.domain()
                            + " is new on every authoritative server; caches end "
                            + Text.time(e.cachesUntil());
            case JournalEvent.TakenUp e ->
                    "taken up by " + Text.printable(e.operator()) + ": " + e.command();
            case JournalEvent.Ended e ->
                    "ended: "
                            + PlanText.word(e.outcome())
                            + e.note().map(n -> ", " + Text.printable(n)).orElse("");
        };
    }

    private static String answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "applied";
            case Outcome.Stale _ -> "stale";
            case Outcome.Rejected rejected -> "refused: " + Text.printable(rejected.reason());
            case Outcome.Partial partial -> "in part: " + Text.printable(partial.cause());
            case Outcome.Unknown unknown -> "unclear: " + Text.printable(unknown.cause());
        };
    }
}
