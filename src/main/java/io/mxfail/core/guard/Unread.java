package io.mxfail.core.guard;

import io.mxfail.core.guard.Services.ProviderFact;
import io.mxfail.core.guard.Services.Refusal;
import io.mxfail.core.plan.FailureKind;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/// A read that failed.
///
/// @param provider its identity
/// @param domains whose records are not known for that reason
public record Unread(String provider, Set<Name> domains, Refusal refusal) {
    public Unread {
        domains = java.util.Collections.unmodifiableSet(new TreeSet<>(domains));
    }

    private record Same(String provider, FailureKind kind) {}

    private static Stream<Unread> whole(ProviderFact provider) {
        return provider.refusal().stream()
                .map(refusal -> new Unread(provider.identity(), Set.of(), refusal));
    }

    /// One finding for each provider and kind: what is wrong with an account is wrong for all its
    /// domains.
    static List<Finding> findings(
            Rule rule,
            Situation situation,
            Set<FailureKind> kinds,
            BinaryOperator<String> message,
            Function<FailureKind, String> fix) {
        var groups = new LinkedHashMap<Same, List<Unread>>();
        Stream.concat(
                        situation.services().providers().stream().flatMap(Unread::whole),
                        situation.services().unread().stream())
                .filter(unread -> kinds.contains(unread.refusal().kind()))
                .forEach(
                        unread ->
                                groups.computeIfAbsent(
                                                new Same(
                                                        unread.provider(), unread.refusal().kind()),
                                                _ -> new ArrayList<>())
                                        .add(unread));
        var findings = new ArrayList<Finding>();
        groups.forEach(
                (same, all) -> {
                    var domains = new TreeSet<Name>();
                    all.forEach(unread -> domains.addAll(unread.domains()));
                    Optional<Name> only =
                            domains.size() == 1 ? Optional.of(domains.first()) : Optional.empty();
                    String reference = "docs/rules/" + rule.id() + ".md";
                    Say say =
                            only.map(
                                            name ->
                                                    Say.domain(
                                                            rule,
                                                            situation,
                                                            name,
                                                            same.provider(),
                                                            reference))
                                    .orElseGet(
                                            () ->
                                                    Say.profile(
                                                            rule,
                                                            situation,
                                                            same.provider(),
                                                            reference));
                    findings.add(
                            say.crit(
                                    message.apply(
                                                    same.provider(),
                                                    all.getFirst().refusal().reason())
                                            + (domains.size() > 1
                                                    ? " (concerns " + Say.names(domains) + ")"
                                                    : "")
                                            + "; until that is mended nothing can be planned or"
                                            + " written there",
                                    fix.apply(same.kind())));
                });
        return findings;
    }
}
