package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.SpfReport;

import java.util.ArrayList;
import java.util.List;

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
                        "take out TXT strings that nobody verifies any more, or shorten the record,"
                                + " by "
                                + (after - SpfReport.State.LIMIT)
                                + " octets; TCP to port 53 of the name servers must be open");
    }
}
