package io.mxfail.app;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.guard.Unread;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.NotationException;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.ArrayList;
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
/// @param unread what could not be read; its domains are none of `domains`
record LiveZones(
        Map<Name, DomainView> domains,
        Map<Name, Map<String, Observed>> reads,
        List<Unread> unread) {
    /// Requests to one account under way at once; servers and APIs take this without
    /// throttling.
    private static final int AT_ONCE = 16;

    LiveZones {
        domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        reads = Collections.unmodifiableMap(new TreeMap<>(reads));
        unread = List.copyOf(unread);
    }

    /// Finds the zones and reads them. What cannot be read is told and kept apart; the other
    /// domains go on.
    static LiveZones read(Accounts accounts, Profile profile, Collection<MailDomain> domains)
            throws CommandFailure, InterruptedException {
        return read(accounts, profile, domains, Map.of());
    }

    /// The same, with all that a plan changes: the profile may have lost some of it since.
    static LiveZones read(
            Accounts accounts, Profile profile, Collection<MailDomain> domains, Plan plan)
            throws CommandFailure, InterruptedException {
        var also = new TreeMap<Name, Set<RecordKey>>();
        for (DomainPlan domain : plan.domains()) {
            Set<RecordKey> keys = also.computeIfAbsent(domain.zone(), _ -> new TreeSet<>());
            domain.changes().forEach(change -> keys.add(change.key()));
        }
        return read(accounts, profile, domains, also);
    }

    private static LiveZones read(
            Accounts accounts,
            Profile profile,
            Collection<MailDomain> domains,
            Map<Name, Set<RecordKey>> also)
            throws CommandFailure, InterruptedException {
        List<Found> found =
                Parallel.map(domains, AT_ONCE, domain -> find(accounts, profile, domain));
        var views = new ArrayList<DomainView>();
        var unread = new ArrayList<Unread>();
        found.forEach(
                one -> {
                    one.view().ifPresent(views::add);
                    unread.addAll(one.unread());
                });
        return of(accounts, views, also, unread);
    }

    /// Reads the same sets again.
    ///
    /// @throws CommandFailure where one of them cannot be read any more
    LiveZones again(Accounts accounts, Profile profile)
            throws CommandFailure, InterruptedException {
        var also = new TreeMap<Name, Set<RecordKey>>();
        reads.forEach(
                (zone, byProvider) ->
                        byProvider
                                .values()
                                .forEach(
                                        read ->
                                                also.computeIfAbsent(zone, _ -> new TreeSet<>())
                                                        .addAll(read.asked())));
        return of(accounts, domains.values(), also, List.of()).complete(profile);
    }

    /// Itself, where everything could be read.
    ///
    /// @throws CommandFailure with all that is wrong
    LiveZones complete(Profile profile) throws CommandFailure {
        if (unread.isEmpty()) {
            return this;
        }
        throw Unreadable.failure(profile, unread);
    }

    private static LiveZones of(
            Accounts accounts,
            Collection<DomainView> views,
            Map<Name, Set<RecordKey>> also,
            Collection<Unread> missing)
            throws CommandFailure, InterruptedException {
        Map<Name, Set<RecordKey>> keys = new TreeMap<>();
        Map<Name, Set<Name>> domainsOf = new TreeMap<>();
        for (DomainView view : views) {
            Set<RecordKey> wanted = keys.computeIfAbsent(view.zone(), _ -> new TreeSet<>());
            wanted.addAll(view.keys());
            wanted.addAll(also.getOrDefault(view.zone(), Set.of()));
            if (accounts.all().size() > 1) {
                // by its name servers it is told whether anybody asks a provider
                wanted.add(new RecordKey(view.zone(), Type.NS));
            }
            domainsOf.computeIfAbsent(view.zone(), _ -> new TreeSet<>()).add(view.name());
        }
        record Job(Name zone, DnsProvider provider) {}
        record Read(Optional<Observed> observed, Optional<Unread> unread) {}
        List<Job> jobs =
                keys.keySet().stream()
                        .flatMap(zone -> accounts.all().stream().map(p -> new Job(zone, p)))
                        .toList();
        List<Read> read =
                Parallel.map(
                        jobs,
                        AT_ONCE,
                        job -> {
                            try {
                                return new Read(
                                        Optional.of(
                                                job.provider()
                                                        .read(
                                                                job.zone(),
                                                                keys.getOrDefault(
                                                                        job.zone(), Set.of()))),
                                        Optional.empty());
                            } catch (ProviderException e) {
                                return new Read(
                                        Optional.empty(),
                                        Optional.of(
                                                Unreadable.of(
                                                        job.provider(),
                                                        domainsOf.getOrDefault(
                                                                job.zone(), Set.of()),
                                                        e)));
                            }
                        });
        var reads = new TreeMap<Name, Map<String, Observed>>();
        var unread = new ArrayList<>(missing);
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            read.get(i)
                    .observed()
                    .ifPresent(
                            observed ->
                                    reads.computeIfAbsent(job.zone(), _ -> new LinkedHashMap<>())
                                            .put(job.provider().identity(), observed));
            read.get(i).unread().ifPresent(unread::add);
        }
        // a zone that one of its providers does not show could only be written in part
        var lost = new TreeSet<Name>();
        unread.forEach(u -> lost.addAll(u.domains()));
        var byName = new LinkedHashMap<Name, DomainView>();
        for (DomainView view : views) {
            if (lost.contains(view.name())) {
                reads.remove(view.zone());
            } else {
                byName.put(view.name(), view);
            }
        }
        return new LiveZones(byName, reads, unread);
    }

    /// A domain with what it owns, or why its zone cannot be found.
    private record Found(Optional<DomainView> view, List<Unread> unread) {}

    private static Found find(Accounts accounts, Profile profile, MailDomain domain)
            throws CommandFailure {
        var zones = new TreeSet<Name>(domain.zone().stream().toList());
        var unread = new ArrayList<Unread>();
        if (zones.isEmpty()) {
            for (DnsProvider provider : accounts.all()) {
                try {
                    zones.add(provider.zoneOf(domain.name()).canonicalize());
                } catch (ProviderException e) {
                    unread.add(Unreadable.of(provider, Set.of(domain.name()), e));
                }
            }
        }
        if (!unread.isEmpty()) {
            return new Found(Optional.empty(), unread);
        }
        if (zones.size() != 1) {
            throw CommandFailure.usage(
                    domain.name()
                            + " lies in different zones at its providers: "
                            + zones.stream().map(Name::toString).collect(Collectors.joining(", "))
                            + "; give `zone:` for the domain in the profile");
        }
        return new Found(Optional.of(view(profile, domain, zones.getFirst())), List.of());
    }

    /// What a profile owns of a domain in that zone.
    static DomainView view(Profile profile, MailDomain domain, Name zone) throws CommandFailure {
        DomainView view = records(profile, domain, zone);
        return profile.policies().mtaSts() == Policies.MtaSts.BUMP ? view.owningPolicyId() : view;
    }

    /// The same without the id of its MTA-STS policy, which is no site's.
    static DomainView records(Profile profile, MailDomain domain, Name zone) throws CommandFailure {
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

    /// What a provider serves, by zone.
    Map<Name, Observed> readAt(String identity) {
        var zones = new TreeMap<Name, Observed>();
        reads.forEach(
                (zone, byProvider) ->
                        Optional.ofNullable(byProvider.get(identity))
                                .ifPresent(read -> zones.put(zone, read)));
        return zones;
    }

    /// Whether every change of a plan is done already, at every provider.
    boolean showsAllOf(Plan plan) {
        return plan.domains().stream().allMatch(this::showsAllOf);
    }

    private boolean showsAllOf(DomainPlan domain) {
        return at(domain.zone()).values().stream()
                .allMatch(
                        observed ->
                                domain.changes().stream()
                                        .allMatch(
                                                change ->
                                                        ChangeState.of(change, observed)
                                                                instanceof ChangeState.Done));
    }

    /// The reads of a zone, by provider identity.
    Map<String, Observed> at(Name zone) {
        return Objects.requireNonNull(reads.get(zone), () -> "not read: " + zone);
    }
}
