package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Profile;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A domain as it is served, found without its provider: no credential is needed to look.
///
/// @param view what the profile wants there
/// @param servers the authoritative addresses
record ServedDomain(DomainView view, List<ServerAddress> servers) {
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final int AT_ONCE = 64;

    static ServedDomain find(Lookup lookup, Profile profile, MailDomain domain)
            throws CommandFailure, InterruptedException {
        ZoneSearch search = search(lookup, profile, domain);
        Name zone = search.zone().orElseThrow(() -> search.failure(domain.name()));
        DomainView view = LiveZones.records(profile, domain, zone);
        Map<Name, List<ServerAddress>> servers =
                AuthoritativeServers.of(lookup, profile.probing().dns(), List.of(zone));
        return new ServedDomain(view, servers.getOrDefault(zone, List.of()));
    }

    /// One server or resolver.
    private record Asked(String name, Function<RecordKey, DnsAnswer> question) {}

    /// How the search for a domain's zone ended.
    ///
    /// @param zone empty: nobody named one
    /// @param answered whether anybody said anything
    /// @param why what those asked said
    record ZoneSearch(Optional<Name> zone, boolean answered, String why) {
        static ZoneSearch found(Name zone) {
            return new ZoneSearch(Optional.of(zone), true, "");
        }

        private CommandFailure failure(Name domain) {
            return CommandFailure.refused(
                    "no-such-zone",
                    answered
                            ? "cannot find the zone of "
                                    + domain
                                    + ": "
                                    + why
                                    + "; give `zone:` and `dns.authoritative` in the profile, or"
                                    + " mend the delegation"
                            : "nobody answers who could say what is served of "
                                    + domain
                                    + ": "
                                    + why
                                    + "; bring one of them up, or name another in the profile's"
                                    + " `dns:` section");
        }
    }

    /// The enclosing zone, by its SOA: at the profile's own servers where it names them, else
    /// by a resolver.
    static ZoneSearch search(Lookup lookup, Profile profile, MailDomain domain)
            throws CommandFailure, InterruptedException {
        if (domain.zone().isPresent()) {
            return ZoneSearch.found(domain.zone().get());
        }
        List<ServerAddress> servers = profile.probing().dns().authoritative();
        List<String> resolvers =
                profile.probing().dns().resolvers().isEmpty()
                        ? List.of("system")
                        : profile.probing().dns().resolvers();
        List<Asked> asked =
                servers.isEmpty()
                        ? resolvers.stream()
                                .map(r -> new Asked(r, soa -> lookup.recursive(r, soa, ASK)))
                                .toList()
                        : servers.stream()
                                .map(
                                        s ->
                                                new Asked(
                                                        s.toString(),
                                                        soa -> lookup.authoritative(s, soa, ASK)))
                                .toList();
        Map<String, String> silent = new LinkedHashMap<>();
        boolean answered = false;
        for (Name name = domain.name(); name.labels() > 1; name = new Name(name, 1)) {
            RecordKey soa = new RecordKey(name, Type.SOA);
            List<DnsAnswer> answers =
                    Parallel.map(asked, AT_ONCE, one -> one.question().apply(soa));
            Optional<Name> zone =
                    answers.stream()
                            .flatMap(answer -> zone(answer, soa).stream())
                            .max(Comparator.comparingInt(Name::labels));
            if (zone.isPresent()) {
                return ZoneSearch.found(zone.get());
            }
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i) instanceof DnsAnswer.Failed failed) {
                    silent.put(asked.get(i).name(), failed.detail());
                    answered |= !isSilence(failed.reason());
                } else {
                    answered = true;
                }
            }
        }
        String why =
                silent.isEmpty()
                        ? "no zone holds it at "
                                + asked.stream().map(Asked::name).collect(Collectors.joining(", "))
                        : silent.entrySet().stream()
                                .map(one -> StatusReport.Silent.line(one.getKey(), one.getValue()))
                                .collect(Collectors.joining(", "));
        return new ZoneSearch(Optional.empty(), answered, why);
    }

    /// The zone that an answer about an SOA names. Who has only a zone above says no more
    /// than that, so that of several the longest counts.
    private static Optional<Name> zone(DnsAnswer answer, RecordKey soa) {
        return switch (answer) {
            case DnsAnswer.Found found when found.set().key().equals(soa) ->
                    Optional.of(soa.name());
            case DnsAnswer.NoData none -> none.zone().filter(zone -> !zone.equals(Name.root));
            case DnsAnswer.NxDomain none -> none.zone().filter(zone -> !zone.equals(Name.root));
            case DnsAnswer.Found _, DnsAnswer.Failed _ -> Optional.empty();
        };
    }

    private static boolean isSilence(DnsAnswer.Reason reason) {
        return switch (reason) {
            case TIMEOUT, UNREACHABLE -> true;
            case SERVFAIL, REFUSED, LAME, BAD_REPLY -> false;
        };
    }

    /// The site's goal, judged by what the profile knows of the others as old data.
    Optional<String> otherSite(String site) {
        List<String> others = view.sites().keySet().stream().filter(s -> !s.equals(site)).toList();
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }
}
