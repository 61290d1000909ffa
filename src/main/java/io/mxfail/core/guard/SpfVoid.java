package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.SpfReport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Terms of the resulting SPF record ask for what does not exist, more than twice: many receivers
/// give up with a permanent error (RFC 7208, section 4.6.4, which recommends it), for every sender
/// that no earlier term lets in.
final class SpfVoid implements Rule {
    private static final int SHOWN = 12;

    @Override
    public String id() {
        return "SPF-VOID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            SpfReport report = situation.names().spf().get(domain.name());
            if (report != null) {
                report.after().cost().stream()
                        // where there are too many lookups, receivers give up for these
                        .filter(cost -> !cost.tooMany() && cost.voids().size() > SpfCost.VOIDS)
                        .map(cost -> finding(situation, domain, report, cost))
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    private Finding finding(
            Situation situation, DomainCase domain, SpfReport report, SpfCost cost) {
        Set<String> terms =
                cost.tree().stream()
                        .filter(term -> !term.asked().voids().isEmpty())
                        .map(SpfCost.Term::text)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Optional<String> without = Mended.without(report.after().records().getFirst(), terms);
        return Say.domain(
                        this,
                        situation,
                        domain.name(),
                        domain.name() + " TXT",
                        "RFC 7208, section 4.6.4")
                .warn(
                        report.called(situation.planned())
                                + " asks for "
                                + cost.voids().size()
                                + " records that do not exist, many receivers put up with "
                                + SpfCost.VOIDS
                                + ": "
                                + Say.some(cost.voids().stream().distinct().toList(), SHOWN),
                        without.map(text -> "publish " + ToPublish.txt(domain.name(), text))
                                        .orElse("have who runs them take out " + quoted(terms))
                                + ", or put `ip4:`/`ip6:` networks in the place of "
                                + (without.isPresent() ? quoted(terms) : "them"));
    }

    private static String quoted(Set<String> terms) {
        return Say.some(terms.stream().map(term -> "`" + term + "`").toList(), SHOWN);
    }
}
