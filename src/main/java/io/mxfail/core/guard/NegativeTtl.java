package io.mxfail.core.guard;

import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.propagation.ServerView;

import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Serial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Resolvers remember for long that a name of the zone does not exist: a record that a switch adds
/// stays unseen there for as long as that (RFC 2308, section 5, has one to three hours work well).
final class NegativeTtl implements Rule {
    private static final Duration LONGEST = Duration.ofHours(3);
    private static final int PROPOSED = 300;

    @Override
    public String id() {
        return "NEGATIVE-TTL";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .zones()
                .forEach(
                        (zone, servers) ->
                                longest(zone, servers)
                                        .filter(ttl -> ttl > LONGEST.toSeconds())
                                        .map(ttl -> finding(situation, zone, servers, ttl))
                                        .ifPresent(findings::add));
        return findings;
    }

    private static Optional<Long> longest(Name zone, Collection<ServerView> servers) {
        return servers.stream()
                .flatMap(server -> server.negativeTtl(zone).stream())
                .max(Long::compare);
    }

    /// The SOA of the server that is ahead with the last field lowered, and a serial that the
    /// secondaries take for newer than any that is served (RFC 1982).
    private static String mended(Name zone, Collection<ServerView> servers) {
        return servers.stream()
                .flatMap(server -> server.soa(zone).stream())
                .max((a, b) -> Serial.compare(a.getSerial(), b.getSerial()))
                .map(
                        soa ->
                                new SOARecord(
                                        zone,
                                        soa.getDClass(),
                                        soa.getTTL(),
                                        soa.getHost(),
                                        soa.getAdmin(),
                                        Serial.increment(soa.getSerial()),
                                        soa.getRefresh(),
                                        soa.getRetry(),
                                        soa.getExpire(),
                                        PROPOSED))
                .map(ToPublish::record)
                .orElseThrow();
    }

    private Finding finding(
            Situation situation, Name zone, Collection<ServerView> servers, long seconds) {
        return Say.profile(this, situation, zone + " SOA", "RFC 2308, section 5")
                .warn(
                        "resolvers remember for "
                                + seconds
                                + " s that a name or type of "
                                + zone
                                + " does not exist: what is published for the first time may stay"
                                + " unseen for so long",
                        "publish "
                                + mended(zone, servers)
                                + ": the last field of the SOA is "
                                + PROPOSED
                                + ", or between that and "
                                + LONGEST.toSeconds()
                                + "; where the provider counts the serial itself, change that"
                                + " field alone");
    }
}
