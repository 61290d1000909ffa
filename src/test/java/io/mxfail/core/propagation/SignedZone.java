package io.mxfail.core.propagation;

import io.mxfail.core.dns.Denial;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.propagation.ZoneSecurity.Resolution;
import io.mxfail.core.propagation.ZoneSecurity.Source;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is seen of a zone that is signed by one key, with one thing changed by each method.
public final class SignedZone {
    private static final int ECDSA_P256 = 13;
    private static final int SHA256 = 2;

    private final Name name;
    private final KeyPair pair = pair();
    private final DNSKEYRecord key;
    private final Map<RecordKey, SignedAnswer> answers = new TreeMap<>();
    private final Map<String, Resolution> resolvers = new LinkedHashMap<>();
    private SignedAnswer delegation;
    private List<String> servers = List.of("192.0.2.1", "192.0.2.2");
    private Map<RecordKey, SignedAnswer> atSecond = Map.of();

    /// @param now the moment at which its signatures have 12 of 14 days left
    public SignedZone(String name, Instant now) {
        this.name = Name.fromConstantString(name);
        this.key = dnskey(pair);
        Instant start = now.minus(Duration.ofDays(2));
        Instant end = now.plus(Duration.ofDays(12));
        delegation = found(ds(key, ECDSA_P256, SHA256));
        signed(start, end, key);
        signed(
                start,
                end,
                record("SOA", "ns1." + name + " hostmaster." + name + " 7 3600 900 604800 300"));
        signed(start, end, record("MX", "10 mx1.example.test."));
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private DNSKEYRecord dnskey(KeyPair of) {
        try {
            return new DNSKEYRecord(
                    name,
                    DClass.IN,
                    3600,
                    DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                    DNSKEYRecord.Protocol.DNSSEC,
                    ECDSA_P256,
                    of.getPublic());
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    private DSRecord ds(DNSKEYRecord of, int algorithm, int digest) {
        DSRecord made = new DSRecord(name, DClass.IN, 3600, SHA256, of);
        return new DSRecord(
                name, DClass.IN, 3600, of.getFootprint(), algorithm, digest, made.getDigest());
    }

    private Record record(String type, String data) {
        return RecordSet.parse(new RecordKey(name, Type.value(type)), 3600, List.of(data))
                .records()
                .getFirst();
    }

    private static SignedAnswer found(Record record) {
        return SignedAnswer.bare(new DnsAnswer.Found(RecordSet.of(List.of(record)), false));
    }

    private SignedZone signed(Instant start, Instant end, Record record) {
        try {
            var signature = DNSSEC.sign(new RRset(record), key, pair.getPrivate(), start, end);
            answers.put(
                    RecordKey.of(record),
                    new SignedAnswer(
                            new DnsAnswer.Found(RecordSet.of(List.of(record)), false),
                            List.of(signature),
                            false));
            return this;
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The MX set is signed for that time.
    public SignedZone mxSigned(Instant start, Instant end) {
        return signed(start, end, record("MX", "10 mx1.example.test."));
    }

    /// The MX set was changed and not signed anew.
    public SignedZone mxForged() {
        answers.computeIfPresent(
                new RecordKey(name, Type.MX),
                (_, mx) ->
                        new SignedAnswer(
                                found(record("MX", "10 mx.evil.test.")).answer(),
                                mx.signatures(),
                                false));
        return this;
    }

    /// The MX set carries no signature, at the second server only.
    public SignedZone mxBareAtSecond() {
        RecordKey mx = new RecordKey(name, Type.MX);
        var other = new TreeMap<>(answers);
        other.put(mx, found(record("MX", "10 mx1.example.test.")));
        atSecond = other;
        return this;
    }

    /// There is no such TLSA set, and nothing proves it.
    public SignedZone tlsaDeniedWithoutProof() {
        return denied(List.of());
    }

    /// There is such a TLSA set, and with a proof that looks well the server says that there is no
    /// name above it, as one does whose NSEC3 sets are made for each answer.
    public SignedZone tlsaBelowWhatIsDenied(Instant now) {
        Name tlsa = Name.fromConstantString("_25._tcp.mx1." + name);
        signed(
                now.minus(Duration.ofDays(2)),
                now.plus(Duration.ofDays(12)),
                RecordSet.parse(
                                new RecordKey(tlsa, Type.TLSA),
                                3600,
                                List.of("3 1 1 " + "aa".repeat(32)))
                        .records()
                        .getFirst());
        RecordKey above = new RecordKey(new Name(tlsa, 1), Type.A);
        answers.put(
                above,
                new SignedAnswer(new DnsAnswer.NxDomain(300), List.of(), false, Optional.empty()));
        return this;
    }

    /// There is no such TLSA set, which is proved for that time.
    public SignedZone tlsaDenied(Instant start, Instant end) {
        Record nsec = record("NSEC", name + " MX SOA RRSIG NSEC DNSKEY");
        try {
            return denied(
                    List.of(
                            nsec,
                            DNSSEC.sign(new RRset(nsec), key, pair.getPrivate(), start, end)));
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    private SignedZone denied(List<Record> proof) {
        RecordKey tlsa = new RecordKey(Name.fromConstantString("_25._tcp.mx1." + name), Type.TLSA);
        answers.put(
                tlsa,
                new SignedAnswer(
                        new DnsAnswer.NxDomain(300),
                        List.of(),
                        false,
                        Optional.of(new Denial(tlsa.name(), proof))));
        return this;
    }

    /// The parent names a key that the zone does not have.
    public SignedZone otherKeyAtParent() {
        delegation = found(ds(dnskey(pair()), ECDSA_P256, SHA256));
        return this;
    }

    /// The parent vouches in a way that nobody knows.
    public SignedZone unknownAtParent(int algorithm, int digest) {
        delegation = found(ds(key, algorithm, digest));
        return this;
    }

    /// What was heard of the parent.
    public SignedZone parent(DnsAnswer answer) {
        delegation = SignedAnswer.bare(answer);
        return this;
    }

    /// The servers say that there are no keys.
    public SignedZone withoutKeys() {
        answers.put(new RecordKey(name, Type.DNSKEY), SignedAnswer.bare(new DnsAnswer.NoData(300)));
        return this;
    }

    /// No server answers.
    public SignedZone silent() {
        answers.replaceAll(
                (_, _) ->
                        SignedAnswer.bare(
                                new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer")));
        return this;
    }

    /// What a resolver makes of it.
    public SignedZone resolver(String resolver, Resolution resolution) {
        resolvers.put(resolver, resolution);
        return this;
    }

    /// All of it.
    public ZoneSecurity seen() {
        return new ZoneSecurity(
                name,
                delegation,
                List.of(
                        new Source(servers.getFirst(), answers),
                        new Source(servers.getLast(), atSecond.isEmpty() ? answers : atSecond)),
                resolvers);
    }
}
