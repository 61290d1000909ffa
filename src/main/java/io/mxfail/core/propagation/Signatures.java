package io.mxfail.core.propagation;

import io.mxfail.core.dns.RecordSet;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds signatures against keys, and keys against what the parent says of them. The arithmetic is
/// dnsjava's.
final class Signatures {
    /// RSA with SHA-1, SHA-256 and SHA-512, ECDSA and EdDSA: what validating resolvers know (RFC
    /// 8624, section 3.1).
    private static final Set<Integer> ALGORITHMS = Set.of(5, 7, 8, 10, 13, 14, 15, 16);

    /// SHA-1, SHA-256 and SHA-384 (RFC 8624, section 3.3).
    private static final Set<Integer> DIGESTS = Set.of(1, 2, 4);

    /// Signatures of one set, and keys of one tag: who has more wants to keep us busy, and
    /// resolvers give up sooner (CVE-2023-50387).
    private static final int MOST_TRIED = 8;

    private Signatures() {}

    /// When the set stops to be valid, or what is wrong with all its signatures.
    sealed interface Validity {
        record Until(Instant end, Instant start) implements Validity {}

        record Not(String why) implements Validity {}
    }

    static boolean isKnown(DSRecord signer) {
        return ALGORITHMS.contains(signer.getAlgorithm()) && DIGESTS.contains(signer.getDigestID());
    }

    /// Whether the parent means this key (RFC 4034, section 5.1.4).
    static boolean fits(DSRecord signer, DNSKEYRecord key) {
        return isZoneKey(key)
                && signer.getFootprint() == key.getFootprint()
                && signer.getAlgorithm() == key.getAlgorithm()
                && java.util.Arrays.equals(
                        signer.getDigest(),
                        new DSRecord(
                                        key.getName(),
                                        key.getDClass(),
                                        key.getTTL(),
                                        signer.getDigestID(),
                                        key)
                                .getDigest());
    }

    /// A key of the zone that is not revoked (RFC 4034, section 2.1.1; RFC 5011, section 3).
    static boolean isZoneKey(DNSKEYRecord key) {
        return (key.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) != 0
                && (key.getFlags() & DNSKEYRecord.Flags.REVOKE) == 0
                && key.getProtocol() == DNSKEYRecord.Protocol.DNSSEC;
    }

    /// One good signature is enough (RFC 4035, section 5.3.3); of several the one that lasts
    /// longest counts.
    static Validity validity(
            RecordSet set,
            Collection<RRSIGRecord> signatures,
            Collection<DNSKEYRecord> keys,
            Instant now) {
        if (signatures.isEmpty()) {
            return new Validity.Not("carries no signature");
        }
        var rrset = new RRset(set.records().toArray(org.xbill.DNS.Record[]::new));
        Optional<Validity.Until> best = Optional.empty();
        String why = "is signed by keys that the zone does not have";
        for (RRSIGRecord signature : signatures.stream().limit(MOST_TRIED).toList()) {
            List<DNSKEYRecord> signers =
                    keys.stream()
                            .filter(Signatures::isZoneKey)
                            .filter(key -> key.getFootprint() == signature.getFootprint())
                            .filter(key -> key.getAlgorithm() == signature.getAlgorithm())
                            .limit(MOST_TRIED)
                            .toList();
            for (DNSKEYRecord key : signers) {
                switch (verify(rrset, signature, key, now)) {
                    case Validity.Not not -> why = not.why();
                    case Validity.Until until -> {
                        if (best.isEmpty() || until.end().isAfter(best.get().end())) {
                            best = Optional.of(until);
                        }
                    }
                }
            }
        }
        return best.isPresent() ? best.get() : new Validity.Not(why);
    }

    private static Validity verify(
            RRset set, RRSIGRecord signature, DNSKEYRecord key, Instant now) {
        try {
            DNSSEC.verify(set, signature, key, now);
            return new Validity.Until(signature.getExpire(), signature.getTimeSigned());
        } catch (DNSSEC.SignatureExpiredException _) {
            return new Validity.Not("has a signature that ended at " + signature.getExpire());
        } catch (DNSSEC.SignatureNotYetValidException _) {
            return new Validity.Not(
                    "has a signature that begins only at " + signature.getTimeSigned());
        } catch (DNSSEC.DNSSECException _) {
            return new Validity.Not("has a signature that does not fit its data");
        }
    }
}
