package io.mxfail.core.propagation;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.propagation.VerifyReport.ResolverState;
import io.mxfail.core.propagation.VerifyReport.ServerState;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges what servers answer against a goal: the authoritative ones first, then the
/// resolvers, whose caches may rightly hold the old data for as long as its TTL.
public final class Convergence {
    private Convergence() {}

    /// The state of one authoritative server.
    ///
    /// @param answers by key; one that is missing counts as no answer
    public static ServerState server(Goal goal, Map<RecordKey, DnsAnswer> answers) {
        boolean allNew = true;
        boolean allOld = true;
        for (Goal.Wanted wanted : goal.sets()) {
            DnsAnswer answer = answers.get(wanted.key());
            if (answer == null || answer instanceof DnsAnswer.Failed) {
                return ServerState.FAILED;
            }
            allNew &= holds(wanted.key(), answer, wanted.wanted());
            allOld &= holds(wanted.key(), answer, wanted.old());
        }
        if (allNew) {
            return ServerState.NEW;
        }
        return allOld ? ServerState.OLD : ServerState.OTHER;
    }

    /// What a server that has the new sets does not serve as wanted yet, or still serves though it
    /// should be gone.
    ///
    /// @param answers by key; one that is missing counts as no answer
    public static List<String> missing(Goal goal, Map<RecordKey, DnsAnswer> answers) {
        return goal.parts().stream()
                .filter(part -> !part.there().test(own(part.key(), answers.get(part.key()))))
                .map(Goal.Part::what)
                .toList();
    }

    private static Optional<RecordSet> own(RecordKey key, @Nullable DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found && found.set().key().equals(key)
                ? Optional.of(found.set())
                : Optional.empty();
    }

    /// An answer from the end of a chain of aliases is another name's set: the name asked for
    /// has none.
    private static boolean holds(RecordKey key, DnsAnswer answer, Optional<RecordSet> set) {
        return switch (answer) {
            case DnsAnswer.Found found ->
                    found.set().key().equals(key)
                            ? set.filter(s -> s.sameData(found.set())).isPresent()
                            : set.isEmpty();
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> set.isEmpty();
            case DnsAnswer.Failed _ -> false;
        };
    }

    /// What a resolver's answer to the deciding question means.
    ///
    /// @param oldFor for how long it may still rightly give the old answer
    public record Cached(ResolverState state, Optional<Duration> oldFor) {}

    /// The state of one resolver.
    ///
    /// @param authoritativeAt when the last authoritative server had the new data; empty:
    ///   not yet
    public static Cached resolver(
            Goal goal, DnsAnswer answer, Instant now, Optional<Instant> authoritativeAt) {
        Goal.Wanted deciding = goal.deciding();
        if (answer instanceof DnsAnswer.Failed) {
            return new Cached(ResolverState.FAILED, Optional.empty());
        }
        if (holds(deciding.key(), answer, deciding.wanted())) {
            return new Cached(ResolverState.NEW, Optional.empty());
        }
        // Not what was there right before either: still an answer that may rightly be cached, from
        // before an earlier change
        Duration left = Duration.ofSeconds(ttl(answer));
        boolean overdue =
                authoritativeAt.isPresent()
                        && goal.oldTtl()
                                .filter(ttl -> now.isAfter(authoritativeAt.get().plus(ttl)))
                                .isPresent();
        return overdue
                ? new Cached(ResolverState.STALE, Optional.empty())
                : new Cached(ResolverState.OLD, Optional.of(left));
    }

    private static long ttl(DnsAnswer answer) {
        return switch (answer) {
            case DnsAnswer.Found found -> found.set().ttl();
            case DnsAnswer.NoData none -> none.negativeTtl();
            case DnsAnswer.NxDomain none -> none.negativeTtl();
            case DnsAnswer.Failed _ -> 0;
        };
    }

    /// The verdict on a domain from everything that was seen.
    ///
    /// A server that stays silent and a resolver that is still old keep it pending: neither
    /// proves that mail goes wrong, and neither proves that it does not.
    public static VerifyReport.Verdict verdict(
            List<VerifyReport.Authoritative> servers,
            List<VerifyReport.Resolver> resolvers,
            VerifyReport.Mail mail) {
        // what is not signed yet has come all the same, and its signature may
        boolean anyNew =
                servers.stream()
                        .anyMatch(
                                s ->
                                        s.state() == ServerState.NEW
                                                || s.state() == ServerState.UNSIGNED);
        boolean allNew =
                !servers.isEmpty() && servers.stream().allMatch(s -> s.state() == ServerState.NEW);
        boolean answered = servers.stream().anyMatch(s -> s.state() != ServerState.FAILED);
        if (mail.smtp() == VerifyReport.Smtp.REJECTED
                || mail.delivery() == VerifyReport.Delivery.FAILED
                || (answered && !anyNew)
                || servers.stream().anyMatch(s -> s.state() == ServerState.OTHER)) {
            return VerifyReport.Verdict.FAILED;
        }
        boolean panelSilent =
                !resolvers.isEmpty()
                        && resolvers.stream().allMatch(r -> r.state() == ResolverState.FAILED);
        boolean panelOld =
                resolvers.stream()
                        .anyMatch(
                                r ->
                                        r.state() == ResolverState.OLD
                                                || r.state() == ResolverState.STALE);
        boolean delivered = mail.delivery() != VerifyReport.Delivery.PENDING;
        boolean accepted = mail.smtp() == VerifyReport.Smtp.ACCEPTED;
        return allNew && !panelSilent && !panelOld && delivered && accepted
                ? VerifyReport.Verdict.VERIFIED
                : VerifyReport.Verdict.PENDING;
    }
}
