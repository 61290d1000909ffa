package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.Outside;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.propagation.ServerView;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks name servers and resolvers about zones, everyone at once and each for little.
final class NameServerQuestions {
    private static final int AT_ONCE = 64;

    /// Resolvers are asked about a few zones only: what they see of one they see of its like.
    private static final int MOST_ZONES = 8;

    private final Lookup lookup;
    private final Duration limit;

    /// @param limit of each question
    NameServerQuestions(Lookup lookup, Duration limit) {
        this.lookup = lookup;
        this.limit = limit;
    }

    /// What each authoritative address of each zone answers about the zone and its domains.
    Map<Name, List<ServerView>> views(
            Collection<DomainView> domains, Map<Name, List<ServerAddress>> servers)
            throws CommandFailure, InterruptedException {
        record Query(Name zone, ServerAddress server, RecordKey key) {}
        var questions = new ArrayList<Query>();
        servers.forEach(
                (zone, addresses) -> {
                    for (ServerAddress address : addresses) {
                        questions.add(new Query(zone, address, new RecordKey(zone, Type.SOA)));
                        questions.add(new Query(zone, address, new RecordKey(zone, Type.NS)));
                        domains.stream()
                                .filter(view -> view.zone().equals(zone))
                                .flatMap(view -> Stream.of(view.mx(), view.spf()))
                                .forEach(key -> questions.add(new Query(zone, address, key)));
                    }
                });
        // one more for each server: whether it offers recursion does not depend on the zone
        var zoneOf = new LinkedHashMap<ServerAddress, Name>();
        servers.forEach((zone, addresses) -> addresses.forEach(a -> zoneOf.putIfAbsent(a, zone)));
        List<Parallel.Task<Integer, Object>> tasks = new ArrayList<>();
        questions.forEach(q -> tasks.add(_ -> lookup.authoritative(q.server(), q.key(), limit)));
        zoneOf.forEach((server, zone) -> tasks.add(_ -> lookup.recursion(server, zone, limit)));
        List<Object> answers = Parallel.map(tasks, AT_ONCE, task -> task.run(0));

        var recursion = new HashMap<ServerAddress, Boolean>();
        int next = questions.size();
        for (ServerAddress server : zoneOf.keySet()) {
            if (answers.get(next++) instanceof Optional<?> known
                    && known.isPresent()
                    && known.get() instanceof Boolean offered) {
                recursion.put(server, offered);
            }
        }
        Map<Name, Map<ServerAddress, Map<RecordKey, DnsAnswer>>> grouped = new TreeMap<>();
        for (int i = 0; i < questions.size(); i++) {
            Query q = questions.get(i);
            grouped.computeIfAbsent(q.zone(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(q.server(), _ -> new HashMap<>())
                    .put(q.key(), (DnsAnswer) answers.get(i));
        }
        var views = new TreeMap<Name, List<ServerView>>();
        servers.keySet().forEach(zone -> views.put(zone, List.of()));
        grouped.forEach(
                (zone, byServer) ->
                        views.put(
                                zone,
                                byServer.entrySet().stream()
                                        .map(
                                                e ->
                                                        new ServerView(
                                                                e.getKey().toString(),
                                                                e.getValue(),
                                                                Optional.ofNullable(
                                                                        recursion.get(e.getKey()))))
                                        .toList()));
        return views;
    }

    /// What the panel of resolvers says.
    ///
    /// @param replies what became of asking each: empty text where it answered, else why not
    /// @param views what each sees of some zones
    record Panel(Map<String, String> replies, Map<Name, List<ServerView>> views) {
        static final Panel NONE = new Panel(Map.of(), Map.of());
    }

    /// Asks resolvers for the name servers of zones: these exist, so that asking leaves no negative
    /// answer behind.
    Panel panel(Collection<DomainView> domains, Probing.Dns dns)
            throws CommandFailure, InterruptedException {
        List<Name> zones =
                domains.stream().map(DomainView::zone).distinct().limit(MOST_ZONES).toList();
        if (zones.isEmpty() || dns.resolvers().isEmpty()) {
            return Panel.NONE;
        }
        var resolvers = new ArrayList<>(dns.resolvers());
        boolean machineToo = dns.authoritative().isEmpty() && !resolvers.contains("system");
        if (machineToo) {
            // no member of the panel, but who works here sees the world through it
            resolvers.add("system");
        }
        record Query(String resolver, Name zone) {}
        var questions = new ArrayList<Query>();
        zones.forEach(zone -> resolvers.forEach(r -> questions.add(new Query(r, zone))));
        List<DnsAnswer> answers =
                Parallel.map(
                        questions,
                        AT_ONCE,
                        q ->
                                lookup.recursive(
                                        q.resolver(), new RecordKey(q.zone(), Type.NS), limit));
        var replies = new LinkedHashMap<String, String>();
        var views = new TreeMap<Name, List<ServerView>>();
        for (int i = 0; i < questions.size(); i++) {
            Query q = questions.get(i);
            if (dns.resolvers().contains(q.resolver())) {
                replies.putIfAbsent(
                        q.resolver(),
                        answers.get(i) instanceof DnsAnswer.Failed failed ? failed.detail() : "");
            }
            views.computeIfAbsent(q.zone(), _ -> new ArrayList<>())
                    .add(
                            new ServerView(
                                    q.resolver(),
                                    Map.of(new RecordKey(q.zone(), Type.NS), answers.get(i))));
        }
        return new Panel(replies, views);
    }

    /// What the rest of DNS says of zones, as the rules want it.
    static Outside outside(Panel panel, Map<Name, List<Lookup.NameServer>> delegations) {
        var parents = new TreeMap<Name, Set<Name>>();
        delegations.forEach(
                (zone, servers) ->
                        parents.put(
                                zone,
                                servers.stream()
                                        .map(server -> server.name().canonicalize())
                                        .collect(Collectors.toSet())));
        var glue = new TreeMap<Name, List<Outside.Glue>>();
        delegations.forEach((zone, servers) -> glue.put(zone, glue(servers)));
        return new Outside(panel.views(), parents, Map.of(), glue);
    }

    /// Of the servers for which the parent gives addresses.
    private static List<Outside.Glue> glue(List<Lookup.NameServer> servers) {
        var names = new TreeSet<Name>();
        servers.stream()
                .filter(server -> server.known() != Lookup.Known.RECORD)
                .forEach(server -> names.add(server.name()));
        return names.stream()
                .map(
                        name ->
                                new Outside.Glue(
                                        name,
                                        addresses(servers, name, Lookup.Known.RECORD),
                                        addresses(servers, name, Lookup.Known.GLUE)))
                .toList();
    }

    private static Set<String> addresses(
            List<Lookup.NameServer> servers, Name name, Lookup.Known not) {
        return servers.stream()
                .filter(server -> server.name().equals(name) && server.known() != not)
                .map(server -> server.address().host())
                .collect(Collectors.toSet());
    }
}
