package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A domain as it is served, found without its provider: no credential is needed to look.
///
/// @param view what the profile wants there
/// @param servers the authoritative addresses
record ServedDomain(DomainView view, List<ServerAddress> servers) {
    private static final Duration ASK = Duration.ofSeconds(3);

    static ServedDomain find(Lookup lookup, Profile profile, MailDomain domain)
            throws CommandFailure, InterruptedException {
        Name zone = zone(lookup, profile, domain);
        var sites = new LinkedHashMap<String, SiteRecords>();
        profile.sites().forEach((name, site) -> sites.put(name, site.expand(domain, zone)));
        Map<Name, List<ServerAddress>> servers =
                AuthoritativeServers.of(lookup, profile.probing().dns(), List.of(zone));
        return new ServedDomain(
                DomainView.of(domain, zone, sites), servers.getOrDefault(zone, List.of()));
    }

    /// The enclosing zone, by its SOA: at the profile's own servers where it names them, else
    /// by a
    /// resolver.
    private static Name zone(Lookup lookup, Profile profile, MailDomain domain)
            throws CommandFailure {
        if (domain.zone().isPresent()) {
            return domain.zone().get();
        }
        List<ServerAddress> servers = profile.probing().dns().authoritative();
        List<String> resolvers =
                profile.probing().dns().resolvers().isEmpty()
                        ? List.of("system")
                        : profile.probing().dns().resolvers();
        String why = "nobody answered";
        for (Name name = domain.name(); name.labels() > 1; name = new Name(name, 1)) {
            RecordKey soa = new RecordKey(name, Type.SOA);
            List<DnsAnswer> answers =
                    servers.isEmpty()
                            ? resolvers.stream().map(r -> lookup.recursive(r, soa, ASK)).toList()
                            : servers.stream().map(s -> lookup.authoritative(s, soa, ASK)).toList();
            for (DnsAnswer answer : answers) {
                if (answer instanceof DnsAnswer.Found found && found.set().key().equals(soa)) {
                    return name;
                }
                if (answer instanceof DnsAnswer.Failed failed) {
                    why = failed.detail();
                }
            }
        }
        throw CommandFailure.refused(
                "no-such-zone",
                "cannot find the zone of "
                        + domain.name()
                        + ": "
                        + why
                        + "; give `zone:` and `dns.authoritative` in the profile, or mend the"
                        + " delegation");
    }

    /// The site's goal, judged by what the profile knows of the others as old data.
    Optional<String> otherSite(String site) {
        List<String> others = view.sites().keySet().stream().filter(s -> !s.equals(site)).toList();
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }
}
