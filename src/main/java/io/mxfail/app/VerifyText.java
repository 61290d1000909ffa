package io.mxfail.app;

import io.mxfail.core.propagation.VerifyReport;
import io.mxfail.core.propagation.VerifyReport.ResolverState;
import io.mxfail.core.propagation.VerifyReport.ServerState;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Says in one line why a verification is not at its goal.
final class VerifyText {
    private VerifyText() {}

    static String pending(VerifyReport.Domain domain) {
        var reasons = new ArrayList<String>();
        servers(domain, ServerState.FAILED, "silent: ").ifPresent(reasons::add);
        servers(domain, ServerState.OLD, "still old: ").ifPresent(reasons::add);
        servers(
                        domain,
                        ServerState.UNSIGNED,
                        "new, and taken for forged by resolvers that validate: ")
                .ifPresent(reasons::add);
        List<VerifyReport.Resolver> old =
                domain.resolvers().stream()
                        .filter(
                                r ->
                                        r.state() == ResolverState.OLD
                                                || r.state() == ResolverState.STALE)
                        .toList();
        if (!old.isEmpty()) {
            reasons.add(
                    "old answers cached at "
                            + old.stream()
                                    .map(VerifyReport.Resolver::server)
                                    .collect(Collectors.joining(", ")));
        }
        boolean silent =
                !domain.resolvers().isEmpty()
                        && domain.resolvers().stream()
                                .allMatch(r -> r.state() == ResolverState.FAILED);
        if (silent) {
            reasons.add("no resolver of the panel answered");
        }
        switch (domain.mail().smtp()) {
            case ACCEPTED, REJECTED -> {}
            case DEFERRED ->
                    reasons.add("the new MX does not take mail yet: " + domain.mail().detail());
            case UNKNOWN ->
                    reasons.add("the new MX gave no clear answer: " + domain.mail().detail());
            case NOT_ASKED -> reasons.add("the new MX was not asked");
        }
        canaries(domain, VerifyReport.Delivery.PENDING).ifPresent(reasons::add);
        return reasons.isEmpty() ? "not everything was seen" : String.join("; ", reasons);
    }

    /// Whether the new data is not seen everywhere, so that time alone may help; else it is mail
    /// that is waited for.
    static boolean isSpreading(VerifyReport.Domain domain) {
        return domain.authoritative().stream().anyMatch(s -> s.state() != ServerState.NEW)
                || domain.resolvers().stream()
                        .anyMatch(
                                r ->
                                        r.state() == ResolverState.OLD
                                                || r.state() == ResolverState.STALE);
    }

    static String failed(VerifyReport.Domain domain) {
        if (domain.mail().smtp() == VerifyReport.Smtp.REJECTED) {
            return "the new MX rejects mail, which bounces now: " + domain.mail().detail();
        }
        if (domain.mail().delivery() == VerifyReport.Delivery.FAILED) {
            return "a message was refused: "
                    + canaries(domain, VerifyReport.Delivery.FAILED).orElse(domain.mail().detail());
        }
        if (domain.subject().expected().isEmpty()) {
            return "what is served is no site of the profile; name the one that you expect with"
                    + " --expect";
        }
        return servers(domain, ServerState.OTHER, "other data is served at ")
                .or(() -> servers(domain, ServerState.OLD, "the old data is served at "))
                .orElse("the goal is not what is served");
    }

    private static java.util.Optional<String> canaries(
            VerifyReport.Domain domain, VerifyReport.Delivery state) {
        return domain.mail().canaries().stream()
                .filter(c -> c.state() == state)
                .map(c -> "the test message to " + c.to() + ": " + c.detail())
                .reduce((one, other) -> one + "; " + other);
    }

    private static String server(VerifyReport.Authoritative server) {
        return server.server()
                + (server.missing().isEmpty()
                        ? ""
                        : " (" + String.join(", ", server.missing()) + ")");
    }

    private static java.util.Optional<String> servers(
            VerifyReport.Domain domain, ServerState state, String label) {
        List<String> servers =
                domain.authoritative().stream()
                        .filter(s -> s.state() == state)
                        .map(VerifyText::server)
                        .toList();
        return servers.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(label + String.join(", ", servers));
    }
}
