package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeState;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.Observed;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks until every authoritative server of a domain's zone serves its changes, TTLs included.
final class Published {
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int SILENT_LOOKS = 3;
    private static final int AT_ONCE = 64;

    private final World world;
    private final Map<Name, List<ServerAddress>> servers;

    Published(World world, Map<Name, List<ServerAddress>> servers) {
        this.world = world;
        this.servers = servers;
    }

    /// Waits for one domain.
    ///
    /// @return what is still missing at the end, one line; empty: all is served everywhere
    Optional<String> await(DomainPlan domain, Instant deadline)
            throws CommandFailure, InterruptedException {
        List<ServerAddress> addresses = servers.getOrDefault(domain.zone(), List.of());
        if (addresses.isEmpty()) {
            return Optional.of("no authoritative server of " + domain.zone() + " is known");
        }
        Lookup lookup = world.network().lookup().get();
        for (int look = 1; true; look++) {
            List<Seen> seen =
                    Parallel.map(addresses, AT_ONCE, address -> look(lookup, address, domain));
            List<Seen> open = seen.stream().filter(s -> s.missing().isPresent()).toList();
            boolean onlySilent = open.stream().allMatch(Seen::silent);
            boolean late = !world.time().clock().instant().isBefore(deadline);
            if (open.isEmpty() || late || (onlySilent && look >= SILENT_LOOKS)) {
                return open.stream().findFirst().flatMap(Seen::missing);
            }
            world.time().pause().sleep(PAUSE);
        }
    }

    /// What one server lacks.
    private record Seen(Optional<String> missing, boolean silent) {}

    private static Seen look(Lookup lookup, ServerAddress server, DomainPlan domain) {
        for (Change change : domain.changes()) {
            DnsAnswer answer = lookup.authoritative(server, change.key(), ASK);
            List<RecordSet> sets = new ArrayList<>();
            switch (answer) {
                case DnsAnswer.Failed failed -> {
                    return new Seen(
                            Optional.of(server + " gives no answer: " + failed.detail()), true);
                }
                case DnsAnswer.Found found -> {
                    if (found.set().key().equals(change.key())) {
                        sets.add(found.set());
                    }
                }
                case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {}
            }
            Observed observed = Observed.of(domain.zone(), 0, sets, Set.of(change.key()));
            if (!(ChangeState.of(change, observed) instanceof ChangeState.Done)) {
                return new Seen(
                        Optional.of(server + " does not serve the new " + change.key() + " yet"),
                        false);
            }
        }
        return new Seen(Optional.empty(), false);
    }

    /// For how long caches may rightly answer as before.
    ///
    /// @param negativeTtl for how long they may remember that a set was missing
    static Duration remembered(DomainPlan domain, Duration negativeTtl) {
        return domain.changes().stream()
                .map(
                        change ->
                                change.before()
                                        .map(set -> Duration.ofSeconds(set.ttl()))
                                        .orElse(negativeTtl))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
