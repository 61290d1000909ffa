package io.mxfail.core.propagation;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What one authoritative address of a zone answered.
///
/// @param server its address, with the port where it is not 53
/// @param answers by question: the zone's SOA and the MX of its domains
public record ServerView(String server, Map<RecordKey, DnsAnswer> answers) {
    public ServerView {
        answers = Map.copyOf(answers);
    }

    /// Why it gave no usable answer to any question; empty where it answered one.
    public Optional<String> failure() {
        boolean answered =
                answers.values().stream().anyMatch(a -> !(a instanceof DnsAnswer.Failed));
        return answered
                ? Optional.empty()
                : Optional.of(
                        answers.values().stream()
                                .map(a -> ((DnsAnswer.Failed) a).detail())
                                .sorted()
                                .findFirst()
                                .orElse("not asked"));
    }

    /// The zone's serial number there.
    public Optional<Long> serial(Name zone) {
        return answers.get(new RecordKey(zone, Type.SOA)) instanceof DnsAnswer.Found found
                        && found.set().records().getFirst() instanceof SOARecord soa
                ? Optional.of(soa.getSerial())
                : Optional.empty();
    }

    /// The domain's MX set there, as `PREFERENCE HOST`; an empty set: it has none; empty: it
    /// was not asked or gave no answer.
    public Optional<Set<String>> mx(Name domain) {
        return switch (answers.get(new RecordKey(domain, Type.MX))) {
            case null -> Optional.empty();
            case DnsAnswer.Found found ->
                    Optional.of(
                            found.set().records().stream()
                                    .map(MXRecord.class::cast)
                                    .map(m -> m.getPriority() + " " + m.getTarget().canonicalize())
                                    .collect(Collectors.toUnmodifiableSet()));
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.of(Set.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }
}
