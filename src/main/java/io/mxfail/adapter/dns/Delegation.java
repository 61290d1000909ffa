package io.mxfail.adapter.dns;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.port.Lookup.Known;
import io.mxfail.port.Lookup.NameServer;
import io.mxfail.wire.dns.Exchange;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Finds the servers of a zone as its parent names them, since those are whom the world asks.
///
/// The resolver tells only where the parent's servers are. These are all asked, and what they name
/// counts together: while a delegation changes, they differ, and the world asks both.
final class Delegation {
    /// Zone cuts between the zone that the resolver knew of and the one asked for.
    private static final int MOST_CUTS = 8;

    private static final Comparator<ServerAddress> V4_FIRST =
            Comparator.<ServerAddress, Boolean>comparing(a -> a.host().indexOf(':') >= 0)
                    .thenComparing(Comparator.naturalOrder());

    private final DnsLookup lookup;
    private final ExecutorService threads;
    private final String resolver;
    private final long end;

    Delegation(DnsLookup lookup, ExecutorService threads, String resolver, Duration timeout) {
        this.lookup = lookup;
        this.threads = threads;
        this.resolver = resolver;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    /// Servers by name, and the addresses that came with the names.
    private record Servers(Set<Name> names, Map<Name, Set<ServerAddress>> glue) {
        static Servers named(Collection<Name> names) {
            return new Servers(new TreeSet<>(names), new TreeMap<>());
        }

        void add(Servers other) {
            names.addAll(other.names);
            other.glue.forEach(
                    (name, addresses) ->
                            glue.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(addresses));
        }
    }

    List<NameServer> of(Name zone) {
        if (zone.equals(Name.root)) {
            return addresses(nameServers(zone).map(Servers::named).orElse(Servers.named(Set.of())));
        }
        Optional<Name> above = parent(zone);
        if (above.isEmpty()) {
            return List.of();
        }
        Name parent = above.get();
        Servers asked = Servers.named(nameServers(parent).orElse(List.of()));
        for (int cuts = 0; cuts < MOST_CUTS; cuts++) {
            List<NameServer> parents = addresses(asked);
            if (parents.isEmpty()) {
                // The parent's word about itself leads nowhere; its own parent knows better.
                parents = of(parent);
            }
            Map<Name, Servers> referrals = referrals(parents, zone);
            Servers found = referrals.get(zone);
            if (found != null) {
                return addresses(found);
            }
            Name last = parent;
            Optional<Name> deeper =
                    referrals.keySet().stream()
                            .filter(cut -> cut.subdomain(last) && !cut.equals(last))
                            .max(Comparator.comparingInt(Name::labels));
            if (deeper.isEmpty()) {
                return List.of();
            }
            parent = deeper.get();
            asked = referrals.getOrDefault(parent, Servers.named(Set.of()));
        }
        return List.of();
    }

    /// The closest zone above that the resolver knows of.
    private Optional<Name> parent(Name zone) {
        for (Name at = new Name(zone, 1); ; at = new Name(at, 1)) {
            if (nameServers(at).isPresent()) {
                return Optional.of(at);
            }
            if (at.equals(Name.root)) {
                return Optional.empty();
            }
        }
    }

    /// The names of a zone's servers, as the resolver says; empty where the name is no zone.
    private Optional<List<Name>> nameServers(Name zone) {
        return ask(new RecordKey(zone, Type.NS))
                .map(set -> set.records().stream().map(r -> ((NSRecord) r).getTarget()).toList());
    }

    private Optional<RecordSet> ask(RecordKey key) {
        return lookup.recursive(resolver, key, left())
                                instanceof DnsAnswer.Found(var set, var aliased)
                        && !aliased
                ? Optional.of(set)
                : Optional.empty();
    }

    /// What the parent's servers say, by the cut that they refer to. One that is silent must
    /// not use up the time for the rest.
    private Map<Name, Servers> referrals(List<NameServer> parents, Name zone) {
        Duration limit = left().dividedBy(2);
        RecordKey question = new RecordKey(zone, Type.NS);
        List<Callable<Exchange>> questions = new ArrayList<>();
        for (NameServer server : parents) {
            questions.add(() -> lookup.exchange(server.address(), question, false, limit));
        }
        var referrals = new TreeMap<Name, Servers>();
        for (Exchange exchange : all(questions)) {
            if (exchange instanceof Exchange.Reply reply && reply.rcode() == Rcode.NOERROR) {
                cut(reply.message(), zone)
                        .ifPresent(
                                cut ->
                                        referrals
                                                .computeIfAbsent(cut, _ -> Servers.named(Set.of()))
                                                .add(servers(reply.message(), cut)));
            }
        }
        return referrals;
    }

    /// Where a server of the parent has the child too, it answers with the child's own set: another
    /// one cannot be had from it.
    private static Optional<Name> cut(Message message, Name zone) {
        return nameServerRecords(message)
                .map(Record::getName)
                .map(Name::canonicalize)
                .filter(zone::subdomain)
                .filter(owner -> !owner.equals(Name.root))
                .max(Comparator.comparingInt(Name::labels));
    }

    /// Glue counts for names below the cut alone: no parent has a say about others.
    private Servers servers(Message message, Name cut) {
        var servers = Servers.named(Set.of());
        nameServerRecords(message)
                .filter(ns -> ns.getName().equals(cut))
                .forEach(ns -> servers.names().add(ns.getTarget().canonicalize()));
        for (Record record : message.getSection(Section.ADDITIONAL)) {
            Name owner = record.getName().canonicalize();
            if (servers.names().contains(owner) && owner.subdomain(cut)) {
                address(record)
                        .ifPresent(
                                address ->
                                        servers.glue()
                                                .computeIfAbsent(owner, _ -> new TreeSet<>())
                                                .add(address));
            }
        }
        return servers;
    }

    private static Stream<NSRecord> nameServerRecords(Message message) {
        return Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> message.getSection(section).stream())
                .filter(NSRecord.class::isInstance)
                .map(NSRecord.class::cast);
    }

