package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.lab.mail.LabAuthority;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class TlsaTest {
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final LabAuthority stranger = LabAuthority.create(Instant.now());

    private X509Certificate own() throws GeneralSecurityException {
        return authority.issue("mx1.example.test", Duration.ofDays(9)).chain().getFirst();
    }

    private static Tlsa of(LabAuthority authority) {
        return Tlsa.forCertificate(2, 1, 1, authority.certificate());
    }

    @Test
    void an_authority_that_has_signed_nothing_of_the_chain_does_not_count()
            throws GeneralSecurityException {
        List<X509Certificate> chain =
                List.of(own(), authority.certificate(), stranger.certificate());
        assertTrue(of(authority).matches(chain));
        assertFalse(of(stranger).matches(chain));
    }

    @Test
    void authorities_may_come_in_any_order() throws GeneralSecurityException {
        assertTrue(
                of(authority)
                        .matches(List.of(own(), stranger.certificate(), authority.certificate())));
    }

    @Test
    void nobody_shown_is_nobody_matched() {
        assertFalse(of(authority).matches(List.of()));
        assertFalse(Tlsa.forCertificate(3, 1, 1, authority.certificate()).matches(List.of()));
    }

    /// A host that is an alias, and the names that have TLSA records.
    private static Published<List<Tlsa>> ofAlias(String... with) {
        Name host = Name.fromConstantString("mx.example.test.");
        Name target = Name.fromConstantString("real.example.test.");
        Set<RecordKey> there =
                Arrays.stream(with)
                        .map(name -> "_25._tcp." + name + ".example.test.")
                        .map(name -> new RecordKey(Name.fromConstantString(name), Type.TLSA))
                        .collect(Collectors.toSet());
        return new MailDns(
                        key -> {
                            if (key.type() == Type.A && key.name().equals(host)) {
                                return found(new RecordKey(target, Type.A), "192.0.2.1", true);
                            }
                            String digest = "0".repeat(64);
                            return there.contains(key)
                                    ? found(
                                            key,
                                            "3 1 1 "
                                                    + (key.name().toString().contains("real")
                                                            ? "a".repeat(64)
                                                            : digest),
                                            false)
                                    : new DnsAnswer.NoData(300);
                        })
                .tlsa(host);
    }

    private static DnsAnswer found(RecordKey key, String data, boolean aliased) {
        return new DnsAnswer.Found(RecordSet.parse(key, 300, List.of(data)), aliased);
    }

    @Test
    void of_an_alias_the_targets_records_come_first_and_then_its_own() {
        assertTrue(ofAlias("mx", "real").toString().contains("aaaa"));
        assertTrue(ofAlias("real").toString().contains("aaaa"));
        assertTrue(ofAlias("mx").toString().contains("0000"));
        assertFalse(ofAlias() instanceof Published.Valid);
    }

    @Test
    void half_a_digest_is_of_no_use() {
        assertTrue(new Tlsa(3, 1, 1, "a".repeat(64)).isUsable());
        assertFalse(new Tlsa(3, 1, 1, "a".repeat(32)).isUsable());
        assertFalse(new Tlsa(3, 1, 2, "a".repeat(64)).isUsable());
        assertFalse(new Tlsa(3, 1, 0, "").isUsable());
    }
}
