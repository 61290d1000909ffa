package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An address that a site sends from.
///
/// @param domains whose mail comes from there
record Senders(String site, String address, Set<Name> domains) {
    /// The `senders` of the sites whose readiness is judged, each once for all its domains.
    static List<Senders> of(Situation situation) {
        Map<List<String>, Set<Name>> found = new LinkedHashMap<>();
        for (DomainCase domain : situation.domains()) {
            for (String site : situation.candidates()) {
                Optional.ofNullable(domain.transition().view().sites().get(site)).stream()
                        .map(SiteRecords::senders)
                        .flatMap(List::stream)
                        .forEach(
                                address ->
                                        found.computeIfAbsent(
                                                        List.of(site, address),
                                                        _ -> new TreeSet<>())
                                                .add(domain.name()));
            }
        }
        var senders = new ArrayList<Senders>();
        found.forEach(
                (key, domains) -> senders.add(new Senders(key.getFirst(), key.getLast(), domains)));
        return senders;
    }

    Say say(Rule rule, Situation situation, String reference) {
        return Say.host(rule, situation, Optional.of(site), domains, address, reference);
    }
}
