package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.plan.SpfReport;

import java.util.ArrayList;
import java.util.List;

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
        List<String> terms =
                cost.tree().stream()
                        .filter(term -> !term.asked().voids().isEmpty())
                        .map(term -> "`" + term.text() + "`")
                        .distinct()
                        .toList();
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
                        "take out "
                                + Say.some(terms, SHOWN)
                                + ", put `ip4:`/`ip6:` networks in their place, or publish what"
                                + " they ask for");
    }
}
