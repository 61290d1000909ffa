package io.mxfail.core.propagation;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The zones above one, from its parent to the root, as one resolver that was told not to validate
/// gives them: the signatures speak for themselves, whoever passes them on.
///
/// @param keys DNSKEY by zone; names that are no zone have none
/// @param delegations DS by zone, the root aside
public record TrustChain(Map<Name, SignedAnswer> keys, Map<Name, SignedAnswer> delegations) {
    /// Nobody was asked.
    public static final TrustChain UNKNOWN = new TrustChain(Map.of(), Map.of());

    /// Zones between one and the root; names have more labels than that only to be a nuisance.
    private static final int MOST_ZONES = 10;

    /// What the world's resolvers begin with (IANA's key signing keys of 2017 and 2024).
    private static final List<DSRecord> ROOT =
            List.of(
                    anchor(
                            20326,
                            "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"),
                    anchor(
                            38696,
                            "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16"));

    public TrustChain {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
        delegations = Collections.unmodifiableMap(new TreeMap<>(delegations));
    }

    private static DSRecord anchor(int tag, String digest) {
        return new DSRecord(Name.root, DClass.IN, 0, tag, 8, 2, HexFormat.of().parseHex(digest));
    }

    /// How far the chain reaches.
    sealed interface Reach {
        /// Every link holds, up to a key of the root that the world knows.
        record Root() implements Reach {}

        /// Every link that was seen holds; whether it leads on is not known from here.
        record Open() implements Reach {}

        /// A zone above has no DS, and its parent proves it, or none that resolvers can use: what
        /// is below is not validated by who begins at the root.
        record Island(Name zone) implements Reach {}

        /// A link does not hold.
        record Broken(String fault) implements Reach {}
    }

    /// Follows the chain from what a zone's parent says of its keys.
    ///
    /// @param delegation DS of the zone, or that there is none
    Reach reach(Name zone, SignedAnswer delegation, Instant now) {
        return reach(zone, delegation, now, ROOT);
    }

    /// @param anchors for keys of the root
    Reach reach(Name zone, SignedAnswer delegation, Instant now, List<DSRecord> anchors) {
        Name at = zone;
        SignedAnswer said = delegation;
        for (int zones = 0; zones < MOST_ZONES; zones++) {
            Optional<Name> parent = parent(at, said);
            if (parent.isEmpty()) {
                return new Reach.Open();
            }
            SignedAnswer above = keys.get(parent.get());
            if (above == null || !(above.answer() instanceof DnsAnswer.Found found)) {
                return new Reach.Open();
            }
            Optional<String> fault = fault(at, said, parent.get(), keysOf(found.set()), now);
            if (fault.isPresent()) {
                return new Reach.Broken(fault.get());
            }
            if (!(said.answer() instanceof DnsAnswer.Found)) {
                return at.equals(zone) ? new Reach.Open() : new Reach.Island(at);
            }
            if (parent.get().equals(Name.root)) {
                return isVouched(found.set(), above, anchors, now).isEmpty()
                        ? new Reach.Root()
                        : new Reach.Open();
            }
            SignedAnswer next = delegations.get(parent.get());
            if (next == null || next.answer() instanceof DnsAnswer.Failed) {
                return new Reach.Open();
            }
            if (next.answer() instanceof DnsAnswer.Found signers) {
                List<DSRecord> known =
                        dsOf(signers.set()).stream().filter(Signatures::isKnown).toList();
                if (known.isEmpty()) {
                    return new Reach.Island(parent.get());
                }
                Optional<String> untold = isVouched(found.set(), above, known, now);
                if (untold.isPresent()) {
                    return new Reach.Broken(untold.get());
                }
            }
            at = parent.get();
            said = next;
        }
        return new Reach.Open();
    }

    /// Who signed it; empty: nobody, or a resolver left that out.
    private static Optional<Name> parent(Name zone, SignedAnswer said) {
        Stream<RRSIGRecord> signatures =
                said.answer() instanceof DnsAnswer.Found
                        ? said.signatures().stream()
                        : said.denial().stream()
                                .flatMap(denial -> denial.records().stream())
                                .filter(RRSIGRecord.class::isInstance)
                                .map(RRSIGRecord.class::cast);
        return signatures
                .map(RRSIGRecord::getSigner)
                .filter(signer -> zone.subdomain(signer) && !zone.equals(signer))
                .findFirst();
    }

    private static Optional<String> fault(
            Name zone, SignedAnswer said, Name parent, List<DNSKEYRecord> keys, Instant now) {
        RecordKey key = new RecordKey(zone, Type.DS);
        String where = " (in " + parent + ")";
        if (said.answer() instanceof DnsAnswer.Found found) {
            return Signatures.validity(found.set(), said.signatures(), keys, now)
                            instanceof Signatures.Validity.Not(String why)
                    ? Optional.of("the DS set of " + zone + where + " " + why)
                    : Optional.empty();
        }
        return Denials.of(parent, key, said, keys, now)
                .flatMap(
                        proof ->
                                proof instanceof Denials.Proof.Not(String why)
                                        ? Optional.of(why + where)
                                        : Optional.empty());
    }

    /// Whether a key that is vouched for has signed all of them; else what is wrong.
    private static Optional<String> isVouched(
            RecordSet set, SignedAnswer answer, List<DSRecord> signers, Instant now) {
        List<DNSKEYRecord> meant =
                keysOf(set).stream()
                        .filter(key -> signers.stream().anyMatch(ds -> Signatures.fits(ds, key)))
                        .toList();
        Name zone = set.key().name();
        if (meant.isEmpty()) {
            return Optional.of("no key of " + zone + " is the one that its parent's DS names");
        }
        return Signatures.validity(set, answer.signatures(), meant, now)
                        instanceof Signatures.Validity.Not(String why)
                ? Optional.of("the DNSKEY set of " + zone + " " + why)
                : Optional.empty();
    }

    private static List<DNSKEYRecord> keysOf(RecordSet set) {
        return all(set, DNSKEYRecord.class);
    }

    private static List<DSRecord> dsOf(RecordSet set) {
        return all(set, DSRecord.class);
    }

    private static <T extends Record> List<T> all(RecordSet set, Class<T> type) {
        return set.records().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
