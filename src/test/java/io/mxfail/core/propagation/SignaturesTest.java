package io.mxfail.core.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.dns.SignedAnswer;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;

class SignaturesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T02:50:00Z");
    private static final Name ZONE = Name.fromConstantString("example.test.");

    private static RecordSet set(SignedAnswer answer) {
        return ((DnsAnswer.Found) answer.answer()).set();
    }

    /// Each pair costs a verification: half a million of them take minutes.
    @Test
    void a_zone_with_hundreds_of_keys_of_one_tag_and_signatures_that_all_fail_keeps_nobody_busy() {
        Map<RecordKey, SignedAnswer> answers =
                new SignedZone("example.test.", NOW)
                        .mxForged()
                        .seen()
                        .sources()
                        .getFirst()
                        .answers();
        SignedAnswer mx = answers.get(new RecordKey(ZONE, Type.MX));
        var key =
                (DNSKEYRecord)
                        set(answers.get(new RecordKey(ZONE, Type.DNSKEY))).records().getFirst();
        RRSIGRecord signature = mx.signatures().getFirst();

        assertEquals(
                new Signatures.Validity.Not("has a signature that does not fit its data"),
                assertTimeout(
                        Duration.ofSeconds(20),
                        () ->
                                Signatures.validity(
                                        set(mx),
                                        Collections.nCopies(1000, signature),
                                        Collections.nCopies(500, key),
                                        NOW)));
    }
}
