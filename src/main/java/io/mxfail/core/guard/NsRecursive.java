package io.mxfail.core.guard;

import io.mxfail.core.propagation.ServerView;

import java.util.ArrayList;
import java.util.List;

/// An authoritative server offers recursion: it may answer from a cache where it should answer from
/// its zones, and can be misused against others (RFC 5358).
final class NsRecursive implements Rule {
    @Override
    public String id() {
        return "NS-RECURSIVE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .zones()
                .forEach(
                        (zone, servers) -> {
                            List<String> recursive =
                                    servers.stream()
                                            .filter(s -> s.recursion().orElse(false))
                                            .map(ServerView::server)
                                            .toList();
                            if (!recursive.isEmpty()) {
                                findings.add(
                                        Say.profile(
                                                        this,
                                                        situation,
                                                        zone.toString(),
                                                        "RFC 5358, section 4")
                                                .warn(
                                                        "name servers of "
                                                                + zone
                                                                + " offer recursion, at least to"
                                                                + " this machine: "
                                                                + Say.some(recursive),
                                                        "switch recursion off there, or keep"
                                                                + " resolvers and authoritative"
                                                                + " servers apart"));
                            }
                        });
        return findings;
    }
}
