package io.mxfail.lab.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

final class LabAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

    @Test
    void a_server_certificate_is_what_rfc_5280_asks_of_one() throws GeneralSecurityException {
        LabAuthority authority = LabAuthority.create(NOW);
        X509Certificate leaf =
                authority.issue("mx1.example.test", Duration.ofDays(30)).chain().getFirst();
        leaf.verify(authority.certificate().getPublicKey());
        assertEquals(3, leaf.getVersion());
        assertEquals(-1, leaf.getBasicConstraints());
        assertEquals(
                List.of(List.of(2, "mx1.example.test")),
                List.copyOf(leaf.getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), leaf.getExtendedKeyUsage());
        assertEquals(NOW.plus(Duration.ofDays(30)), leaf.getNotAfter().toInstant());
        assertArrayEquals(new boolean[] {true}, firstUsages(leaf, 1));
    }

    @Test
    void the_authority_may_sign_certificates_and_nothing_else() throws GeneralSecurityException {
        X509Certificate root = LabAuthority.create(NOW).certificate();
        root.verify(root.getPublicKey());
        assertEquals(Integer.MAX_VALUE, root.getBasicConstraints());
        assertArrayEquals(
                new boolean[] {false, false, false, false, false, true, true},
                firstUsages(root, 7));
    }

    @Test
    void an_expired_certificate_is_expired() throws GeneralSecurityException {
        X509Certificate leaf =
                LabAuthority.create(Instant.now())
                        .issue("mx1.example.test", Duration.ofDays(-2))
                        .chain()
                        .getFirst();
        assertThrows(CertificateExpiredException.class, leaf::checkValidity);
    }

    @Test
    void values_are_encoded_as_x_690_does() {
        assertEquals("06082a8648ce3d040302", hex(Der.oid(1, 2, 840, 10045, 4, 3, 2)));
        assertEquals("020200ff", hex(Der.integer(BigInteger.valueOf(255))));
        assertEquals("0101ff", hex(Der.bool(true)));
        assertEquals("03020106", hex(Der.flags(0b00000110, 7)));
        assertEquals("170d3236313132343033303030305a", hex(Der.time(NOW)));
        assertEquals("047f", hex(Der.octets(new byte[127])).substring(0, 4));
        assertEquals("048180", hex(Der.octets(new byte[128])).substring(0, 6));
        assertEquals("0481ff", hex(Der.octets(new byte[255])).substring(0, 6));
        assertEquals("04820100", hex(Der.octets(new byte[256])).substring(0, 8));
    }

    private static boolean[] firstUsages(X509Certificate certificate, int count) {
        return java.util.Arrays.copyOf(certificate.getKeyUsage(), count);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
