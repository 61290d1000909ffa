package io.mxfail.app;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.profile.Probing;
import io.mxfail.core.propagation.Goal;
import io.mxfail.core.propagation.ZoneSecurity;
import io.mxfail.port.Lookup;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Whether what a server serves anew carries signatures that hold. A zone whose signer was left out
/// of a change serves data that resolvers take for forged, and so does a server that was not yet
/// given the signatures.
///
/// Of zones without DS at their parent nothing is asked, nor where nobody tells.
final class NewSignatures {
    /// Where these are silent nobody waits for more of them: a switch must not hang on it.
    private static final int MOST_ASKED = 2;

    private final Supplier<Lookup> lookup;
    private final Probing.Dns dns;
    private final Duration limit;
    private final Map<Name, Optional<SignedAnswer>> delegations = new ConcurrentHashMap<>();

    NewSignatures(Supplier<Lookup> lookup, Probing.Dns dns, Duration limit) {
        this.lookup = lookup;
        this.dns = dns;
        this.limit = limit;
    }

    /// What is wrong with the signatures of a goal's sets at a server; empty: nothing that is
    /// known.
    ///
    /// @param sets that the server serves as wanted, those that decide and those beside them
    Optional<String> fault(Goal goal, Set<RecordKey> sets, ServerAddress server, Instant now) {
        Optional<SignedAnswer> delegation =
                delegations.computeIfAbsent(goal.zone(), this::delegation);
        if (delegation.isEmpty()) {
            return Optional.empty();
        }
        var answers = new TreeMap<RecordKey, SignedAnswer>();
        ask(answers, server, new RecordKey(goal.zone(), Type.DNSKEY));
        sets.forEach(key -> ask(answers, server, key));
        var seen =
                new ZoneSecurity(
                        goal.zone(),
                        delegation.get(),
                        List.of(new ZoneSecurity.Source(server.toString(), answers)),
                        Map.of());
        return seen.judge(now) instanceof ZoneSecurity.Verdict.Bogus bogus
                ? Optional.of(bogus.faults().getFirst())
                : Optional.empty();
    }

    private void ask(Map<RecordKey, SignedAnswer> answers, ServerAddress server, RecordKey key) {
        answers.put(key, lookup.get().signed(server, key, limit));
    }

    /// The DS set, where one of the resolvers knows of one.
    private Optional<SignedAnswer> delegation(Name zone) {
        List<String> resolvers =
                dns.resolvers().isEmpty() && dns.authoritative().isEmpty()
                        ? List.of("system")
                        : dns.resolvers();
        RecordKey key = new RecordKey(zone, Type.DS);
        for (String resolver : resolvers.stream().limit(MOST_ASKED).toList()) {
            SignedAnswer answer = lookup.get().validated(resolver, key, false, limit);
            switch (answer.answer()) {
                case DnsAnswer.Found _ -> {
                    return Optional.of(answer);
                }
                case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> {
                    return Optional.empty();
                }
                case DnsAnswer.Failed _ -> {}
            }
        }
        return Optional.empty();
    }
}
