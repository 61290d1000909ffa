package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

final class SmtpNullSenderTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SmtpNullSender();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(
                                        Scene.accepting("192.0.2.20"), Scene::refusingNullSender)));
    }

    @Test
    void it_warns_with_the_reply() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("550 5.7.1 no bounces here"));
    }
}
