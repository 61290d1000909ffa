package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.propagation.ServerView;

import org.xbill.DNS.Name;
import org.xbill.DNS.Serial;
import org.xbill.DNS.Type;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The servers of a zone serve different data: a secondary lags or was left behind, so that who
/// asks it goes elsewhere than the others.
///
/// What mail depends on is compared first, MX and SPF; where that is equal, the serial; where that
/// is equal too, what else the zone says of itself, since servers that follow each other have it
/// alike.
final class NsDisagree implements Rule {
    private static final String LAG =
            "see why a secondary does not follow (NOTIFY, transfer, TSIG)";
    private static final String APART =
            "the servers hold the zone apart from each other: make one of them the primary of the"
                    + " others, or keep them alike by hand";

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
                            int before = findings.size();
                            situation.domains().stream()
                                    .filter(d -> d.transition().view().zone().equals(zone))
                                    .forEach(d -> mail(situation, d, servers, findings));
                            if (findings.size() == before) {
                                itself(situation, zone, servers).ifPresent(findings::add);
                            }
                        });
        return findings;
    }

    private void mail(
            Situation situation,
            DomainCase domain,
            List<ServerView> servers,
            List<Finding> findings) {
        if (isAnswered(servers, domain, Type.MX)) {
            groups(servers, server -> server.mxInWords(domain.name()))
                    .map(facts -> finding(situation, domain, "MX", facts, servers))
                    .ifPresent(findings::add);
        }
        if (isAnswered(servers, domain, Type.TXT)) {
            groups(servers, server -> spf(server, domain))
                    .map(facts -> finding(situation, domain, "TXT", facts, servers))
                    .ifPresent(findings::add);
        }
    }

    /// Servers that all fail do not disagree, whatever each says about it.
    private static boolean isAnswered(List<ServerView> servers, DomainCase domain, int type) {
        return servers.stream()
                .anyMatch(
                        server ->
                                server.failure().isEmpty()
                                        && server.failure(domain.name(), type).isEmpty());
    }

    private Finding finding(
            Situation situation,
            DomainCase domain,
            String type,
            String facts,
            List<ServerView> servers) {
        String wait = wait(situation, domain.transition().view().zone(), servers);
        return Say.domain(
                        this,
                        situation,
                        domain.name(),
                        domain.name() + " " + type,
                        "RFC 1034, section 4.3.5")
                .warn("name servers disagree: " + facts + wait, LAG);
    }

    /// The SPF records there, as receivers compare them; other texts at the name are no matter of
    /// mail.
    private static Optional<String> spf(ServerView server, DomainCase domain) {
        Optional<Set<String>> texts = server.texts(domain.name());
        if (texts.isEmpty()) {
            return server.failure().isPresent()
                    ? Optional.empty()
                    : server.failure(domain.name(), Type.TXT)
                            .map(why -> "gives no answer (" + why + ")");
        }
        TreeSet<String> records =
                texts.get().stream()
                        .filter(SpfText::isSpf)
                        .map(text -> text.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(
                records.isEmpty()
                        ? "says no SPF"
                        : "says \"" + String.join("\", \"", records) + "\"");
    }

    private Optional<Finding> itself(Situation situation, Name zone, List<ServerView> servers) {
        Optional<String> serials =
                groups(servers, server -> server.serial(zone).map(serial -> "has " + serial));
        if (serials.isPresent()) {
            return Optional.of(
                    zone(situation, zone, "SOA")
                            .warn(
                                    "name servers hold different versions of "
                                            + zone
                                            + ": "
                                            + serials.get()
                                            + wait(situation, zone, servers),
                                    LAG));
        }
        Optional<String> names =
                groups(servers, server -> server.nameServers(zone).map(NsDisagree::inWords));
        if (names.isPresent()) {
            return Optional.of(
                    zone(situation, zone, "NS")
                            .warn(
                                    "name servers disagree who serves " + zone + ": " + names.get(),
                                    APART));
        }
        return groups(servers, server -> server.soaInWords(zone).map(soa -> "says " + soa))
                // several providers each write an SOA of their own
                .filter(_ -> situation.services().providers().size() < 2)
                .map(
                        facts ->
                                zone(situation, zone, "SOA")
                                        .warn(
                                                "name servers hold one serial and different SOA"
                                                        + " records of "
                                                        + zone
                                                        + ": "
                                                        + facts,
                                                APART));
    }

    /// How long a secondary that only lags may at worst do so, where serials tell that one does: it
    /// asks its primary again after the refresh time of the SOA that it has.
    private static String wait(Situation situation, Name zone, List<ServerView> servers) {
        List<Long> serials =
                servers.stream().flatMap(s -> s.serial(zone).stream()).distinct().toList();
        if (serials.size() < 2) {
            return "";
        }
        return servers.stream()
                .filter(s -> s.serial(zone).filter(own -> isBehind(own, serials)).isPresent())
                .flatMap(s -> s.refresh(zone).stream())
                .max(Comparator.naturalOrder())
                .map(
                        seconds ->
                                "; a secondary that was not notified asks its primary again within"
                                        + " %d s (SOA refresh), by %s at the latest"
                                                .formatted(
                                                        seconds,
                                                        situation
                                                                .task()
                                                                .now()
                                                                .plusSeconds(seconds)
                                                                .truncatedTo(ChronoUnit.SECONDS)))
                .orElse("");
    }

    /// Serials go round (RFC 1982, section 3.2).
    private static boolean isBehind(long serial, List<Long> others) {
        return others.stream().anyMatch(other -> Serial.compare(serial, other) < 0);
    }

    private static String inWords(Collection<Name> names) {
        return names.isEmpty() ? "says nobody" : "says " + Say.names(names);
    }

    private Say zone(Situation situation, Name zone, String type) {
        return Say.profile(this, situation, zone + " " + type, "RFC 1034, section 4.3.5");
    }

    /// Who says what, where not all say the same; who was not asked, or is silent, says nothing.
    private static Optional<String> groups(
            List<ServerView> servers, Function<ServerView, Optional<String>> answer) {
        var answers = new TreeMap<String, Set<String>>();
        for (ServerView server : servers) {
            answer.apply(server)
                    .ifPresent(
                            words ->
                                    answers.computeIfAbsent(words, _ -> new TreeSet<>())
                                            .add(server.server()));
        }
        if (answers.size() < 2) {
            return Optional.empty();
        }
        var facts = new ArrayList<String>();
        answers.forEach((words, who) -> facts.add(Say.some(who) + " " + words));
        return Optional.of(String.join("; ", facts));
    }
}
