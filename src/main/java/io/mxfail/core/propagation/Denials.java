package io.mxfail.core.propagation;

import io.mxfail.core.dns.Denial;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Holds what a signed zone says does not exist against its proofs (RFC 4035, section 5.4; RFC
/// 5155, section 8). The arithmetic is dnsjava's; its validator is none for the core, since it
/// looks up for itself and reads its anchors from streams. Tests hold both together.
///
/// A resolver that validates takes a "no" without proof for forged, and gives none: who looks for
/// TLSA records then defers the mail (RFC 7672, section 2.1.2).
final class Denials {
    /// A proof needs three; more are somebody's joke at the expense of who verifies them.
    private static final int MOST_SETS = 12;

    private Denials() {}

    /// What is to be proved.
    enum Kind {
        /// the name has no such set
        NO_DATA,
        /// there is no such name
        NO_NAME,
        /// a wildcard answers, so that there is no such name
        NO_NAME_OF_ITS_OWN
    }

    /// What came of it.
    sealed interface Proof {
        /// Proved, or of a kind that validators do not verify.
        ///
        /// @param lasts the signatures it needs
        record Holds(List<ZoneSecurity.Ending> lasts) implements Proof {
            public Holds {
                lasts = List.copyOf(lasts);
            }
        }

        record Not(String why) implements Proof {}
    }

    /// What of an answer has to be proved by its zone; empty: nothing.
    ///
    /// @param keys of the zone
    static Optional<Proof> of(
            Name zone,
            RecordKey key,
            SignedAnswer answer,
            Collection<DNSKEYRecord> keys,
            Instant now) {
        Optional<Kind> kind = kind(answer);
        if (kind.isEmpty() || answer.denial().isEmpty()) {
            return Optional.empty();
        }
        Denial denial = answer.denial().get();
        Name name = denial.name();
        boolean others =
                !name.subdomain(zone)
                        || denial.records().stream()
                                .anyMatch(
                                        record ->
                                                record.getType() == Type.SOA
                                                        && !record.getName().equals(zone));
        if (others) {
            return Optional.empty();
        }
        String what = claim(kind.get(), name, key.type());
        var sets = new Sets(zone, keys, now);
        sets.take(denial.records());
        if (sets.isEmpty()) {
            return Optional.of(new Proof.Not(what + " without a proof (no NSEC, no NSEC3)"));
        }
        boolean proved =
                sets.nsec3.stream().anyMatch(HashedDenial::isPassedOver)
                        || NamedDenial.proves(kind.get(), name, key.type(), sets.nsec)
                        || HashedDenial.proves(
                                kind.get(),
                                kind.get() == Kind.NO_NAME_OF_ITS_OWN
                                        ? belowWildcard(name, answer.signatures())
                                        : name,
                                key.type(),
                                zone,
                                sets.nsec3);
        return Optional.of(
                proved ? new Proof.Holds(sets.lasts) : new Proof.Not(what + ", and " + sets.why()));
    }

    private static Optional<Kind> kind(SignedAnswer answer) {
        return switch (answer.answer()) {
            case DnsAnswer.NoData _ -> Optional.of(Kind.NO_DATA);
            case DnsAnswer.NxDomain _ -> Optional.of(Kind.NO_NAME);
            case DnsAnswer.Found found ->
                    isOfWildcard(found.set().key().name(), answer.signatures())
                            ? Optional.of(Kind.NO_NAME_OF_ITS_OWN)
                            : Optional.empty();
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }

    /// A signature tells by its labels that it was made for a wildcard (RFC 4034, section 3.1.3).
    private static boolean isOfWildcard(Name name, List<RRSIGRecord> signatures) {
        int labels = name.labels() - 1 - (name.isWild() ? 1 : 0);
        return !signatures.isEmpty() && signatures.stream().allMatch(s -> s.getLabels() < labels);
    }

    /// The name right below the one that has the wildcard, on the way to this one: were there such
    /// a name, the wildcard would not answer (RFC 5155, section 8.8).
    private static Name belowWildcard(Name name, List<RRSIGRecord> signatures) {
        int above = signatures.stream().mapToInt(RRSIGRecord::getLabels).max().orElse(0);
        return new Name(name, name.labels() - 1 - (above + 1));
    }

    private static String claim(Kind kind, Name name, int type) {
        return switch (kind) {
            case NO_DATA -> "it says that " + name + " has no " + Type.string(type);
            case NO_NAME -> "it says that there is no " + name;
            case NO_NAME_OF_ITS_OWN -> "it answers for " + name + " by a wildcard";
        };
    }

    /// The sets of a proof whose signatures hold, and what is wrong with the others.
    private static final class Sets {
        private final Name zone;
        private final Collection<DNSKEYRecord> keys;
        private final Instant now;
        private final List<NSECRecord> nsec = new ArrayList<>();
        private final List<NSEC3Record> nsec3 = new ArrayList<>();
        private final List<ZoneSecurity.Ending> lasts = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();

        Sets(Name zone, Collection<DNSKEYRecord> keys, Instant now) {
            this.zone = zone;
            this.keys = keys;
            this.now = now;
        }

        boolean isEmpty() {
            return lasts.isEmpty() && faults.isEmpty();
        }

        String why() {
            return faults.isEmpty()
                    ? "the NSEC sets beside it do not prove that"
                    : faults.getFirst();
        }

        void take(List<Record> records) {
            var sets = new TreeMap<RecordKey, List<Record>>();
            var signatures = new TreeMap<RecordKey, List<RRSIGRecord>>();
            for (Record record : records) {
                if (record instanceof RRSIGRecord signature) {
                    signatures
                            .computeIfAbsent(
                                    new RecordKey(record.getName(), signature.getTypeCovered()),
                                    _ -> new ArrayList<>())
                            .add(signature);
                } else if (record.getName().subdomain(zone)) {
                    sets.computeIfAbsent(RecordKey.of(record), _ -> new ArrayList<>()).add(record);
                }
            }
            sets.keySet().removeIf(key -> key.type() == Type.SOA);
            sets.entrySet().stream()
                    .limit(MOST_SETS)
                    .forEach(set -> take(set, signatures.getOrDefault(set.getKey(), List.of())));
        }

        private void take(Map.Entry<RecordKey, List<Record>> set, List<RRSIGRecord> signatures) {
            String what = "the " + set.getKey().typeName() + " set of " + set.getKey().name();
            switch (Signatures.validity(RecordSet.of(set.getValue()), signatures, keys, now)) {
                case Signatures.Validity.Not(String why) -> faults.add(what + " " + why);
                case Signatures.Validity.Until(Instant end, Instant start) -> {
                    lasts.add(new ZoneSecurity.Ending(what, start, end));
                    for (Record record : set.getValue()) {
                        switch (record) {
                            case NSECRecord named -> nsec.add(named);
                            case NSEC3Record hashed -> nsec3.add(hashed);
                            default -> {}
                        }
                    }
                }
            }
        }
    }
}
