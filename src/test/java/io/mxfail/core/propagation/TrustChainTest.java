package io.mxfail.core.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.Denial;
import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;
import io.mxfail.core.propagation.TrustChain.Reach;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

class TrustChainTest {
    private static final Instant NOW = Instant.parse("2026-11-24T02:50:00Z");
    private static final Name TEST = Name.fromConstantString("test.");
    private static final Name ACME = Name.fromConstantString("acme.test.");

    /// A zone with its key.
    private record Signed(Name zone, KeyPair pair, DNSKEYRecord key) {
        static Signed of(Name zone) {
            try {
                var generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(256);
                KeyPair pair = generator.generateKeyPair();
                return new Signed(
                        zone,
                        pair,
                        new DNSKEYRecord(
                                zone,
                                DClass.IN,
                                300,
                                DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                                DNSKEYRecord.Protocol.DNSSEC,
                                13,
                                pair.getPublic()));
            } catch (GeneralSecurityException | DNSSEC.DNSSECException e) {
                throw new IllegalStateException(e);
            }
        }

        DSRecord ds() {
            return new DSRecord(zone, DClass.IN, 300, 2, key);
        }

        SignedAnswer keys() {
            return found(key, NOW.plus(Duration.ofDays(9)));
        }

        SignedAnswer found(Record record, Instant end) {
            return new SignedAnswer(
                    new DnsAnswer.Found(RecordSet.of(List.of(record)), false),
                    List.of(signature(record, end)),
                    false);
        }

        SignedAnswer found(Record record) {
            return found(record, NOW.plus(Duration.ofDays(9)));
        }

        org.xbill.DNS.RRSIGRecord signature(Record record, Instant end) {
            try {
                return DNSSEC.sign(
                        new RRset(record),
                        key,
                        pair.getPrivate(),
                        end.minus(Duration.ofDays(14)),
                        end);
            } catch (DNSSEC.DNSSECException e) {
                throw new IllegalStateException(e);
            }
        }

        /// That a child has no DS, proved as long as the signature holds.
        SignedAnswer denied(Name child, String types, Instant end) {
            Record nsec = record(child, "NSEC", zone + " " + types);
            return new SignedAnswer(
                    new DnsAnswer.NoData(300),
                    List.of(),
                    false,
                    Optional.of(new Denial(child, List.of(nsec, signature(nsec, end)))));
        }
    }

    private final Signed root = Signed.of(Name.root);
    private final Signed test = Signed.of(TEST);
    private final Signed acme = Signed.of(ACME);
    private final Map<Name, SignedAnswer> keys =
            new TreeMap<>(Map.of(Name.root, root.keys(), TEST, test.keys()));
    private final Map<Name, SignedAnswer> delegations =
            new TreeMap<>(Map.of(TEST, root.found(test.ds())));
    private SignedAnswer said = test.found(acme.ds());

    private static Record record(Name name, String type, String data) {
        return RecordSet.parse(new RecordKey(name, Type.value(type)), 300, List.of(data))
                .records()
                .getFirst();
    }

    private Reach reach() {
        return new TrustChain(keys, delegations).reach(ACME, said, NOW, List.of(root.ds()));
    }

    private String fault() {
        return assertInstanceOf(Reach.Broken.class, reach()).fault();
    }

    @Test
    void a_whole_chain_reaches_the_root() {
        assertEquals(new Reach.Root(), reach());
    }

    @Test
    void another_root_than_the_worlds_is_left_to_the_resolvers() {
        assertEquals(new Reach.Open(), new TrustChain(keys, delegations).reach(ACME, said, NOW));
    }

    @Test
    void a_ds_whose_signature_has_ended_breaks_it() {
        said = test.found(acme.ds(), NOW.minus(Duration.ofHours(1)));
        assertEquals(
                "the DS set of acme.test. (in test.) has a signature that ended at"
                        + " 2026-11-24T01:50:00Z",
                fault());
    }

    @Test
    void a_ds_for_another_key_of_a_zone_above_breaks_it() {
        delegations.put(TEST, root.found(Signed.of(TEST).ds()));
        assertEquals("no key of test. is the one that its parent's DS names", fault());
    }

    @Test
    void keys_of_a_zone_above_that_nobody_signed_break_it() {
        keys.put(TEST, test.found(test.key(), NOW.minus(Duration.ofDays(1))));
        assertTrue(fault().startsWith("the DNSKEY set of test. has a signature that ended at"));
    }

    @Test
    void a_zone_above_without_ds_makes_an_island() {
        delegations.put(TEST, root.denied(TEST, "NS RRSIG NSEC", NOW.plusSeconds(9000)));
        assertEquals(new Reach.Island(TEST), reach());
    }

    @Test
    void a_ds_that_nobody_can_use_makes_an_island_too() {
        DSRecord ds = test.ds();
        delegations.put(
                TEST,
                root.found(
                        new DSRecord(
                                TEST, DClass.IN, 300, ds.getFootprint(), 12, 2, ds.getDigest())));
        assertEquals(new Reach.Island(TEST), reach());
    }

    @Test
    void that_there_is_no_ds_must_be_proved() {
        said = test.denied(ACME, "NS RRSIG NSEC", NOW.plusSeconds(9000));
        assertEquals(new Reach.Open(), reach());
        said = test.denied(ACME, "NS DS RRSIG NSEC", NOW.plusSeconds(9000));
        assertEquals(
                "it says that acme.test. has no DS, and the NSEC sets beside it do not prove that"
                        + " (in test.)",
                fault());
        said = test.denied(ACME, "NS RRSIG NSEC", NOW.minusSeconds(9000));
        assertTrue(fault().contains("the NSEC set of acme.test. has a signature that ended"));
    }

    @Test
    void a_resolver_that_leaves_signatures_out_says_nothing() {
        said =
                SignedAnswer.bare(
                        new DnsAnswer.Found(RecordSet.of(List.of((Record) acme.ds())), false));
        assertEquals(new Reach.Open(), reach());
    }

    @Test
    void where_nobody_tells_of_a_zone_above_the_chain_is_open() {
        keys.remove(Name.root);
        assertEquals(new Reach.Open(), reach());
        delegations.clear();
        assertEquals(new Reach.Open(), reach());
        keys.clear();
        assertEquals(new Reach.Open(), reach());
    }
}
