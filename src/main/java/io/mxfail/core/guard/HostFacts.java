package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.SiteReport;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What a rule found at the addresses of one host.
///
/// @param site the site the host belongs to
/// @param host its name
/// @param domains whose mail goes there
/// @param facts one for each address that has one, with the address
record HostFacts(String site, Name host, Set<Name> domains, List<String> facts) {
    /// Asks for a fact about every address that was probed, and gathers them host by host.
    static List<HostFacts> of(Situation situation, Function<AddressProbe, Optional<String>> fact) {
        var found = new ArrayList<HostFacts>();
        for (SiteReport site : situation.probes().sites().values()) {
            for (HostReport host : site.hosts()) {
                List<String> facts =
                        host.addresses().stream()
                                .flatMap(
                                        address ->
                                                fact
                                                        .apply(address.probe())
                                                        .map(f -> at(address.probe(), f))
                                                        .stream())
                                .toList();
                if (!facts.isEmpty()) {
                    found.add(new HostFacts(site.site(), host.host(), domains(host), facts));
                }
            }
        }
        return found;
    }

    /// The domains whose recipients a host was asked about.
    static Set<Name> domains(HostReport host) {
        var domains = new TreeSet<Name>();
        host.addresses()
                .forEach(
                        address ->
                                address.probe()
                                        .recipients()
                                        .forEach(r -> domains.add(r.recipient().domain())));
        return domains;
    }

    private static String at(AddressProbe address, String fact) {
        return address.endpoint() + " " + fact;
    }

    /// The same, told of some of its domains alone.
    HostFacts about(Set<Name> some) {
        return new HostFacts(site, host, some, facts);
    }

    Say say(Rule rule, Situation situation, String reference) {
        return Say.host(rule, situation, Optional.of(site), domains, host.toString(), reference);
    }

    /// The host and what its addresses showed.
    String text() {
        return host.toString(true) + Say.for_(domains) + ": " + Say.some(facts);
    }
}
