package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.profile.Probing.StartTls;

import org.junit.jupiter.api.Test;

import java.util.List;

final class TlsExpiredTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TlsExpired();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(
                                        Scene.accepting("192.0.2.20"),
                                        a ->
                                                Scene.tls(
                                                        a,
                                                        Scene.certificate(
                                                                "mx.backup.test", true, true)))));
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(
                                        Scene.accepting("192.0.2.20"),
                                        a ->
                                                Scene.tls(
                                                        a,
                                                        Scene.certificate(
                                                                "mx.backup.test", true, false)))));
    }

    @Test
    void the_profile_says_how_bad_it_is() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(Severity.WARN, only(wrong().startTls(StartTls.WANTED)).severity());
        assertEquals(List.of(), rule().judge(wrong().startTls(StartTls.OFF).situation()));
    }

    @Test
    void it_says_what_the_address_showed() {
        assertTrue(
                finding().message().contains("192.0.2.20:25 valid from 2026-01-01T00:00:00Z"),
                finding().message());
    }
}
