package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads a profile's zones at its providers and, at the same time, asks everybody else about them:
/// neither needs the other's answer, and a dead provider must not keep the mail hosts unseen.
final class Sighting {
    private static final int AT_ONCE = 64;

    private final Lookup lookup;
    private final Profile profile;
    private final Accounts accounts;
    private final Assessment assessment;
    private final Collection<MailDomain> wanted;
    private final List<String> sites;
    private final AtomicBoolean read = new AtomicBoolean();

    private Sighting(
            World world,
            Profile profile,
            Accounts accounts,
            Collection<MailDomain> wanted,
            List<String> sites) {
        this.lookup = world.network().lookup().get();
        this.profile = profile;
        this.accounts = accounts;
        this.assessment = new Assessment(world, profile, accounts);
        this.wanted = wanted;
        this.sites = sites;
    }

    /// What there is to judge.
    ///
    /// @param live what the providers have; the name servers' word where a provider is silent
    record Sighted(LiveZones live, Assessment.Seen seen) {}

    /// @param look a world whose DNS is looked at once: both sides have questions in common
    /// @param sites whose mail hosts are probed
    static Sighted of(
            World look,
            Profile profile,
            Accounts accounts,
            Collection<MailDomain> wanted,
            List<String> sites)
            throws CommandFailure, InterruptedException {
        return new Sighting(look, profile, accounts, wanted, sites).run();
    }

    /// What was seen of domains whose zones the name servers themselves told.
    private record Early(List<DomainView> views, Assessment.Seen seen) {
        boolean covers(LiveZones live) {
            return views.stream()
                    .allMatch(
                            view ->
                                    Optional.ofNullable(live.domains().get(view.name()))
                                            .map(DomainView::zone)
                                            .filter(zone -> !zone.equals(view.zone()))
                                            .isEmpty());
        }
    }

    private Sighted run() throws CommandFailure, InterruptedException {
        record Half(Optional<LiveZones> live, Optional<Early> early) {}
        List<Parallel.Task<Integer, Half>> halves =
                List.of(
                        _ -> new Half(Optional.of(atProviders()), Optional.empty()),
                        _ -> new Half(Optional.empty(), early()));
        List<Half> both = Parallel.map(halves, halves.size(), half -> half.run(0));
        LiveZones live =
                InsteadServed.of(both.getFirst().live().orElseThrow(), lookup, profile, wanted);
        Optional<Early> early = both.getLast().early().filter(seen -> seen.covers(live));
        return new Sighted(
                live,
                early.isPresent() ? early.get().seen() : assessment.observe(scope(live), sites));
    }

    private LiveZones atProviders() throws CommandFailure, InterruptedException {
        try {
            return LiveZones.read(accounts, profile, wanted);
        } finally {
            read.set(true);
        }
    }

    /// Empty where the zone of any domain has to be learned from its provider.
    private Optional<Early> early() throws CommandFailure, InterruptedException {
        List<Optional<Name>> zones =
                Parallel.map(
                        wanted,
                        AT_ONCE,
                        domain -> ServedDomain.search(lookup, profile, domain).zone());
        var views = new ArrayList<DomainView>();
        for (MailDomain domain : wanted) {
            Optional<Name> zone = zones.get(views.size()).filter(z -> domain.name().subdomain(z));
            if (zone.isEmpty()) {
                return Optional.empty();
            }
            views.add(LiveZones.view(profile, domain, zone.get()));
        }
        var names = new TreeSet<Name>();
        views.forEach(view -> names.add(view.zone()));
        Assessment.Seen seen = assessment.observe(new Scope(views, List.of(), names), sites);
        if (!read.get()) {
            // a provider that takes so long may never answer: have ready what stands in for it
            Parallel.map(
                    views,
                    AT_ONCE,
                    view ->
                            LiveReads.of(
                                    lookup,
                                    view,
                                    seen.servers().getOrDefault(view.zone(), List.of())));
        }
        return Optional.of(new Early(views, seen));
    }

    /// Domains that nobody shows still have mail hosts: the profile names them.
    private Scope scope(LiveZones live) throws CommandFailure, InterruptedException {
        var adrift = new ArrayList<DomainView>();
        var zones = new TreeSet<Name>(live.reads().keySet());
        List<ServerAddress> named = profile.probing().dns().authoritative();
        for (MailDomain domain : wanted) {
            if (live.domains().containsKey(domain.name())) {
                continue;
            }
            ServedDomain.ZoneSearch search = ServedDomain.search(lookup, profile, domain);
            Name zone = search.zone().orElse(domain.name());
            adrift.add(LiveZones.view(profile, domain, zone));
            // which of the name servers are silent is worth a finding; what one says that answers
            // is told with the provider's
            if (search.zone().isPresent() || !search.answered() && !named.isEmpty()) {
                zones.add(zone);
            }
        }
        return new Scope(List.copyOf(live.domains().values()), adrift, zones);
    }
}
