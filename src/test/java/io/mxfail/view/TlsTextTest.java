package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

final class TlsTextTest {
    private static TlsResult session(boolean name, boolean inDate, boolean trusted) {
        return TlsResult.established(
                new TlsSession(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        new PeerCertificate(
                                "CN=mx.backup.test",
                                List.of("mx.backup.test"),
                                new PeerCertificate.Validity(
                                        Instant.parse("2026-01-01T00:00:00Z"),
                                        Instant.parse("2027-11-24T00:00:00Z")),
                                inDate,
                                "CN=Test CA",
                                "00"),
                        name,
                        trusted));
    }

    @Test
    void a_chain_of_an_own_authority_is_told_and_nothing_more() {
        assertEquals(
                "    TLSv1.3, certificate for this name until 2027-11-24, chain not trusted here\n",
                TlsText.of(session(true, true, false)));
        assertEquals(
                "    TLSv1.3, certificate for this name until 2027-11-24, chain trusted\n",
                TlsText.of(session(true, true, true)));
    }

    @Test
    void another_name_and_a_date_that_has_passed_are_told_too() {
        assertEquals(
                "    TLSv1.3, certificate for another name until 2027-11-24, outside its dates,\n"
                        + "    chain trusted\n",
                TlsText.of(session(false, false, true)));
    }

    @Test
    void a_host_without_encryption_says_so_and_one_not_asked_says_nothing() {
        assertEquals("", TlsText.of(TlsResult.notTried()));
        assertEquals(
                "    no STARTTLS\n",
                TlsText.of(TlsResult.without(TlsResult.Status.NOT_OFFERED, "is not offered")));
        assertEquals(
                "    no TLS: handshake_failure\n",
                TlsText.of(TlsResult.without(TlsResult.Status.FAILED, "handshake_failure")));
    }
}
