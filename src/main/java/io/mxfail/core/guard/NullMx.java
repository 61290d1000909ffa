package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.List;

/// The MX set `0 .` says that the domain takes no mail at all: senders return it at once, and mail
/// from the domain may be refused too (RFC 7505, sections 3 and 4.2). It is no place to park a
/// domain.
final class NullMx implements Rule {
    @Override
    public String id() {
        return "NULL-MX";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .filter(NullMx::applies)
                .map(
                        domain ->
                                Say.domain(
                                                this,
                                                situation,
                                                domain.name(),
                                                domain.name() + " MX",
                                                "RFC 7505, section 3")
                                        .crit(
                                                domain.name()
                                                        + " would have the null MX `0 .`: all mail"
                                                        + " to it is returned at once"
                                                        + preference(domain),
                                                "name a host in `mx`; accept it only for a domain"
                                                        + " that shall take no mail"))
                .toList();
    }

    /// A null MX has preference 0 (RFC 7505, section 3).
    private static String preference(DomainCase domain) {
        int preference = domain.transition().mxAfter().getFirst().getPriority();
        return preference == 0 ? "" : "; its preference is " + preference + " and should be 0";
    }

    private static boolean applies(DomainCase domain) {
        List<MXRecord> mx = domain.transition().mxAfter();
        return mx.size() == 1 && mx.getFirst().getTarget().equals(Name.root);
    }
}
