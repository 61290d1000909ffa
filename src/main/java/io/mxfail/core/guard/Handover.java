package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.AddressReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.SiteReport;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The site that has the mail and one that would take it over, both probed, to be compared.
///
/// @param from has the mail now
/// @param to would take it
/// @param domains whose mail it is
record Handover(SiteReport from, SiteReport to, Set<Name> domains) {
    /// An address of a host that told what it offers.
    ///
    /// @param host its name
    record Offer(Name host, AddressProbe address) {}

    /// The switch that is planned; where none is, that from each active site to each other one.
    static List<Handover> of(Situation situation) {
        Map<List<String>, Set<Name>> pairs = new LinkedHashMap<>();
        for (DomainCase domain : situation.domains()) {
            for (String to : situation.candidates()) {
                if (!to.equals(domain.from())) {
                    pairs.computeIfAbsent(List.of(domain.from(), to), _ -> new TreeSet<>())
                            .add(domain.name());
                }
            }
        }
        var found = new ArrayList<Handover>();
        pairs.forEach(
                (pair, domains) -> {
                    Optional<SiteReport> from = situation.probes().site(pair.getFirst());
                    Optional<SiteReport> to = situation.probes().site(pair.getLast());
                    if (from.isPresent() && to.isPresent()) {
                        found.add(new Handover(from.get(), to.get(), domains));
                    }
                });
        return found;
    }

    /// What the addresses of a site offer, of those that told.
    static List<Offer> offers(SiteReport site) {
        var offers = new ArrayList<Offer>();
        for (HostReport host : site.hosts()) {
            for (AddressReport address : host.addresses()) {
                if (address.probe().extensions().isKnown()) {
                    offers.add(new Offer(host.host(), address.probe()));
                }
            }
        }
        return offers;
    }

    Say say(Rule rule, Situation situation, Name host, String reference) {
        return Say.host(
                rule, situation, Optional.of(to.site()), domains, host.toString(), reference);
    }
}