    /// Every address of these servers: the glue, and what the resolver finds, since the world uses
    /// both.
    private List<NameServer> addresses(Servers servers) {
        List<Name> names = List.copyOf(servers.names());
        List<Callable<Optional<Set<ServerAddress>>>> questions = new ArrayList<>();
        for (Name name : names) {
            questions.add(() -> addresses(name, Type.A));
            questions.add(() -> addresses(name, Type.AAAA));
        }
        List<Optional<Set<ServerAddress>>> found = all(questions);
        if (found.size() < questions.size()) {
            return List.of();
        }
        var all = new ArrayList<NameServer>();
        for (int i = 0; i < names.size(); i++) {
            Set<ServerAddress> glue = servers.glue().getOrDefault(names.get(i), Set.of());
            var records = new TreeSet<ServerAddress>();
            boolean told = true;
            for (Optional<Set<ServerAddress>> answer : found.subList(2 * i, 2 * i + 2)) {
                answer.ifPresent(records::addAll);
                told &= answer.isPresent();
            }
            var addresses = new TreeSet<>(V4_FIRST);
            addresses.addAll(glue);
            addresses.addAll(records);
            for (ServerAddress address : addresses) {
                Known known = Known.BOTH;
                if (told && !records.contains(address)) {
                    known = Known.GLUE;
                } else if (!glue.contains(address)) {
                    known = Known.RECORD;
                }
                all.add(new NameServer(names.get(i), address, known));
            }
        }
        return all;
    }

    /// Empty where nobody tells.
    private Optional<Set<ServerAddress>> addresses(Name name, int type) {
        return switch (lookup.recursive(resolver, new RecordKey(name, type), left())) {
            case DnsAnswer.Found(var set, _) -> {
                var addresses = new TreeSet<ServerAddress>();
                set.records().forEach(record -> address(record).ifPresent(addresses::add));
                yield Optional.of(addresses);
            }
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.of(Set.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }

    private Optional<ServerAddress> address(Record record) {
        Optional<InetAddress> address =
                switch (record) {
                    case ARecord v4 -> Optional.of(v4.getAddress());
                    case AAAARecord v6 -> Optional.of(v6.getAddress());
                    default -> Optional.empty();
                };
        return address.map(a -> lookup.nameServer(a.getHostAddress()));
    }

    /// Asks all at once; fewer answers than questions where the thread was interrupted.
    private <T> List<T> all(Collection<Callable<T>> questions) {
        var answers = new ArrayList<T>();
        try {
            for (Future<T> answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question failed", e.getCause());
        }
        return answers;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
