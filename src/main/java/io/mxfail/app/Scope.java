package io.mxfail.app;

import io.mxfail.core.plan.DomainView;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What to look at; none of its records need be known.
///
/// @param domains whose zones are known
/// @param adrift whose zones nobody names, so that their mail hosts alone can be looked at
/// @param zones whose name servers are asked
record Scope(List<DomainView> domains, List<DomainView> adrift, Set<Name> zones) {
    Scope {
        domains = List.copyOf(domains);
        adrift = List.copyOf(adrift);
        zones = Set.copyOf(zones);
    }

    static Scope of(LiveZones live) {
        return new Scope(List.copyOf(live.domains().values()), List.of(), live.reads().keySet());
    }

    List<DomainView> all() {
        return Stream.concat(domains.stream(), adrift.stream()).toList();
    }
}
