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

/// The addresses at which zones are served: those of the profile, else every address of every
/// server
/// that the parent names.
final class AuthoritativeServers {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private AuthoritativeServers() {}

    /// By zone; an empty list where a delegation cannot be read.
    static Map<Name, List<ServerAddress>> of(Lookup lookup, Probing.Dns dns, Collection<Name> zones)
            throws CommandFailure, InterruptedException {
        var servers = new TreeMap<Name, List<ServerAddress>>();
        if (!dns.authoritative().isEmpty()) {
            zones.forEach(zone -> servers.put(zone, dns.authoritative()));
            return servers;
        }
        List<String> resolvers = dns.resolvers().isEmpty() ? List.of("system") : dns.resolvers();
        List<Name> distinct = zones.stream().distinct().toList();
        List<List<ServerAddress>> found =
                Parallel.map(
                        distinct,
                        64,
                        zone -> {
                            for (String resolver : resolvers) {
                                List<ServerAddress> addresses =
                                        lookup.delegation(zone, resolver, TIMEOUT).stream()
                                                .map(Lookup.NameServer::address)
                                                .distinct()
                                                .sorted()
                                                .toList();
                                if (!addresses.isEmpty()) {
                                    return addresses;
                                }
                            }
                            return List.of();
                        });
        for (int i = 0; i < distinct.size(); i++) {
            servers.put(distinct.get(i), found.get(i));
        }
        return servers;
    }
}
