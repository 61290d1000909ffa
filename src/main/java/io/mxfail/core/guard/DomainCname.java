package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A mail domain is an alias (CNAME), so that its MX is the target's: no MX can be written beside
/// it (RFC 1034, section 3.6.2), and servers drop one of the two without a word.
final class DomainCname implements Rule {
    private static final int SHOWN = 8;

    @Override
    public String id() {
        return "DOMAIN-CNAME";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            if (domain.transition().ownsMx()) {
                target(situation, domain)
                        .ifPresent(
                                target -> findings.add(finding(situation, domain.name(), target)));
            }
        }
        return findings;
    }

    /// What a domain is an alias of; an apex never is one. Such a domain has no records of its own,
    /// and those of the target count as its.
    static Optional<Name> target(Situation situation, DomainCase domain) {
        boolean apex = domain.name().equals(domain.transition().view().zone());
        return apex ? Optional.empty() : situation.names().dns().after().alias(domain.name());
    }

    private Finding finding(Situation situation, Name domain, Name target) {
        return Say.domain(this, situation, domain, domain + " CNAME", "RFC 1034, section 3.6.2")
                .crit(
                        domain.toString(true)
                                + " is an alias (CNAME) of "
                                + target.toString(true)
                                + ": whoever runs that name decides where mail goes, and an MX"
                                + " cannot stand beside it",
                        "replace the CNAME by the records that it stands for, before a switch is"
                                + " needed"
                                + records(situation, domain, target));
    }

    /// What its target answers, as records of the domain's own.
    private static String records(Situation situation, Name domain, Name target) {
        MailDns dns = situation.names().dns().after();
        List<String> records =
                List.of(Type.MX, Type.TXT, Type.A, Type.AAAA).stream()
                        .flatMap(
                                type ->
                                        dns.data(target, type).stream()
                                                .map(data -> ToPublish.of(domain, type, data)))
                        .toList();
        return records.isEmpty() ? "" : ": publish " + Say.some(records, SHOWN);
    }
}
