package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.SpfReport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The resulting SPF record asks for more than ten lookups, or for the addresses of more than ten
/// hosts of one `mx`: receivers give up with a permanent error (RFC 7208, section 4.6.4), for every
/// sender. What is counted is the record that the plan leaves; where nothing is planned, the one
/// with the terms of every site.
final class SpfLookups implements Rule {
    /// A record that is a little over the limit is shown whole, one that goes on and on is not.
    private static final int SHOWN = 20;

    @Override
    public String id() {
        return "SPF-LOOKUPS";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            Optional.ofNullable(situation.names().spf().get(domain.name())).stream()
                    .flatMap(report -> findings(situation, domain, report))
                    .forEach(findings::add);
        }
        return findings;
    }

    private Stream<Finding> findings(Situation situation, DomainCase domain, SpfReport report) {
        return report.after().cost().stream()
                .flatMap(
                        cost ->
                                Stream.concat(
                                        lookups(situation, domain, report, cost).stream(),
                                        hosts(situation, domain, report, cost)));
    }

    private Optional<Finding> lookups(
            Situation situation, DomainCase domain, SpfReport report, SpfCost cost) {
        Say say = say(situation, domain);
        String called = report.called(situation.planned());
        if (cost.tooMany()) {
            return Optional.of(
                    found(
                            say,
                            domain,
                            called
                                    + " costs "
                                    + cost.lookups()
                                    + " lookups, receivers do "
                                    + SpfCost.LIMIT
                                    + ": "
                                    + Say.some(cost.terms(), SHOWN),
                            fix(situation, domain, report, cost)));
        }
        return cost.unknown().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        say.unknown(
                                called
                                        + " costs at least "
                                        + cost.lookups()
                                        + " lookups; no answer for "
                                        + Say.some(cost.unknown()),
                                "check again when its name servers answer"));
    }

    /// The record with the networks of the domain's own hosts where that suffices. Those of others
    /// change without a word, so that for their includes there are words alone.
    private static String fix(
            Situation situation, DomainCase domain, SpfReport report, SpfCost cost) {
        return situation
                .names()
                .dns()
                .after()
                .withFewerLookups(
                        domain.name(),
                        report.after().records().getFirst(),
                        SpfSize.owned(domain),
                        domain.transition().view().keys())
                .map(
                        record ->
                                "publish "
                                        + ToPublish.txt(domain.name(), record)
                                        + " in its place, which lets the same addresses send with"
                                        + " fewer lookups")
                .orElseGet(
                        () ->
                                "replace by its `ip4:`/`ip6:` networks, or take out where it no"
                                        + " longer sends, what costs most: "
                                        + Say.some(dearest(cost)));
    }

    private static List<String> dearest(SpfCost cost) {
        return cost.tree().stream()
                .filter(term -> term.depth() == 0)
                .sorted(Comparator.comparingInt(SpfCost.Term::lookups).reversed())
                .map(term -> "`" + term.text() + "` (" + term.lookups() + ")")
                .toList();
    }

    private Stream<Finding> hosts(
            Situation situation, DomainCase domain, SpfReport report, SpfCost cost) {
        return cost.crowded()
                .map(
                        term ->
                                found(
                                        say(situation, domain),
                                        domain,
                                        "`"
                                                + term.text()
                                                + "` in "
                                                + report.called(situation.planned())
                                                + " leads to "
                                                + term.asked().hosts()
                                                + " mail hosts, receivers ask for "
                                                + SpfCost.HOSTS,
                                        "replace `"
                                                + term.text()
                                                + "` by the `ip4:`/`ip6:` networks that send"));
    }

    private static Finding found(Say say, DomainCase domain, String message, String fix) {
        return domain.transition().ownsSpf() ? say.crit(message, fix) : say.warn(message, fix);
    }

    private Say say(Situation situation, DomainCase domain) {
        return Say.domain(
                this, situation, domain.name(), domain.name() + " TXT", "RFC 7208, section 4.6.4");
    }
}
