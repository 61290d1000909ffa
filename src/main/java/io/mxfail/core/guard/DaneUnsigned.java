package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A mail host has TLSA records in a zone that is not signed, or whose parent does not vouch for
/// it: senders pass over them (RFC 7672, section 2.2), so that they protect nothing.
final class DaneUnsigned implements Rule {
    @Override
    public String id() {
        return "DANE-UNSIGNED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        MailDns dns = situation.names().dns().after();
        var domainsOf = new TreeMap<Name, TreeSet<Name>>();
        for (DomainCase domain : situation.domains()) {
            for (String site : domain.transition().view().sites().keySet()) {
                for (Name host : domain.hostsOf(site)) {
                    domainsOf.computeIfAbsent(host, _ -> new TreeSet<>()).add(domain.name());
                }
            }
        }
        var findings = new ArrayList<Finding>();
        domainsOf.forEach(
                (host, domains) -> {
                    if (!(dns.tlsa(host) instanceof Published.Valid)) {
                        return;
                    }
                    if (!dns.hasZoneKeys(host).orElse(true)) {
                        findings.add(
                                finding(
                                        situation,
                                        host,
                                        domains,
                                        "that is not signed",
                                        "sign the zone with DNSSEC, or take the records away"));
                    } else if (!dns.zoneOf(host)
                            .flatMap(zone -> SecuredZones.isVouchedFor(situation, zone))
                            .orElse(true)) {
                        boolean island =
                                dns.zoneOf(host)
                                        .filter(zone -> SecuredZones.isIsland(situation, zone))
                                        .isPresent();
                        findings.add(
                                finding(
                                        situation,
                                        host,
                                        domains,
                                        island
                                                ? "below one that nobody vouches for (no DS that"
                                                        + " resolvers can use)"
                                                : "whose parent does not vouch for its keys (no DS"
                                                        + " that resolvers can use)",
                                        island
                                                ? "have the zone above vouched for at its own"
                                                        + " parent (DS), or take the TLSA records"
                                                        + " away"
                                                : vouch(dns, host)));
                    }
                });
        return findings;
    }

    private static String vouch(MailDns dns, Name host) {
        List<String> records = dns.zoneOf(host).map(dns::delegations).orElse(List.of());
        return (records.isEmpty()
                        ? "have the registrar vouch for the zone's key (DS)"
                        : "publish " + ToPublish.all(records) + " at the registrar")
                + ", or take the TLSA records away";
    }

    private Finding finding(
            Situation situation, Name host, TreeSet<Name> domains, String zone, String fix) {
        return Say.host(
                        this,
                        situation,
                        Optional.empty(),
                        domains,
                        host.toString(),
                        "RFC 7672, section 2.2")
                .warn(
                        "the TLSA records of "
                                + host.toString(true)
                                + Say.for_(domains)
                                + " stand in a zone "
                                + zone
                                + ": senders pass over them",
                        fix);
    }
}
