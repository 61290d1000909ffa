package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.propagation.ServerView;

import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A name server of a zone gives no answer. Senders try the others; the switch goes on without it,
/// and verification says that it is silent.
final class NsUnreachable implements Rule {
    private static final String NOT_THE_RIGHT_ONES =
            "; name the servers in `dns.authoritative` if these are not the right ones";
    private static final String SOME =
            "bring it back, or take it out of the delegation" + NOT_THE_RIGHT_ONES;
    private static final String ALL =
            "bring one back; or serve the zone elsewhere with the change made in it"
                    + " (`mxfail plan --export bind` prints it where the provider can still be"
                    + " read) and have the registrar put those servers in the NS set at the parent"
                    + NOT_THE_RIGHT_ONES;

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
                            situation.domains().stream()
                                    .filter(d -> d.transition().view().zone().equals(zone))
                                    .flatMap(d -> unanswered(situation, d, servers))
                                    .forEach(findings::add);
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
                                                + "; a change there reaches nobody, so that DNS"
                                                + " cannot move mail now; some resolvers serve what"
                                                + " they remember for one to three days (RFC 8767),"
                                                + " others find no MX, and senders wait";
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
                                            .warn(message, all ? ALL : SOME));
                        });
        return findings;
    }

    /// Sets that no server answers for, though some answer for others; where one does answer, the
    /// servers disagree.
    private Stream<Finding> unanswered(
            Situation situation, DomainCase domain, List<ServerView> servers) {
        List<ServerView> there = servers.stream().filter(s -> s.failure().isEmpty()).toList();
        return Stream.of(Type.MX, Type.TXT)
                .filter(_ -> !there.isEmpty())
                .flatMap(
                        type -> {
                            List<String> failures =
                                    there.stream()
                                            .flatMap(
                                                    s ->
                                                            s
                                                                    .failure(domain.name(), type)
                                                                    .map(
                                                                            why ->
                                                                                    s.server()
                                                                                            + " ("
                                                                                            + why
                                                                                            + ")")
                                                                    .stream())
                                            .toList();
                            return failures.size() == there.size()
                                    ? Stream.of(unanswered(situation, domain, type, failures))
                                    : Stream.<Finding>empty();
                        });
    }

    private Finding unanswered(
            Situation situation, DomainCase domain, int type, List<String> failures) {
        String set = domain.name() + " " + Type.string(type);
        return Say.domain(this, situation, domain.name(), set, "RFC 1034, section 4.1")
                .warn(
                        "no name server answers for " + set + ": " + Say.some(failures),
                        "see what is wrong with that set there; senders that find no MX wait, and"
                                + " receivers that find no SPF put mail off");
    }

    private static String why(ServerView server) {
        return server.failure().orElse("");
    }
}
