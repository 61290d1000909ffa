package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Mode;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Hosts of several sites at one preference. Senders choose among them at random (RFC 5321,
/// section 5.1), so that a share of the mail goes where it should not: critical where the
/// site being left is dead or must lose its authority.
final class MxEqual implements Rule {
    @Override
    public String id() {
        return "MX-EQUAL";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            List<Level> after = mixed(situation, domain, domain.transition().mxAfter());
            boolean planned = situation.task().to().isPresent();
            for (Level level : after) {
                Say say = say(situation, domain);
                String message = level.words() + ": " + level.choice();
                String fix = "give each site's hosts a preference of their own in `mx`";
                findings.add(
                        planned && situation.task().mode() != Mode.PLANNED
                                ? say.crit(message, fix)
                                : say.warn(message, fix));
            }
            if (planned && after.isEmpty()) {
                mixed(situation, domain, domain.transition().mxBefore())
                        .forEach(
                                level ->
                                        findings.add(
                                                say(situation, domain)
                                                        .warn(
                                                                level.words()
                                                                        + " are served now: "
                                                                        + level.choice(),
                                                                "this plan ends it")));
            }
        }
        return findings;
    }

    private Say say(Situation situation, DomainCase domain) {
        return Say.domain(
                this, situation, domain.name(), domain.name() + " MX", "RFC 5321, section 5.1");
    }

    /// Hosts at one preference.
    private record Level(int preference, List<Name> hosts) {
        String words() {
            return "MX " + preference + " " + Say.names(hosts);
        }

        /// The share follows from the number alone: nothing weighs MX hosts.
        String choice() {
            return "senders choose at random between sites, so that each host is the first choice"
                    + " of about %d %% of the mail that gets to this preference"
                            .formatted(Math.round(100.0 / hosts.size()));
        }
    }

    /// The levels at which hosts belong to different sites. The site that the set belongs to may
    /// name another's host: so what tells hosts apart is which others name them.
    private static List<Level> mixed(
            Situation situation, DomainCase domain, List<MXRecord> exchangers) {
        var levels = new TreeMap<Integer, List<Name>>();
        exchangers.forEach(
                mx ->
                        levels.computeIfAbsent(mx.getPriority(), _ -> new ArrayList<>())
                                .add(mx.getTarget().canonicalize()));
        Set<Name> all =
                exchangers.stream()
                        .map(mx -> mx.getTarget().canonicalize())
                        .collect(Collectors.toSet());
        List<String> others =
                situation.task().profile().sites().keySet().stream()
                        .filter(site -> !domain.hostsOf(site).equals(all))
                        .toList();
        var mixed = new ArrayList<Level>();
        levels.forEach(
                (preference, hosts) -> {
                    var owners = new HashSet<List<String>>();
                    hosts.forEach(
                            host ->
                                    owners.add(
                                            others.stream()
                                                    .filter(s -> domain.hostsOf(s).contains(host))
                                                    .toList()));
                    if (owners.size() > 1) {
                        mixed.add(new Level(preference, List.copyOf(hosts)));
                    }
                });
        return mixed;
    }
}
