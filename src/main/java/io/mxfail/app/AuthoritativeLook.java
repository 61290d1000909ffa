package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.propagation.Convergence;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks every authoritative address of a zone how much of a goal it serves: the sets that decide,
/// then what goes with them, then whether they are signed so that resolvers believe them.
final class AuthoritativeLook {
    private static final int AT_ONCE = 64;

    private final Map<Name, List<ServerAddress>> servers;
    private final NewSignatures signatures;
    private final InstantSource clock;
    private final Duration limit;

    /// When a server was first seen to lag: its refresh time runs from then at the latest, however
    /// often one looks.
    private final Map<Copy, Instant> lagging = new ConcurrentHashMap<>();

    /// A server's copy of a zone.
    private record Copy(ServerAddress server, Name zone) {}

    /// @param servers by zone
    /// @param limit of a question
    AuthoritativeLook(
            Map<Name, List<ServerAddress>> servers,
            NewSignatures signatures,
            InstantSource clock,
            Duration limit) {
        this.servers = servers;
        this.signatures = signatures;
        this.clock = clock;
        this.limit = limit;
    }

    /// Whether there is anybody to ask about a zone.
    boolean knows(Name zone) {
        return !servers.getOrDefault(zone, List.of()).isEmpty();
    }

    List<VerifyReport.Authoritative> at(Lookup lookup, Goal goal)
            throws CommandFailure, InterruptedException {
        List<VerifyReport.Authoritative> seen =
                Parallel.map(
                        servers.getOrDefault(goal.zone(), List.of()),
                        AT_ONCE,
                        address -> ask(lookup, goal, address));
        boolean spreading =
                seen.stream()
                        .anyMatch(
                                server ->
                                        server.state() == VerifyReport.ServerState.NEW
                                                || server.state()
                                                        == VerifyReport.ServerState.UNSIGNED);
        return spreading
                ? Parallel.map(
                        seen,
                        AT_ONCE,
                        server ->
                                server.state() == VerifyReport.ServerState.OLD
                                        ? lagging(lookup, goal.zone(), server)
                                        : server)
                : seen;
    }

    /// How long a server at worst lags behind others, as its own SOA says: a secondary that missed
    /// the notification asks after the refresh time (RFC 1035, section 3.3.13).
    private VerifyReport.Authoritative lagging(
            Lookup lookup, Name zone, VerifyReport.Authoritative server) {
        DnsAnswer answer =
                lookup.authoritative(server.server(), new RecordKey(zone, Type.SOA), limit);
        if (!(answer instanceof DnsAnswer.Found found
                && found.set().records().getFirst() instanceof SOARecord soa)) {
            return server;
        }
        String wait =
                "a secondary asks its primary again within %d s (SOA refresh), by %s"
                        .formatted(
                                soa.getRefresh(),
                                lagging.computeIfAbsent(
                                                new Copy(server.server(), zone),
                                                _ -> clock.instant())
                                        .plusSeconds(soa.getRefresh())
                                        .truncatedTo(ChronoUnit.SECONDS));
        return new VerifyReport.Authoritative(
                server.server(),
                server.name(),
                server.state(),
                server.detail().isEmpty() ? wait : server.detail() + "; " + wait,
                server.missing());
    }

    private VerifyReport.Authoritative ask(Lookup lookup, Goal goal, ServerAddress address)
            throws CommandFailure, InterruptedException {
        Map<RecordKey, DnsAnswer> answers =
                answers(lookup, address, goal.sets().stream().map(Goal.Wanted::key));
        String detail = "";
        for (Goal.Wanted wanted : goal.sets()) {
            DnsAnswer answer = Objects.requireNonNull(answers.get(wanted.key()));
            if (answer instanceof DnsAnswer.Failed failed) {
                detail = failed.detail();
                break;
            }
            if (wanted.equals(goal.deciding()) && answer instanceof DnsAnswer.Found found) {
                detail = String.join(", ", found.set().data());
            }
        }
        VerifyReport.ServerState state = Convergence.server(goal, answers);
        List<String> missing = List.of();
        if (state == VerifyReport.ServerState.NEW) {
            // the rest is asked only of who has come so far: old it is anyhow
            answers.putAll(
                    answers(
                            lookup,
                            address,
                            goal.parts().stream()
                                    .map(Goal.Part::key)
                                    .filter(key -> !answers.containsKey(key))));
            for (Goal.Part part : goal.parts()) {
                if (answers.get(part.key()) instanceof DnsAnswer.Failed failed) {
                    return new VerifyReport.Authoritative(
                            address,
                            Optional.empty(),
                            VerifyReport.ServerState.FAILED,
                            failed.detail());
                }
            }
            missing = Convergence.missing(goal, answers);
            if (!missing.isEmpty()) {
                state = VerifyReport.ServerState.OLD;
                detail += "; not as wanted: " + String.join(", ", missing);
            }
        }
        Optional<String> fault =
                state == VerifyReport.ServerState.NEW
                        ? signatures.fault(goal, served(goal, answers), address, clock.instant())
                        : Optional.empty();
        if (fault.isPresent()) {
            state = VerifyReport.ServerState.UNSIGNED;
            detail = "resolvers take it for forged: " + fault.get();
        }
        return new VerifyReport.Authoritative(address, Optional.empty(), state, detail, missing);
    }

    /// The sets of a goal that are there; what a wildcard or an alias answers is signed elsewhere.
    private static Set<RecordKey> served(Goal goal, Map<RecordKey, DnsAnswer> answers) {
        return Stream.concat(
                        goal.sets().stream()
                                .filter(set -> set.wanted().isPresent())
                                .map(Goal.Wanted::key),
                        goal.parts().stream()
                                .map(Goal.Part::key)
                                .filter(
                                        key ->
                                                answers.get(key) instanceof DnsAnswer.Found found
                                                        && found.set().key().equals(key)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// All at once: one way there and back.
    private Map<RecordKey, DnsAnswer> answers(
            Lookup lookup, ServerAddress address, Stream<RecordKey> questions)
            throws CommandFailure, InterruptedException {
        List<RecordKey> keys = questions.distinct().toList();
        List<DnsAnswer> given =
                Parallel.map(keys, AT_ONCE, key -> lookup.authoritative(address, key, limit));
        var answers = new HashMap<RecordKey, DnsAnswer>();
        for (int i = 0; i < keys.size(); i++) {
            answers.put(keys.get(i), given.get(i));
        }
        return answers;
    }
}
