package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.profile.Probing.StartTls;

import org.junit.jupiter.api.Test;

import java.util.List;

final class TlsOldTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TlsOld();
    }

    @Override
    public Scene fine() {
        return speaking(session("TLSv1.2"));
    }

    @Override
    public Scene wrong() {
        return speaking(session("TLSv1.1"));
    }

    private static TlsResult session(String protocol) {
        return Scene.session(protocol, "2026-11-01T00:00:00Z", "2027-01-30T00:00:00Z");
    }

    private static Scene speaking(TlsResult tls) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(Scene.accepting("192.0.2.20"), a -> Scene.tls(a, tls))));
    }

    @Test
    void it_warns_of_what_the_address_speaks() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("192.0.2.20:25 speaks TLSv1.1"));
    }

    @Test
    void a_handshake_that_failed_for_it_is_known_as_well() {
        Finding finding =
                only(
                        speaking(
                                TlsResult.without(
                                        TlsResult.Status.OUTDATED,
                                        "speaks nothing newer than TLS 1.0")));
        assertTrue(finding.message().contains("nothing newer than TLS 1.0"));
    }

    @Test
    void nothing_is_said_where_encryption_is_not_wanted() {
        assertEquals(List.of(), rule().judge(wrong().startTls(StartTls.OFF).situation()));
    }
}
