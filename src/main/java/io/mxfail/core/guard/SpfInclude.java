package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.SpfReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An `include` or `redirect` of the resulting SPF record that leads nowhere or cannot be read:
/// receivers give up with a permanent error (RFC 7208, section 5.2). It hurts the mail the domain
/// sends, not the mail it gets, so it does not hold a switch back.
final class SpfInclude implements Rule {
    @Override
    public String id() {
        return "SPF-INCLUDE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            SpfReport report = situation.names().spf().get(domain.name());
            // a record that cannot be read at all leads nowhere, and is told by its own rule
            if (report == null || report.after().cost().isEmpty()) {
                continue;
            }
            SpfCost cost = report.after().cost().get();
            String called = report.called(situation.planned());
            for (String name : cost.missing()) {
                findings.add(
                        say(situation, domain)
                                .warn(
                                        called
                                                + " includes "
                                                + name
                                                + ", which has no SPF record: receivers give up",
                                        without(report, name)
                                                + "ask whoever runs "
                                                + name
                                                + " for the right name"));
            }
            for (String problem : cost.broken()) {
                findings.add(
                        say(situation, domain)
                                .warn(
                                        called + " cannot be evaluated: " + problem,
                                        "correct or take out the term that leads there"));
            }
        }
        return findings;
    }

    private Say say(Situation situation, DomainCase domain) {
        return Say.domain(
                this, situation, domain.name(), domain.name() + " TXT", "RFC 7208, section 5.2");
    }

    /// The record without the term that leads there, where it is the domain's own.
    private static String without(SpfReport report, String name) {
        Set<String> terms =
                report.after().cost().orElseThrow().tree().stream()
                        .filter(term -> term.depth() == 0)
                        .map(SpfCost.Term::text)
                        .filter(
                                text ->
                                        text.toLowerCase(Locale.ROOT)
                                                .matches(
                                                        "[-+~?]?(include:|redirect=)"
                                                                + Pattern.quote(name)
                                                                + "\\.?"))
                        .collect(Collectors.toSet());
        return Mended.without(report.after().records().getFirst(), terms)
                .map(text -> "publish " + ToPublish.txt(report.domain(), text) + ", or ")
                .orElse("");
    }
}
