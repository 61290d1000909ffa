package io.mxfail.core.guard;

import io.mxfail.core.propagation.ServerView;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A resolver knows the zone under other name servers, or not at all: it sees an inside view, or
/// mxfail does. What is checked and verified here is then not what the world sees.
///
/// Name servers are compared and not MX sets, since those differ in caches after every switch.
final class SplitHorizon implements Rule {
    @Override
    public String id() {
        return "SPLIT-HORIZON";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .services()
                .outside()
                .resolvers()
                .forEach(
                        (zone, resolvers) ->
                                finding(situation, zone, resolvers).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> finding(Situation situation, Name zone, List<ServerView> resolvers) {
        var known = new TreeSet<>(NsDelegation.ownNameServers(situation, zone));
        known.addAll(situation.services().outside().parents().getOrDefault(zone, Set.of()));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var others = new ArrayList<String>();
        for (ServerView resolver : resolvers) {
            resolver.nameServers(zone)
                    .filter(seen -> seen.stream().noneMatch(known::contains))
                    .ifPresent(
                            seen ->
                                    others.add(
                                            resolver.server()
                                                    + (seen.isEmpty()
                                                            ? " knows no such zone"
                                                            : " is told " + Say.names(seen))));
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Say.profile(this, situation, zone + " NS", "RFC 9499, section 6")
                                .warn(
                                        "resolvers see another "
                                                + zone
                                                + " than the one asked here, which names "
                                                + Say.names(known)
                                                + ": "
                                                + Say.some(others),
                                        "name the servers that the world asks in"
                                                + " `dns.authoritative`, and resolvers outside of"
                                                + " the company's network in `dns.resolvers`"));
    }
}
