package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A read of everything that a profile's domains own, at every provider.
///
/// @param domains by domain name, in the profile's order
/// @param reads by zone, then by provider identity
record LiveZones(Map<Name, DomainView> domains, Map<Name, Map<String, Observed>> reads) {
    /// Requests to one account under way at once; servers and APIs take this without
    /// throttling.
    private static final int AT_ONCE = 16;

    LiveZones {
        domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        reads = Collections.unmodifiableMap(new TreeMap<>(reads));
    }

    /// Finds the zones and reads them.
    static LiveZones read(Accounts accounts, Profile profile, Collection<MailDomain> domains)
            throws CommandFailure, InterruptedException {
        List<DomainView> views =
                Parallel.map(domains, AT_ONCE, domain -> view(accounts, profile, domain));
        var byName = new LinkedHashMap<Name, DomainView>();
        views.forEach(view -> byName.put(view.name(), view));
        return new LiveZones(byName, reads(accounts, views));
    }

    /// Reads the same sets again.
    LiveZones again(Accounts accounts) throws CommandFailure, InterruptedException {
        return new LiveZones(domains, reads(accounts, domains.values()));
    }

    private static Map<Name, Map<String, Observed>> reads(
            Accounts accounts, Collection<DomainView> views)
            throws CommandFailure, InterruptedException {
        Map<Name, Set<RecordKey>> keys = new TreeMap<>();
        for (DomainView view : views) {
            keys.computeIfAbsent(view.zone(), _ -> new TreeSet<>()).addAll(view.keys());
        }
        record Job(Name zone, DnsProvider provider) {}
        List<Job> jobs =
                keys.keySet().stream()
                        .flatMap(zone -> accounts.all().stream().map(p -> new Job(zone, p)))
                        .toList();
        List<Observed> read =
                Parallel.map(
                        jobs,
                        AT_ONCE,
                        job ->
                                readZone(
                                        job.provider(),
                                        job.zone(),
                                        keys.getOrDefault(job.zone(), Set.of())));
        var reads = new TreeMap<Name, Map<String, Observed>>();
        for (int i = 0; i < jobs.size(); i++) {
            reads.computeIfAbsent(jobs.get(i).zone(), _ -> new LinkedHashMap<>())
                    .put(jobs.get(i).provider().identity(), read.get(i));
        }
        return reads;
    }

    private static DomainView view(Accounts accounts, Profile profile, MailDomain domain)
            throws CommandFailure {
        Name zone = zone(accounts, domain);
        if (!domain.name().subdomain(zone)) {
            throw CommandFailure.usage(
                    "profile "
                            + profile.name()
                            + ": the zone "
                            + zone
                            + " does not hold "
                            + domain.name());
        }
        var sites = new LinkedHashMap<String, SiteRecords>();
        for (Site site : profile.sites().values()) {
            try {
                sites.put(site.name(), site.expand(domain, zone));
            } catch (NotationException e) {
                throw CommandFailure.usage(
                        "profile "
                                + profile.name()
                                + ", site "
                                + site.name()
                                + ", domain "
                                + domain.name()
                                + ": "
                                + e.getMessage()
                                + "; "
                                + e.fix());
            }
        }
        return DomainView.of(domain, zone, sites);
    }

    private static Name zone(Accounts accounts, MailDomain domain) throws CommandFailure {
        var zones = new TreeSet<Name>();
        for (DnsProvider provider : accounts.all()) {
            if (domain.zone().isPresent()) {
                return domain.zone().get();
            }
            try {
                zones.add(provider.zoneOf(domain.name()).canonicalize());
            } catch (ProviderException e) {
                throw failure("cannot find the zone of " + domain.name() + " at ", provider, e);
            }
        }
        if (zones.size() != 1) {
            throw CommandFailure.usage(
                    domain.name()
                            + " lies in different zones at its providers: "
                            + zones.stream().map(Name::toString).collect(Collectors.joining(", "))
                            + "; give `zone:` for the domain in the profile");
        }
        return zones.getFirst();
    }

    private static Observed readZone(DnsProvider provider, Name zone, Set<RecordKey> keys)
            throws CommandFailure {
        try {
            return provider.read(zone, keys);
        } catch (ProviderException e) {
            throw failure("cannot read " + zone + " at ", provider, e);
        }
    }

    static CommandFailure failure(String action, DnsProvider provider, ProviderException e) {
        return CommandFailure.refused(
                kind(e.kind()), action + provider.identity() + ": " + e.getMessage());
    }

    private static String kind(FailureKind kind) {
        return switch (kind) {
            case UNAUTHORISED, FORBIDDEN -> "provider-auth";
            case CLOCK_SKEW -> "clock-skew";
            case NO_SUCH_ZONE -> "no-such-zone";
            case THROTTLED, INVALID, UNSUPPORTED, UNAVAILABLE, TIMEOUT -> "provider";
        };
    }

    /// The read of a domain's zone at the first provider, whose word stands for all once they
    /// agree.
    Observed of(DomainView view) {
        return at(view.zone()).values().iterator().next();
    }

    /// The sets that a provider answers by a policy of its own, over all zones.
    Set<RecordKey> routedAt(String identity) {
        return reads.values().stream()
                .flatMap(byProvider -> Optional.ofNullable(byProvider.get(identity)).stream())
                .flatMap(read -> read.routed().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The reads of a zone, by provider identity.
    Map<String, Observed> at(Name zone) {
        return Objects.requireNonNull(reads.get(zone), () -> "not read: " + zone);
    }
}
