package io.mxfail.core.propagation;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What DNSSEC says of a zone: what its parent vouches for, what its servers serve with which
/// signatures, and what resolvers make of it.
///
/// Whether the chain of trust leads up to the root is followed as far as it can be seen; where it
/// cannot, that is left to the resolvers, who know their trust anchors.
///
/// @param zone its name
/// @param delegation the DS set, as it stands at the parent
/// @param above the zones above
/// @param sources what each server of the zone serves, or a resolver that was told not to validate
/// @param resolvers what each resolver that was asked makes of the zone
public record ZoneSecurity(
        Name zone,
        SignedAnswer delegation,
        TrustChain above,
        List<Source> sources,
        Map<String, Resolution> resolvers) {
    public ZoneSecurity {
        sources = List.copyOf(sources);
        resolvers = Collections.unmodifiableMap(new LinkedHashMap<>(resolvers));
    }

    /// Where nobody was asked about the zones above.
    public ZoneSecurity(
            Name zone,
            SignedAnswer delegation,
            List<Source> sources,
            Map<String, Resolution> resolvers) {
        this(zone, delegation, TrustChain.UNKNOWN, sources, resolvers);
    }

    /// Where data was seen, and which.
    ///
    /// @param answers by question; the zone's DNSKEY among them
    public record Source(String server, Map<RecordKey, SignedAnswer> answers) {
        public Source {
            answers = Collections.unmodifiableMap(new TreeMap<>(answers));
        }
    }

    /// What a resolver makes of a zone.
    public enum Resolution {
        /// it has validated the answer
        VALIDATED,
        /// it answers, and does not say that it has validated
        PLAIN,
        /// it refuses the answer, and gives it where told not to validate
        BOGUS,
        /// it has no answer in either case
        FAILING,
        /// it did not answer
        SILENT
    }

    /// What follows.
    public sealed interface Verdict {
        /// The parent vouches for no key, or a zone above is not vouched for: nobody
        /// validates, even where the zone is signed.
        record Unsigned() implements Verdict {}

        /// The parent vouches for keys in ways that validators do not know, so that they treat the
        /// zone as unsigned (RFC 4035, section 5.2).
        record Unsupported(String algorithms) implements Verdict {}

        /// Everything that was looked at is signed as it should be.
        ///
        /// @param ends where the first signature ends; empty: nothing signed was seen
        record Sound(Optional<Ending> ends) implements Verdict {}

        /// Resolvers that validate take the zone, or a part of it, for forged.
        ///
        /// @param faults one line each
        /// @param everywhere whether that is so at each server that answers; else resolvers find
        ///   what they need at another one, late
        record Bogus(List<String> faults, boolean everywhere) implements Verdict {
            public Bogus {
                faults = List.copyOf(faults);
            }
        }

        /// What the zone has is signed as it should be, and what it says it does not have is not
        /// proved: resolvers that validate give no answer to questions for that.
        ///
        /// @param faults one line each
        /// @param everywhere as with [Bogus]
        record Undenied(List<String> faults, boolean everywhere) implements Verdict {
            public Undenied {
                faults = List.copyOf(faults);
            }
        }

        /// Some resolvers refuse the zone, and nothing that was seen explains why.
        record Doubted(List<String> resolvers) implements Verdict {
            public Doubted {
                resolvers = List.copyOf(resolvers);
            }
        }

        /// Nobody tells.
        record Unknown(String why) implements Verdict {}
    }

    /// Whether the zone's data can be validated at all; empty: not known.
    public Optional<Boolean> isVouchedFor(Instant now) {
        return switch (judge(now)) {
            case Verdict.Unsigned _, Verdict.Unsupported _ -> Optional.of(false);
            case Verdict.Sound _, Verdict.Bogus _, Verdict.Undenied _ -> Optional.of(true);
            case Verdict.Doubted _, Verdict.Unknown _ -> Optional.empty();
        };
    }

    /// Whether the parent vouches for it, and nobody for a zone above.
    public boolean isIsland(Instant now) {
        return delegation.answer() instanceof DnsAnswer.Found
                && judge(now) instanceof Verdict.Unsigned;
    }

    /// The end of a signature.
    ///
    /// @param what of which set, and where
    /// @param start when it begins
    public record Ending(String what, Instant start, Instant end) {
        /// Whether it ends so soon that its renewal seems to have failed: within two days, or the
        /// last tenth of its life where that is shorter. Servers that sign as they answer make
        /// signatures of a day or two.
        public boolean isSoon(Instant now) {
            Duration tenth = Duration.between(start, end).dividedBy(10);
            Duration soon = tenth.compareTo(SOON) < 0 ? tenth : SOON;
            return Duration.between(now, end).compareTo(soon) < 0;
        }
    }

    private static final Duration SOON = Duration.ofDays(2);

    /// Judges what was seen.
    public Verdict judge(Instant now) {
        List<String> refusing = refusing();
        TrustChain.Reach reach = above.reach(zone, delegation, now);
        if (reach instanceof TrustChain.Reach.Broken(String fault) && !isValidated()) {
            return new Verdict.Bogus(List.of(fault), true);
        }
        if (reach instanceof TrustChain.Reach.Island && !isValidated() && refusing.isEmpty()) {
            return new Verdict.Unsigned();
        }
        return switch (delegation.answer()) {
            case DnsAnswer.NoData _, DnsAnswer.NxDomain _ ->
                    refusing.isEmpty() ? new Verdict.Unsigned() : new Verdict.Doubted(refusing);
            case DnsAnswer.Failed failed ->
                    refusing.isEmpty()
                            ? new Verdict.Unknown(failed.detail())
                            : new Verdict.Doubted(refusing);
            case DnsAnswer.Found found -> judge(found.set(), refusing, now);
        };
    }

    private Verdict judge(RecordSet parent, List<String> refusing, Instant now) {
        List<DSRecord> signers =
                parent.records().stream()
                        .map(DSRecord.class::cast)
                        .filter(Signatures::isKnown)
                        .toList();
        if (signers.isEmpty()) {
            return new Verdict.Unsupported(algorithms(parent));
        }
        List<Inspection> seen =
                sources.stream().map(source -> inspect(source, signers, now)).toList();
        List<String> faults = told(seen, inspection -> inspection.faults);
        if (!faults.isEmpty()) {
            return new Verdict.Bogus(faults, everywhere(seen, inspection -> inspection.faults));
        }
        boolean allRefuse =
                !refusing.isEmpty()
                        && resolvers.values().stream()
                                .noneMatch(r -> r == Resolution.VALIDATED || r == Resolution.PLAIN);
        if (allRefuse) {
            return new Verdict.Bogus(
                    List.of("validation fails at every resolver that answers: " + some(refusing)),
                    true);
        }
        List<String> denials = told(seen, inspection -> inspection.denials);
        if (!denials.isEmpty()) {
            return new Verdict.Undenied(
                    denials, everywhere(seen, inspection -> inspection.denials));
        }
        return refusing.isEmpty()
                ? new Verdict.Sound(
                        seen.stream()
                                .map(inspection -> inspection.ends)
                                .reduce(Optional.empty(), ZoneSecurity::earlier))
                : new Verdict.Doubted(refusing);
    }

    private Inspection inspect(Source source, List<DSRecord> signers, Instant now) {
        var inspection = new Inspection(source.server(), zone, signers, now);
        inspection.inspect(source);
        return inspection;
    }

    /// Each fault with the servers that show it.
    private static List<String> told(
            List<Inspection> seen, Function<Inspection, List<String>> faults) {
        var where = new TreeMap<String, TreeSet<String>>();
        for (Inspection inspection : seen) {
            faults.apply(inspection)
                    .forEach(
                            fault ->
                                    where.computeIfAbsent(fault, _ -> new TreeSet<>())
                                            .add(inspection.server));
        }
        return where.entrySet().stream()
                .map(fault -> fault.getKey() + " (at " + some(fault.getValue()) + ")")
                .toList();
    }

    /// Whether no server that shows anything is without such a fault.
    private static boolean everywhere(
            List<Inspection> seen, Function<Inspection, List<String>> faults) {
        return seen.stream()
                .allMatch(
                        inspection ->
                                !faults.apply(inspection).isEmpty() || inspection.ends.isEmpty());
    }

    /// Whether any resolver has followed the chain itself: it may begin at an anchor of its own.
    private boolean isValidated() {
        return resolvers.containsValue(Resolution.VALIDATED)
                || !(delegation.answer() instanceof DnsAnswer.Found) && delegation.authenticated();
    }

    private List<String> refusing() {
        return resolvers.entrySet().stream()
                .filter(e -> e.getValue() == Resolution.BOGUS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String algorithms(RecordSet parent) {
        return parent.records().stream()
                .map(DSRecord.class::cast)
                .map(ds -> "algorithm " + ds.getAlgorithm() + " with digest " + ds.getDigestID())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Optional<Ending> earlier(Optional<Ending> one, Optional<Ending> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.get().end().isAfter(other.get().end()) ? other : one;
    }

    private static String some(java.util.Collection<String> all) {
        int shown = 4;
        String first = all.stream().limit(shown).collect(Collectors.joining(", "));
        return all.size() > shown ? first + " and " + (all.size() - shown) + " more" : first;
    }

    /// What one source shows.
    private static final class Inspection {
        private final String server;
        private final Name zone;
        private final List<DSRecord> signers;
        private final Instant now;
        private final List<String> faults = new ArrayList<>();
        private final List<String> denials = new ArrayList<>();
        private Optional<Ending> ends = Optional.empty();

        Inspection(String server, Name zone, List<DSRecord> signers, Instant now) {
            this.server = server;
            this.zone = zone;
            this.signers = signers;
            this.now = now;
        }

        void inspect(Source source) {
            RecordKey question = new RecordKey(zone, Type.DNSKEY);
            SignedAnswer keys = source.answers().get(question);
            if (keys == null) {
                return;
            }
            switch (keys.answer()) {
                // what gives no answer is told by the rules about name servers
                case DnsAnswer.Failed _ -> {}
                case DnsAnswer.NoData _, DnsAnswer.NxDomain _ ->
                        faults.add("the parent has a DS for " + zone + ", which has no keys");
                case DnsAnswer.Found found -> {
                    List<DNSKEYRecord> all =
                            found.set().records().stream().map(DNSKEYRecord.class::cast).toList();
                    if (vouched(found.set(), keys, all)) {
                        source.answers()
                                .forEach(
                                        (key, answer) -> {
                                            if (!key.equals(question)) {
                                                set(key, answer, all);
                                                cutOff(key, answer, source.answers());
                                            }
                                        });
                    }
                }
            }
        }

        /// Whether a key that the parent vouches for has signed all of them.
        private boolean vouched(RecordSet set, SignedAnswer answer, List<DNSKEYRecord> all) {
            List<DNSKEYRecord> meant =
                    all.stream()
                            .filter(key -> signers.stream().anyMatch(s -> Signatures.fits(s, key)))
                            .toList();
            if (meant.isEmpty()) {
                faults.add(
                        "no key of %s is the one that its parent's DS names (DS %s; keys %s)"
                                .formatted(
                                        zone,
                                        tags(signers.stream().map(DSRecord::getFootprint).toList()),
                                        tags(
                                                all.stream()
                                                        .map(DNSKEYRecord::getFootprint)
                                                        .toList())));
                return false;
            }
            return holds(set, answer, meant);
        }

        private static String tags(List<Integer> tags) {
            return tags.stream()
                    .sorted()
                    .distinct()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
        }

        private void set(RecordKey key, SignedAnswer answer, List<DNSKEYRecord> keys) {
            if (answer.answer() instanceof DnsAnswer.Found found
                    && found.set().key().equals(key)
                    && answer.signatures().stream()
                            .map(RRSIGRecord::getSigner)
                            .allMatch(zone::equals)) {
                holds(found.set(), answer, keys);
            }
            Denials.of(zone, key, answer, keys, now).ifPresent(this::denied);
        }

        /// There is no name below one that does not exist, so that a resolver which has been told
        /// so answers for all of them (RFC 8020, section 2): a server must not say it of a name
        /// above one that it has.
        private void cutOff(
                RecordKey key, SignedAnswer answer, Map<RecordKey, SignedAnswer> answers) {
            if (!(answer.answer() instanceof DnsAnswer.NxDomain)) {
                return;
            }
            answers.forEach(
                    (below, there) -> {
                        boolean cut =
                                there.answer() instanceof DnsAnswer.Found found
                                        && !below.name().equals(key.name())
                                        && below.name().subdomain(key.name())
                                        && found.set().key().equals(below);
                        if (cut) {
                            denials.add(
                                    "it says that there is no %s, and yet has the %s set of %s"
                                            .formatted(key.name(), below.typeName(), below.name()));
                        }
                    });
        }

        private void denied(Denials.Proof proof) {
            switch (proof) {
                case Denials.Proof.Not(String why) -> denials.add(why);
                case Denials.Proof.Holds(List<Ending> lasts) ->
                        lasts.forEach(end -> ends = earlier(ends, Optional.of(end)));
            }
        }

        private boolean holds(RecordSet set, SignedAnswer answer, List<DNSKEYRecord> keys) {
            String what = "the " + set.key().typeName() + " set of " + set.key().name();
            return switch (Signatures.validity(set, answer.signatures(), keys, now)) {
                case Signatures.Validity.Not(String why) -> {
                    faults.add(what + " " + why);
                    yield false;
                }
                case Signatures.Validity.Until(Instant end, Instant start) -> {
                    ends = earlier(ends, Optional.of(new Ending(what, start, end)));
                    yield true;
                }
            };
        }
    }
}
