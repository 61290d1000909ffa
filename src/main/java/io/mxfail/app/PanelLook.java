package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.propagation.Convergence;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.port.Lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Asks the panel of resolvers where mail is led now.
///
/// @param resolvers as the profile names them
/// @param limit of a question
record PanelLook(List<String> resolvers, Duration limit) {
    private static final int AT_ONCE = 64;

    /// @param authoritativeAt when the last authoritative server had the new data, as far as
    ///   caches may hold nothing older; empty: they may
    List<VerifyReport.Resolver> at(
            Lookup lookup, Goal goal, Instant now, Optional<Instant> authoritativeAt)
            throws CommandFailure, InterruptedException {
        return Parallel.map(
                resolvers,
                AT_ONCE,
                resolver -> {
                    DnsAnswer answer = lookup.recursive(resolver, goal.deciding().key(), limit);
                    Convergence.Cached cached =
                            Convergence.resolver(goal, answer, now, authoritativeAt);
                    return new VerifyReport.Resolver(
                            resolver, cached.state(), cached.oldFor(), detail(answer));
                });
    }

    private static String detail(DnsAnswer answer) {
        return switch (answer) {
            case DnsAnswer.Found found -> String.join(", ", found.set().data());
            case DnsAnswer.NoData _ -> "no such set";
            case DnsAnswer.NxDomain _ -> "no such name";
            case DnsAnswer.Failed failed -> failed.detail();
        };
    }
}
