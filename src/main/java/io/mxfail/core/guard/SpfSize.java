package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.SpfReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer that holds the SPF record does not fit 512 octets, with all other TXT strings of the
/// name (RFC 7208, section 3.4): it is cut for who asks without EDNS, and then has to be asked for
/// by TCP.
final class SpfSize implements Rule {
    @Override
    public String id() {
        return "SPF-SIZE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            SpfReport report = situation.names().spf().get(domain.name());
            if (report != null && report.after().tooLong()) {
                findings.add(finding(situation, domain, report));
            }
        }
        return findings;
    }

    private Finding finding(Situation situation, DomainCase domain, SpfReport report) {
        int before = report.before().octets();
        int after = report.after().octets();
        return Say.domain(
                        this,
                        situation,
                        domain.name(),
                        domain.name() + " TXT",
                        "RFC 7208, section 3.4")
                .warn(
                        "the answer with "
                                + report.called(situation.planned())
                                + " has "
                                + after
                                + " octets"
                                + (before == after ? "" : " (now " + before + ")")
                                + ", all TXT strings of the name included, and "
                                + SpfReport.State.LIMIT
                                + " fit a datagram without EDNS: it is cut, and where TCP does not"
                                + " pass either, receivers cannot read the record",
                        shortened(domain, report)
                                        .map(
                                                text ->
                                                        "publish "
                                                                + ToPublish.txt(domain.name(), text)
                                                                + " in its place, which says the"
                                                                + " same in fewer octets")
                                        .orElseGet(
                                                () ->
                                                        "take out TXT strings that nobody verifies"
                                                                + " any more, or shorten the"
                                                                + " record, by "
                                                                + (after - SpfReport.State.LIMIT)
                                                                + " octets")
                                + "; TCP to port 53 of the name servers must be open");
    }

    /// A record that says the same and fits; empty: none does.
    private static Optional<String> shortened(DomainCase domain, SpfReport report) {
        List<String> records = report.after().records();
        if (records.size() != 1) {
            return Optional.empty();
        }
        String text = Mended.shortened(records.getFirst(), owned(domain));
        int fewer =
                SpfReport.octets(domain.name(), records.getFirst())
                        - SpfReport.octets(domain.name(), text);
        return report.after().octets() - fewer > SpfReport.State.LIMIT
                ? Optional.empty()
                : Optional.of(text);
    }

    /// The terms that the sites of a profile name: a switch puts them back.
    static List<SpfTerm> owned(DomainCase domain) {
        return domain.transition().view().sites().values().stream()
                .flatMap(site -> site.spf().stream())
                .toList();
    }
}
