package io.mxfail.core.propagation;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.TxtText;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What one authoritative address of a zone answered, or one resolver asked about it.
///
/// @param server its address, with the port where it is not 53
/// @param answers by question: the zone's SOA and NS, and the MX and TXT of its domains
/// @param recursion whether it offers to look elsewhere for who asks from here; empty: not
///   known
public record ServerView(
        String server, Map<RecordKey, DnsAnswer> answers, Optional<Boolean> recursion) {
    public ServerView {
        answers = Map.copyOf(answers);
    }

    /// One that was not asked whether it offers recursion.
    public ServerView(String server, Map<RecordKey, DnsAnswer> answers) {
        this(server, answers, Optional.empty());
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

    /// Why it gives no answer to one question; empty where it does, or was not asked.
    public Optional<String> failure(Name name, int type) {
        return answers.get(new RecordKey(name, type)) instanceof DnsAnswer.Failed failed
                ? Optional.of(failed.detail())
                : Optional.empty();
    }

    /// Why it does not serve the zone though it is there: it answers without authority, or refuses
    /// (a lame delegation); empty where it serves it, or gives no answer at all.
    public Optional<String> lame(Name zone) {
        return answers.get(new RecordKey(zone, Type.SOA)) instanceof DnsAnswer.Failed failed
                        && (failed.reason() == DnsAnswer.Reason.LAME
                                || failed.reason() == DnsAnswer.Reason.REFUSED)
                ? Optional.of(failed.detail())
                : Optional.empty();
    }

    /// The zone's serial number there.
    public Optional<Long> serial(Name zone) {
        return soa(zone).map(SOARecord::getSerial);
    }

    /// Seconds for which resolvers remember from there that something does not exist (RFC 2308,
    /// section 5).
    public Optional<Long> negativeTtl(Name zone) {
        return soa(zone).map(soa -> Math.min(soa.getMinimum(), soa.getTTL()));
    }

    /// Seconds after which a secondary asks its primary again though nobody notified it (SOA
    /// refresh; RFC 1035, section 3.3.13), as that server knows them.
    public Optional<Long> refresh(Name zone) {
        return soa(zone).map(SOARecord::getRefresh);
    }

    /// The SOA there but for its serial, in words: who is named as primary and to write to, and the
    /// times that secondaries keep to.
    public Optional<String> soaInWords(Name zone) {
        return soa(zone)
                .map(
                        soa ->
                                "%s %s %d %d %d %d"
                                        .formatted(
                                                soa.getHost().canonicalize(),
                                                soa.getAdmin().canonicalize(),
                                                soa.getRefresh(),
                                                soa.getRetry(),
                                                soa.getExpire(),
                                                soa.getMinimum()));
    }

    /// The zone's SOA there.
    public Optional<SOARecord> soa(Name zone) {
        return answers.get(new RecordKey(zone, Type.SOA)) instanceof DnsAnswer.Found found
                        && found.set().records().getFirst() instanceof SOARecord soa
                ? Optional.of(soa)
                : Optional.empty();
    }

    /// The zone's name servers as it says; an empty set: it says that there are none; empty: it
    /// was not asked or gave no answer.
    public Optional<Set<Name>> nameServers(Name zone) {
        return switch (answers.get(new RecordKey(zone, Type.NS))) {
            case null -> Optional.empty();
            case DnsAnswer.Found found ->
                    Optional.of(
                            found.set().records().stream()
                                    .map(NSRecord.class::cast)
                                    .map(ns -> ns.getTarget().canonicalize())
                                    .collect(Collectors.toCollection(TreeSet::new)));
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.of(Set.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
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

    /// The texts of the TXT set at a name, each with its strings joined; an empty set: it has none;
    /// empty: it was not asked or gave no answer.
    public Optional<Set<String>> texts(Name name) {
        return switch (answers.get(new RecordKey(name, Type.TXT))) {
            case null -> Optional.empty();
            case DnsAnswer.Found found ->
                    Optional.of(
                            found.set().records().stream()
                                    .filter(TXTRecord.class::isInstance)
                                    .map(text -> TxtText.of((TXTRecord) text))
                                    .collect(Collectors.toUnmodifiableSet()));
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ -> Optional.of(Set.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }

    /// The answer about a domain's MX in words, so that equal answers are equal texts and each kind
    /// of "no" is its own; empty: it was not asked, or is silent altogether.
    public Optional<String> mxInWords(Name domain) {
        return switch (answers.get(new RecordKey(domain, Type.MX))) {
            case null -> Optional.empty();
            case DnsAnswer.Found _ ->
                    mx(domain).map(mx -> "says " + String.join(", ", new TreeSet<>(mx)));
            case DnsAnswer.NoData _ -> Optional.of("says no MX");
            case DnsAnswer.NxDomain _ -> Optional.of("says that the name does not exist");
            case DnsAnswer.Failed failed ->
                    failure().isPresent()
                            ? Optional.empty()
                            : Optional.of("gives no answer (" + failed.detail() + ")");
        };
    }
}
