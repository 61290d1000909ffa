package io.mxfail.core.guard;

import io.mxfail.core.propagation.ZoneSecurity;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The zones of which it is known what DNSSEC says, with whom that concerns: the profile's own
/// zones all, another one the sites whose mail hosts it holds.
final class SecuredZones {
    private SecuredZones() {}

    /// @param own whether domains of the profile lie in it
    /// @param used mail hosts in it, with who uses them
    record Zone(
            Name name,
            ZoneSecurity.Verdict verdict,
            boolean own,
            List<Name> used,
            Situation.Use use) {
        Say say(Rule rule, Situation situation, String reference) {
            return own
                    ? Say.profile(rule, situation, name + " DNSSEC", reference)
                    : Say.host(
                            rule,
                            situation,
                            use.site(),
                            use.domains(),
                            name + " DNSSEC",
                            reference);
        }

        /// Whom it concerns, where that is not plain.
        String hosts() {
            return own || used.isEmpty() ? "" : " (zone of " + Say.names(used) + ")";
        }
    }

    static List<Zone> of(Situation situation) {
        var zones = new ArrayList<Zone>();
        situation
                .services()
                .outside()
                .security()
                .forEach(
                        (name, security) -> {
                            boolean own =
                                    situation.domains().stream()
                                            .anyMatch(
                                                    d -> d.transition().view().zone().equals(name));
                            zones.add(
                                    zone(
                                            situation,
                                            name,
                                            security.judge(situation.task().now()),
                                            own));
                        });
        return List.copyOf(zones);
    }

    private static Zone zone(
            Situation situation, Name name, ZoneSecurity.Verdict verdict, boolean own) {
        var used = new ArrayList<Name>();
        var sites = new TreeSet<String>();
        var domains = new TreeSet<Name>();
        var uses = new TreeMap<Name, Situation.Use>();
        // every site's, since what is wrong at one that is not the target is worth knowing too
        for (Situation.DomainCase domain : situation.domains()) {
            domain.transition()
                    .view()
                    .sites()
                    .keySet()
                    .forEach(
                            site ->
                                    domain.hostsOf(site)
                                            .forEach(
                                                    host -> {
                                                        Situation.Use use =
                                                                uses.computeIfAbsent(
                                                                        host,
                                                                        _ ->
                                                                                new Situation.Use(
                                                                                        new TreeSet<>(),
                                                                                        new TreeSet<>()));
                                                        use.sites().add(site);
                                                        use.domains().add(domain.name());
                                                    }));
        }
        uses.forEach(
                (host, use) -> {
                    if (isZoneOf(situation, name, host)) {
                        used.add(host);
                        sites.addAll(use.sites());
                        domains.addAll(use.domains());
                    }
                });
        return new Zone(name, verdict, own, List.copyOf(used), new Situation.Use(sites, domains));
    }

    /// Not a zone above that of the host.
    private static boolean isZoneOf(Situation situation, Name zone, Name host) {
        return situation.services().outside().security().keySet().stream()
                .filter(host::subdomain)
                .max(java.util.Comparator.comparingInt(Name::labels))
                .filter(zone::equals)
                .isPresent();
    }

    /// Whether a zone is vouched for by a parent that nobody vouches for.
    static boolean isIsland(Situation situation, Name zone) {
        return Optional.ofNullable(situation.services().outside().security().get(zone))
                .filter(security -> security.isIsland(situation.task().now()))
                .isPresent();
    }

    /// Whether a zone's data can be validated at all; empty: not known.
    static Optional<Boolean> isVouchedFor(Situation situation, Name zone) {
        return Optional.ofNullable(situation.services().outside().security().get(zone))
                .flatMap(security -> security.isVouchedFor(situation.task().now()));
    }
}
