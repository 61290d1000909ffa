package io.mxfail.app;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.Convergence;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What was seen of one domain so far, and whether there is a point in looking again. Written by
/// one thread at a time.
final class WatchedDomain {
    /// How often a server may stay silent before waiting for it has no sense.
    private static final int SILENT_LOOKS = 3;

    private final DomainView view;
    private final Goal goal;
    private final Caches caches;
    private final List<CanaryFlight> flights;
    private final boolean hasServers;
    private final Set<String> silentBefore;
    private final Map<ServerAddress, Integer> silent = new HashMap<>();
    private List<VerifyReport.Authoritative> authoritative = List.of();
    private List<VerifyReport.Resolver> resolvers = List.of();
    private VerifyReport.Mail mail = VerifyReport.Mail.NOT_TRIED;
    private Optional<Instant> authoritativeAt = Optional.empty();

    /// What is known of caches beforehand.
    ///
    /// @param since when an earlier look saw the new data on every server that answered
    /// @param earlier until when they may hold what earlier runs replaced
    record Caches(Optional<Instant> since, Optional<Instant> earlier) {}

    /// @param flights the messages that are to show that mail arrives
    /// @param hasServers whether any server of its zone is known
    /// @param silentBefore servers that nobody waits for, as `ADDR:PORT`
    WatchedDomain(
            DomainView view,
            Goal goal,
            Caches caches,
            List<CanaryFlight> flights,
            boolean hasServers,
            Set<String> silentBefore) {
        this.view = view;
        this.goal = goal;
        this.caches = caches;
        this.flights = List.copyOf(flights);
        this.hasServers = hasServers;
        this.silentBefore = silentBefore;
    }

    DomainView view() {
        return view;
    }

    Goal goal() {
        return goal;
    }

    void served(List<VerifyReport.Authoritative> seen) {
        authoritative = seen;
        seen.stream()
                .filter(s -> s.state() == VerifyReport.ServerState.FAILED)
                .forEach(s -> silent.merge(s.server(), 1, Integer::sum));
    }

    void cached(List<VerifyReport.Resolver> seen) {
        resolvers = seen;
    }

    void tried(VerifyReport.Mail seen) {
        mail = seen;
    }

    /// @param last there is no later look for which a silent server could come back
    void noteArrival(Instant now, boolean last, Verification.Arrival arrival) {
        boolean here =
                authoritative.stream().anyMatch(s -> s.state() == VerifyReport.ServerState.NEW)
                        && authoritative.stream()
                                .allMatch(
                                        s ->
                                                s.state() == VerifyReport.ServerState.NEW
                                                        || isDead(s)
                                                        || (last
                                                                && s.state()
                                                                        == VerifyReport.ServerState
                                                                                .FAILED));
        if (here && authoritativeAt.isEmpty()) {
            authoritativeAt = Optional.of(caches.since().orElse(now));
            if (caches.since().isEmpty()) {
                arrival.at(view.name(), now, forgotten(now).orElse(now));
            }
        }
    }

    /// Whether every authoritative server that answers has the new data.
    boolean hasArrived() {
        return authoritativeAt.isPresent();
    }

    /// From when on caches count; empty: not yet, or earlier runs left longer memories in them.
    Optional<Instant> cachesCountFrom(Instant now) {
        return caches.earlier().filter(now::isBefore).isPresent()
                ? Optional.empty()
                : authoritativeAt;
    }

    /// When the last correct cache forgets the old data; empty: not known.
    private Optional<Instant> forgotten(Instant arrived) {
        return Stream.concat(
                        goal.oldTtl().map(arrived::plus).stream(),
                        caches.earlier().filter(arrived::isBefore).stream())
                .max(Comparator.naturalOrder());
    }

    private boolean isDead(VerifyReport.Authoritative server) {
        return server.state() == VerifyReport.ServerState.FAILED
                && (silentBefore.contains(server.server().toString())
                        || silent.getOrDefault(server.server(), 0) >= SILENT_LOOKS);
    }

    /// Whether the new mail hosts have neither accepted nor refused yet.
    boolean isUnproven() {
        return mail.smtp() != VerifyReport.Smtp.ACCEPTED
                && mail.smtp() != VerifyReport.Smtp.REJECTED;
    }

    /// A message is on its way, or soon will be.
    boolean isFlying() {
        return authoritativeAt.isPresent()
                && mailOrNoMx().smtp() == VerifyReport.Smtp.ACCEPTED
                && flights.stream().anyMatch(CanaryFlight::isOpen);
    }

    /// The messages that may fly: not before somebody takes the domain's mail.
    Stream<CanaryFlight> openFlights() {
        return mailOrNoMx().smtp() == VerifyReport.Smtp.ACCEPTED
                ? flights.stream().filter(CanaryFlight::isOpen)
                : Stream.empty();
    }

    /// For how long resolvers may still rightly give the old answer.
    Stream<Duration> oldFor() {
        return resolvers.stream().flatMap(r -> r.oldFor().stream());
    }

    /// Whether looking again can change the verdict: not once it is verified or mail is
    /// refused, and not where all that is missing are servers that never answered.
    boolean mayStillCome() {
        VerifyReport.Verdict verdict = verdict();
        if (verdict == VerifyReport.Verdict.VERIFIED || seenMail().isRefused()) {
            return false;
        }
        if (authoritativeAt.isEmpty()) {
            boolean allDead =
                    !authoritative.isEmpty() && authoritative.stream().allMatch(this::isDead);
            return !allDead && hasServers;
        }
        boolean panelMoves =
                resolvers.stream()
                        .anyMatch(
                                r ->
                                        r.state() == VerifyReport.ResolverState.OLD
                                                || r.state() == VerifyReport.ResolverState.STALE);
        boolean mailMoves = mail.smtp() == VerifyReport.Smtp.DEFERRED;
        return panelMoves || mailMoves || isFlying();
    }

    private VerifyReport.Verdict verdict() {
        return Convergence.verdict(authoritative, resolvers, seenMail());
    }

    /// A profile without MX sets has no inbound mail to prove.
    private VerifyReport.Mail mailOrNoMx() {
        return goal.exchangers().isEmpty()
                ? new VerifyReport.Mail(
                        VerifyReport.Smtp.ACCEPTED,
                        VerifyReport.Delivery.OFF,
                        "the profile names no MX")
                : mail;
    }

    /// With what became of the messages.
    private VerifyReport.Mail seenMail() {
        VerifyReport.Mail seen = mailOrNoMx();
        List<CanaryReport> reports = flights.stream().map(CanaryFlight::report).toList();
        return new VerifyReport.Mail(
                seen.smtp(), CanaryReport.delivery(reports), seen.detail(), reports);
    }

    VerifyReport.Domain report(String profile, Instant now) {
        return new VerifyReport.Domain(
                new VerifyReport.Subject(profile, view.name(), goal.expected()),
                authoritative,
                resolvers,
                flights.isEmpty() ? mail : seenMail(),
                verdict(),
                authoritativeAt.flatMap(this::forgotten).filter(now::isBefore));
    }
}
