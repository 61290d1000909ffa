package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Waits until records that were just added are on every authoritative server that answers.
final class AddedEverywhere implements Execution.Waiting {
    private static final Duration ASK = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final World world;
    private final Map<Name, List<ServerAddress>> servers;
    private final Duration atMost;

    AddedEverywhere(World world, Map<Name, List<ServerAddress>> servers, Duration atMost) {
        this.world = world;
        this.servers = servers;
        this.atMost = atMost;
    }

    @Override
    public Optional<String> forAdded(Name zone, List<RecordSet> sets) throws InterruptedException {
        Instant deadline = world.time().clock().instant().plus(atMost);
        while (true) {
            Optional<String> missing = missing(zone, sets);
            if (missing.isEmpty() || !world.time().clock().instant().isBefore(deadline)) {
                return missing;
            }
            world.time().pause().sleep(PAUSE);
        }
    }

    /// A server that gives no answer is not waited for: a dead name server at the dead site
    /// must not block the switch it is needed for.
    private Optional<String> missing(Name zone, List<RecordSet> sets) {
        Lookup lookup = world.network().lookup().get();
        boolean anyone = sets.isEmpty();
        for (ServerAddress server : servers.getOrDefault(zone, List.of())) {
            for (RecordSet set : sets) {
                DnsAnswer answer = lookup.authoritative(server, set.key(), ASK);
                if (answer instanceof DnsAnswer.Failed) {
                    break;
                }
                boolean there =
                        answer instanceof DnsAnswer.Found found && found.set().sameData(set);
                if (!there) {
                    return Optional.of(server + " does not serve " + set.key() + " yet");
                }
                anyone = true;
            }
        }
        return anyone
                ? Optional.empty()
                : Optional.of("no authoritative server of " + zone + " answers");
    }
}
