package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.profile.Probing.StartTls;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the rules about STARTTLS share: they judge what one mail host showed, and the profile says
/// how bad that is.
interface TlsCase extends RuleCase {
    /// What the host shows in the scene that is wrong.
    TlsResult shown();

    /// What the message must hold of it.
    String told();

    @Override
    default Scene fine() {
        return showing(Scene.certificate("mx.backup.test", true, true));
    }

    @Override
    default Scene wrong() {
        return showing(shown());
    }

    private static Scene showing(TlsResult result) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(
                                        Scene.accepting("192.0.2.20"), a -> Scene.tls(a, result))));
    }

    @Test
    default void the_profile_says_how_bad_it_is() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(Severity.WARN, only(wrong().startTls(StartTls.WANTED)).severity());
        assertEquals(List.of(), rule().judge(wrong().startTls(StartTls.OFF).situation()));
    }

    @Test
    default void it_says_what_the_address_showed() {
        assertTrue(finding().message().contains(told()), finding().message());
    }
}
