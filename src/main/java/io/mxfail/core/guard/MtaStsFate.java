package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;

/// The host that serves the MTA-STS policy is at an address of a site's mail hosts: when that site
/// goes down nobody can fetch a policy that lists the other one (RFC 8461, section 8.2).
final class MtaStsFate implements Rule {
    @Override
    public String id() {
        return "MTASTS-FATE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            if (MtaStsPolicies.of(situation, domain.name()).isPresent()) {
                sites(situation, domain, findings);
            }
        }
        return findings;
    }

    private void sites(Situation situation, DomainCase domain, List<Finding> findings) {
        MailDns dns = situation.names().dns().after();
        Name host = MailDns.policyHost(domain.name());
        List<String> addresses = dns.addresses(host);
        for (String site : domain.transition().view().sites().keySet()) {
            List<String> shared =
                    domain.hostsOf(site).stream()
                            .flatMap(mail -> dns.addresses(mail).stream())
                            .filter(addresses::contains)
                            .distinct()
                            .toList();
            if (!shared.isEmpty()) {
                findings.add(
                        Say.domainAt(
                                        this,
                                        situation,
                                        domain.name(),
                                        site,
                                        host.toString(true),
                                        "RFC 8461, section 8.2")
                                .warn(
                                        host.toString(true)
                                                + " serves the MTA-STS policy from "
                                                + Say.some(shared)
                                                + ", where mail of "
                                                + site
                                                + " goes: both fail together",
                                        "serve the policy from a host of its own"));
            }
        }
    }
}
