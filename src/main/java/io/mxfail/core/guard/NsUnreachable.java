package io.mxfail.core.guard;

import io.mxfail.core.propagation.ServerView;

import java.util.ArrayList;
import java.util.List;

/// A name server of a zone gives no answer. Senders try the others; the switch goes on without it,
/// and verification says that it is silent.
final class NsUnreachable implements Rule {
    @Override
    public String id() {
        return "NS-UNREACHABLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .zones()
                .forEach(
                        (zone, servers) -> {
                            List<String> silent =
                                    servers.stream()
                                            .filter(s -> s.failure().isPresent())
                                            .filter(s -> s.lame(zone).isEmpty())
                                            .map(s -> s.server() + " (" + why(s) + ")")
                                            .toList();
                            boolean all = silent.size() == servers.size();
                            if (silent.isEmpty() && !servers.isEmpty()) {
                                return;
                            }
                            String message;
                            if (servers.isEmpty()) {
                                message = "no name server of " + zone + " could be found";
                            } else if (all) {
                                message =
                                        "no name server of "
                                                + zone
                                                + " answers: "
                                                + Say.some(silent)
                                                + "; a change there reaches nobody";
                            } else {
                                message =
                                        silent.size()
                                                + " of "
                                                + servers.size()
                                                + " name servers of "
                                                + zone
                                                + " give no answer: "
                                                + Say.some(silent);
                            }
                            findings.add(
                                    Say.profile(
                                                    this,
                                                    situation,
                                                    zone.toString(),
                                                    "RFC 1034, section 4.1")
                                            .warn(
                                                    message,
                                                    "bring it back, or take it out of the"
                                                            + " delegation; name the servers in"
                                                            + " `dns.authoritative` if these are"
                                                            + " not the right ones"));
                        });
        return findings;
    }

    private static String why(ServerView server) {
        return server.failure().orElse("");
    }
}
