package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Authentication.Status;
import io.mxfail.core.probe.TlsResult;

import org.junit.jupiter.api.Test;

final class SubmissionTlsNameTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SubmissionTlsName();
    }

    @Override
    public Scene fine() {
        return relay(Scene.certificate("smtp.example.test", true, true));
    }

    @Override
    public Scene wrong() {
        return relay(Scene.certificate("relay.backup.test", false, true));
    }

    private static Scene relay(TlsResult tls) {
        return Scene.well()
                .relay(
                        "backup",
                        Scene.relaying(tls, Authentication.of(Status.WITHHELD, "not sent")));
    }

    @Test
    void it_names_what_was_shown_and_what_applications_check() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .contains("192.0.2.58:587 shows one that is for relay.backup.test"),
                finding().message());
        assertTrue(finding().fix().contains("a certificate for smtp.example.test"));
    }

    @Test
    void one_outside_its_dates_is_as_useless() {
        Finding finding = only(relay(Scene.certificate("smtp.example.test", true, false)));
        assertTrue(finding.message().contains("is valid from 2026-01-01T00:00:00Z"));
    }

    @Test
    void a_relay_without_encryption_has_none() {
        Finding finding =
                only(
                        relay(
                                TlsResult.without(
                                        TlsResult.Status.NOT_OFFERED, "STARTTLS is not offered")));
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().contains("gives no encryption: STARTTLS is not offered"));
    }
}
