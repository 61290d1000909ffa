package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.propagation.ServerView;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The servers of a zone serve different data: a secondary lags or was left behind, so that who
/// asks
/// it goes elsewhere than the others.
final class NsDisagree implements Rule {
    @Override
    public String id() {
        return "NS-DISAGREE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        situation
                .zones()
                .forEach(
                        (zone, servers) -> {
                            var domains =
                                    situation.domains().stream()
                                            .filter(d -> d.transition().view().zone().equals(zone))
                                            .toList();
                            int before = findings.size();
                            domains.forEach(d -> mx(situation, d, servers, findings));
                            if (findings.size() == before) {
                                serials(situation, zone, servers, findings);
                            }
                        });
        return findings;
    }

    private void mx(
            Situation situation,
            DomainCase domain,
            List<ServerView> servers,
            List<Finding> findings) {
        var answers = new TreeMap<String, Set<String>>();
        for (ServerView server : servers) {
            server.mxInWords(domain.name())
                    .ifPresent(
                            words ->
                                    answers.computeIfAbsent(words, _ -> new TreeSet<>())
                                            .add(server.server()));
        }
        if (answers.size() > 1) {
            var facts = new ArrayList<String>();
            answers.forEach((mx, who) -> facts.add(Say.some(who) + " " + mx));
            findings.add(
                    Say.domain(
                                    this,
                                    situation,
                                    domain.name(),
                                    domain.name() + " MX",
                                    "RFC 1034, section 4.3.5")
                            .warn(
                                    "name servers disagree: " + String.join("; ", facts),
                                    "see why a secondary does not follow (NOTIFY, transfer,"
                                            + " TSIG)"));
        }
    }

    private void serials(
            Situation situation, Name zone, List<ServerView> servers, List<Finding> findings) {
        var serials = new TreeMap<Long, Set<String>>();
        for (ServerView server : servers) {
            server.serial(zone)
                    .ifPresent(
                            serial ->
                                    serials.computeIfAbsent(serial, _ -> new TreeSet<>())
                                            .add(server.server()));
        }
        if (serials.size() > 1) {
            var facts = new ArrayList<String>();
            serials.forEach((serial, who) -> facts.add(Say.some(who) + " has " + serial));
            findings.add(
                    Say.profile(this, situation, zone + " SOA", "RFC 1034, section 4.3.5")
                            .warn(
                                    "name servers hold different versions of "
                                            + zone
                                            + ": "
                                            + String.join("; ", facts),
                                    "see why a secondary does not follow (NOTIFY, transfer,"
                                            + " TSIG)"));
        }
    }
}
