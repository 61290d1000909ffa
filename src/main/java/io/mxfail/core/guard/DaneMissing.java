package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.MailHost;
import io.mxfail.core.mail.MailHost.Resolution;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Mail hosts of a site have no TLSA records while others of the domain have: with the switch,
/// senders that insisted on the certificate fall back to any, and nobody notices (RFC 7672, section
/// 1.3.1).
final class DaneMissing implements Rule {
    @Override
    public String id() {
        return "DANE-MISSING";
    }

    private record Lacking(String site, Set<Name> hosts) {}

    @Override
    public List<Finding> judge(Situation situation) {
        var domainsOf = new TreeMap<String, Set<Name>>();
        var lacking = new TreeMap<String, Lacking>();
        for (DomainCase domain : situation.domains()) {
            for (Lacking site : lacking(situation, domain)) {
                String key = site.site() + " " + site.hosts();
                lacking.put(key, site);
                domainsOf.computeIfAbsent(key, _ -> new TreeSet<>()).add(domain.name());
            }
        }
        var findings = new ArrayList<Finding>();
        lacking.forEach(
                (key, site) ->
                        findings.add(
                                finding(situation, site, domainsOf.getOrDefault(key, Set.of()))));
        return findings;
    }

    private static List<Lacking> lacking(Situation situation, DomainCase domain) {
        MailDns dns = situation.names().dns().after();
        Set<String> sites = domain.transition().view().sites().keySet();
        var protectedHosts = new HashSet<Name>();
        var bare = new HashSet<Name>();
        for (String site : sites) {
            for (Name host : domain.hostsOf(site)) {
                switch (dns.tlsa(host)) {
                    case Published.Valid<?> _ -> protectedHosts.add(host);
                    case Published.Missing<?> _ -> {
                        if (mayBeReached(situation, host)) {
                            bare.add(host);
                        }
                    }
                    case Published.NoAnswer<?> _,
                            Published.Several<?> _,
                            Published.Invalid<?> _ -> {}
                }
            }
        }
        var lacking = new ArrayList<Lacking>();
        if (!protectedHosts.isEmpty()) {
            for (String site : sites) {
                var hosts = new TreeSet<>(domain.hostsOf(site));
                hosts.retainAll(bare);
                hosts.remove(Name.root);
                if (!hosts.isEmpty() && situation.candidates().contains(site)) {
                    lacking.add(new Lacking(site, hosts));
                }
            }
        }
        return lacking;
    }

    /// A host that has no address takes no mail, with certificates or without; MX-ADDR tells of it.
    private static boolean mayBeReached(Situation situation, Name host) {
        return Optional.ofNullable(situation.names().hosts().get(host))
                .map(MailHost::resolution)
                .filter(r -> r == Resolution.NO_ADDRESS || r == Resolution.NO_SUCH_NAME)
                .isEmpty();
    }

    private Finding finding(Situation situation, Lacking site, Set<Name> domains) {
        return Say.host(
                        this,
                        situation,
                        Optional.of(site.site()),
                        domains,
                        Say.names(site.hosts()),
                        "RFC 7672, section 1.3.1")
                .warn(
                        Say.names(site.hosts())
                                + Say.for_(domains)
                                + " of "
                                + site.site()
                                + " has no TLSA records and other hosts have: with mail there,"
                                + " senders that use DANE silently ask for no certificate",
                        site.hosts().stream()
                                .map(host -> fix(situation, host))
                                .collect(Collectors.joining("; ")));
    }

    /// The records for what the host shows now. Another key needs another record, beside this one,
    /// before it is used (RFC 7671, section 8.1).
    private static String fix(Situation situation, Name host) {
        MailDns dns = situation.names().dns().after();
        boolean unsigned =
                !dns.hasZoneKeys(host).orElse(true)
                        || !dns.zoneOf(host)
                                .flatMap(zone -> SecuredZones.isVouchedFor(situation, zone))
                                .orElse(true);
        String first =
                unsigned
                        ? "have the zone of " + host.toString(true) + " signed with DNSSEC, then "
                        : "";
        Set<String> records = DaneMatch.records(situation, host);
        return records.isEmpty()
                ? first
                        + "have who runs "
                        + host.toString(true)
                        + " announce its key by a TLSA record (`3 1 1`); it showed no certificate"
                        + " here"
                : first
                        + "publish "
                        + ToPublish.all(records)
                        + ", and before the host changes its key the record of the new one beside"
                        + " it, two TTLs ahead";
    }
}
