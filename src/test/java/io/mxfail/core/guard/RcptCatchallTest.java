package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RcptCatchallTest implements RuleCase {
    @Override
    public Rule rule() {
        return new RcptCatchall();
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
                                Scene.answering(
                                        "192.0.2.20",
                                        Reply.of(250, List.of("Ok")),
                                        Reply.of(250, List.of("Ok")))));
    }

    @Test
    void it_warns_once_for_a_host_of_many_domains() {
        Finding finding = only(wrong().domain("example.net."));
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("for 2 domains"));
    }
}
