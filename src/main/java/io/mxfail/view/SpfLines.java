package io.mxfail.view;

import io.mxfail.core.dns.TxtAnswer;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.plan.SpfReport;

import java.util.List;
import java.util.function.ToIntFunction;

/// What SPF records cost, in a line a domain, and below it the terms that cost.
///
/// @param verbose whether the terms are shown
/// @param planned whether a switch is planned; else the second record has the terms of every site
record SpfLines(boolean verbose, boolean planned) {
    /// The records of domains, those that are alike once.
    String of(List<SpfReport> reports) {
        return new Alike<>(SpfReport::domain, this::of).of(reports);
    }

    private String of(SpfReport report) {
        String lead = margin() + "SPF " + Text.domain(report.domain()) + "  ";
        var text = new StringBuilder(Lines.of(lead, sum(report), margin().length() + 4));
        if (verbose) {
            if (report.changes()) {
                tree(text, "now", report.before());
                tree(text, planned ? "then" : "with the terms of every site", report.after());
            } else {
                terms(text, report.before());
            }
        }
        return text.toString();
    }

    private static String sum(SpfReport report) {
        if (report.before().records().size() > 1) {
            return report.before().records().size() + " records, of which receivers read none";
        }
        return "%s of %d lookups, %s of %d void, %s of %d octets"
                .formatted(
                        change(report, state -> cost(state, SpfCost::lookups)),
                        SpfCost.LIMIT,
                        change(report, state -> cost(state, cost -> cost.voids().size())),
                        SpfCost.VOIDS,
                        change(report, SpfReport.State::octets),
                        TxtAnswer.PLAIN);
    }

    private static int cost(SpfReport.State state, ToIntFunction<SpfCost> figure) {
        return state.cost().map(figure::applyAsInt).orElse(0);
    }

    /// A figure now and, where the switch makes it another, then.
    private static String change(SpfReport report, ToIntFunction<SpfReport.State> figure) {
        int now = figure.applyAsInt(report.before());
        int then = figure.applyAsInt(report.after());
        return now == then ? String.valueOf(now) : now + " -> " + then;
    }

    /// In a plan what is said of a domain stands below it.
    private String margin() {
        return planned ? "  " : "";
    }

    private void tree(StringBuilder text, String when, SpfReport.State state) {
        boolean costs = !state.cost().map(SpfCost::tree).orElse(List.of()).isEmpty();
        String none = state.records().isEmpty() ? " no record" : costs ? "" : " no lookups";
        text.append(margin()).append("  ").append(when).append(":").append(none).append("\n");
        terms(text, state);
    }

    private void terms(StringBuilder text, SpfReport.State state) {
        state.cost()
                .map(SpfCost::tree)
                .orElse(List.of())
                .forEach(
                        term ->
                                text.append(
                                        Lines.of(
                                                margin()
                                                        + "  %4d  %s"
                                                                .formatted(
                                                                        term.total(),
                                                                        "  ".repeat(term.depth())),
                                                Text.printable(term.text()) + facts(term))));
    }

    private static String facts(SpfCost.Term term) {
        var facts = new StringBuilder();
        if (term.lookups() > 1) {
            facts.append("  (" + term.lookups() + " lookups with what it includes)");
        }
        if (term.asked().hosts() > 0) {
            facts.append("  " + term.asked().hosts() + " of " + SpfCost.HOSTS + " mail hosts");
        }
        if (!term.asked().voids().isEmpty()) {
            facts.append("  void: " + Text.printable(String.join(", ", term.asked().voids())));
        }
        return facts.toString();
    }
}
