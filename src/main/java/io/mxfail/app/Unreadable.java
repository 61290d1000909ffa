package io.mxfail.app;

import io.mxfail.core.guard.Finding;
import io.mxfail.core.guard.Rules;
import io.mxfail.core.guard.Services;
import io.mxfail.core.guard.Situation;
import io.mxfail.core.guard.Unread;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Profile;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderException;

import org.xbill.DNS.Name;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What to say where providers cannot be read.
final class Unreadable {
    private Unreadable() {}

    static Unread of(DnsProvider provider, Set<Name> domains, ProviderException e) {
        return new Unread(
                provider.identity(),
                domains,
                new Services.Refusal(e.kind(), String.valueOf(e.getMessage())));
    }

    /// A command that cannot go on without them: all that is wrong, each with its fix.
    static CommandFailure failure(Profile profile, List<Unread> unread) {
        var kinds = unread.stream().map(u -> kind(u.refusal().kind())).distinct().sorted().toList();
        return new CommandFailure(
                Exit.REFUSED,
                kinds.size() == 1 ? kinds.getFirst() : "provider",
                "cannot read the records of " + domains(unread) + "; nothing was changed",
                List.of(),
                findings(profile, unread));
    }

    /// The domains that are meant, for people.
    static String domains(Collection<Unread> unread) {
        return unread.stream()
                .flatMap(u -> u.domains().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(name -> name.toString(true))
                .collect(Collectors.joining(", "));
    }

    private static List<Finding> findings(Profile profile, List<Unread> unread) {
        return Rules.unread(
                new Situation(
                        new Situation.Task(
                                profile,
                                Optional.empty(),
                                Mode.PLANNED,
                                Instant.EPOCH,
                                Optional.empty(),
                                Acknowledged.NOTHING),
                        List.of(),
                        Situation.Probes.NONE,
                        Situation.Names.NONE,
                        Map.of(),
                        new Services(List.of(), Map.of(), unread, List.of())));
    }

    static String kind(FailureKind kind) {
        return switch (kind) {
            case UNAUTHORISED, FORBIDDEN -> "provider-auth";
            case CLOCK_SKEW -> "clock-skew";
            case NO_SUCH_ZONE -> "no-such-zone";
            case THROTTLED, INVALID, UNSUPPORTED, UNAVAILABLE, TIMEOUT, BROKEN -> "provider";
        };
    }
}
