package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.Mode;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// After a breach the SPF record still authorises addresses of the site that is left: by a term
/// that is not the site's own, such as an include that others use, too. mxfail removes what only
/// the site stands behind, and names the rest, since others may depend on it.
final class BreachOpen implements Rule {
    @Override
    public String id() {
        return "BREACH-OPEN";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Optional<String> to = situation.task().to();
        if (situation.task().mode() != Mode.BREACH || to.isEmpty()) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (String site : domain.transition().view().sites().keySet()) {
                if (!site.equals(to.get())) {
                    open(situation, domain, site)
                            .forEach(
                                    (term, addresses) ->
                                            findings.add(
                                                    finding(
                                                            situation, domain, site, term,
                                                            addresses)));
                }
            }
        }
        return findings;
    }

    /// The terms that let addresses of the site pass, with these; hosts that the target uses, too,
    /// are no business of the breach.
    private static Map<String, Set<String>> open(
            Situation situation, DomainCase domain, String site) {
        MailDns dns = situation.names().dns().after();
        Set<String> kept = addresses(dns, domain, situation.task().to().orElseThrow());
        Set<String> left = addresses(dns, domain, site);
        left.removeAll(kept);
        var open = new LinkedHashMap<String, Set<String>>();
        for (String address : left) {
            dns.spf(address, domain.name())
                    .filter(verdict -> verdict.result() == SpfResult.PASS)
                    .flatMap(SpfVerdict::matched)
                    .ifPresent(
                            term -> open.computeIfAbsent(term, _ -> new TreeSet<>()).add(address));
        }
        return open;
    }

    private static Set<String> addresses(MailDns dns, DomainCase domain, String site) {
        var addresses = new TreeSet<String>();
        Optional.ofNullable(domain.transition().view().sites().get(site))
                .ifPresent(records -> addresses.addAll(records.senders()));
        for (Name host : domain.hostsOf(site)) {
            if (!host.equals(Name.root)) {
                addresses.addAll(dns.addresses(host));
            }
        }
        return addresses;
    }

    private Finding finding(
            Situation situation,
            DomainCase domain,
            String site,
            String term,
            Set<String> addresses) {
        String name = domain.name().toString(true);
        return Say.domainAt(this, situation, domain.name(), site, term, "RFC 7208, section 5")
                .warn(
                        "`"
                                + term
                                + "` in the SPF record of "
                                + name
                                + " still authorises "
                                + Say.some(addresses)
                                + " of "
                                + site,
                        "take `"
                                + term
                                + "` out once nobody else needs it, and name what is needed by"
                                + " `ip4:` and `ip6:`"
                                + Optional.of(domain.transition().spfAfter())
                                        .filter(records -> records.size() == 1)
                                        .flatMap(
                                                records ->
                                                        Mended.without(
                                                                records.getFirst(), Set.of(term)))
                                        .map(
                                                text ->
                                                        "; without it the record is "
                                                                + ToPublish.txt(
                                                                        domain.name(), text))
                                        .orElse(""));
    }
}
