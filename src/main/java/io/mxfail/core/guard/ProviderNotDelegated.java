package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Observed;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One of several providers of a zone, of which neither the parent nor a name server that is asked
/// names a server: what is written there is read back there, and verified nowhere.
///
/// A provider is known by the NS set that it holds for the zone. One that shows none, such as
/// Cloudflare, is passed over.
final class ProviderNotDelegated implements Rule {
    @Override
    public String id() {
        return "PROVIDER-NOT-DELEGATED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var zones = new TreeMap<Name, Map<String, Observed>>();
        for (DomainCase domain : situation.domains()) {
            if (domain.reads().size() > 1) {
                zones.put(domain.transition().view().zone(), domain.reads());
            }
        }
        var findings = new ArrayList<Finding>();
        zones.forEach(
                (zone, reads) -> {
                    Set<Name> served = served(situation, zone);
                    reads.forEach(
                            (provider, read) -> {
                                Set<Name> own = read.nameServers();
                                if (!own.isEmpty()
                                        && !served.isEmpty()
                                        && Collections.disjoint(own, served)) {
                                    findings.add(finding(situation, zone, provider, own, served));
                                }
                            });
                });
        return findings;
    }

    private Finding finding(
            Situation situation, Name zone, String provider, Set<Name> own, Set<Name> served) {
        return Say.profile(this, situation, zone + " NS", "docs/rules/PROVIDER-NOT-DELEGATED.md")
                .warn(
                        "nobody is sent to "
                                + provider
                                + ": it names "
                                + Say.names(own)
                                + ", and "
                                + zone
                                + " is served by "
                                + Say.names(served)
                                + "; what is written there is read back, and verified at none of"
                                + " its name servers",
                        "name its servers at the registrar and in the zone, list them under"
                                + " `dns.authoritative`, or take it out of `providers`");
    }

    /// All that the parent and the servers that are asked name as such.
    private static Set<Name> served(Situation situation, Name zone) {
        var names = new TreeSet<>(NsDelegation.ownNameServers(situation, zone));
        names.addAll(situation.services().outside().parents().getOrDefault(zone, Set.of()));
        return names;
    }
}
