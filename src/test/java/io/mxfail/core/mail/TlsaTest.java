package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.mail.LabAuthority;

import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
}
