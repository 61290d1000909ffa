package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.profile.Probing;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The addresses at which zones are served: those of the profile, else every address of every
/// server that the parent names.
final class AuthoritativeServers {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private AuthoritativeServers() {}

    /// By zone; an empty list where a delegation cannot be read.
    static Map<Name, List<ServerAddress>> of(Lookup lookup, Probing.Dns dns, Collection<Name> zones)
            throws CommandFailure, InterruptedException {
        if (dns.authoritative().isEmpty()) {
            return addresses(delegations(lookup, dns, zones));
        }
        var servers = new TreeMap<Name, List<ServerAddress>>();
        zones.forEach(zone -> servers.put(zone, dns.authoritative()));
        return servers;
    }

    /// The servers as the parents name them, by zone; no zone where the profile names the servers,
    /// and none of a zone where its delegation cannot be read.
    static Map<Name, List<Lookup.NameServer>> delegations(
            Lookup lookup, Probing.Dns dns, Collection<Name> zones)
            throws CommandFailure, InterruptedException {
        var delegations = new TreeMap<Name, List<Lookup.NameServer>>();
        if (!dns.authoritative().isEmpty()) {
            return delegations;
        }
        List<String> resolvers = dns.resolvers().isEmpty() ? List.of("system") : dns.resolvers();
        List<Name> distinct = zones.stream().distinct().toList();
        List<List<Lookup.NameServer>> found =
                Parallel.map(
                        distinct,
                        64,
                        zone ->
                                Hedged.ask(
                                                resolvers.stream()
                                                        .<Supplier<List<Lookup.NameServer>>>map(
                                                                resolver ->
                                                                        () ->
                                                                                lookup.delegation(
                                                                                        zone,
                                                                                        resolver,
                                                                                        TIMEOUT))
                                                        .toList(),
                                                servers -> !servers.isEmpty())
                                        .getLast());
        for (int i = 0; i < distinct.size(); i++) {
            delegations.put(distinct.get(i), found.get(i));
        }
        return delegations;
    }

    /// Every address once.
    static Map<Name, List<ServerAddress>> addresses(
            Map<Name, List<Lookup.NameServer>> delegations) {
        var servers = new TreeMap<Name, List<ServerAddress>>();
        delegations.forEach(
                (zone, named) ->
                        servers.put(
                                zone,
                                named.stream()
                                        .map(Lookup.NameServer::address)
                                        .distinct()
                                        .sorted()
                                        .toList()));
        return servers;
    }
}
