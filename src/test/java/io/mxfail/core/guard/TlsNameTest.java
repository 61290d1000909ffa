package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.profile.Probing.StartTls;

import org.junit.jupiter.api.Test;

import java.util.List;

final class TlsNameTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TlsName();
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
                                                                "www.backup.test", false, true)))));
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
                finding().message().contains("192.0.2.20:25 shows www.backup.test"),
                finding().message());
    }
}
