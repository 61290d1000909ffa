package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class NsDisagreeTest implements RuleCase {
    @Override
    public Rule rule() {
        return new NsDisagree();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .servers(
                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                        Scene.server("192.0.2.2", 6, "10 mx.backup.test."));
    }

    @Test
    void it_warns_who_says_what() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().contains("192.0.2.2 says 10 mx.backup.test."));
    }

    @Test
    void a_lagging_serial_alone_is_told_too() {
        Finding finding =
                only(
                        Scene.well()
                                .servers(
                                        Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                        Scene.server("192.0.2.2", 6, "10 mx1.example.test.")));
        assertEquals("example.test. SOA", finding.where().subject());
    }

    @Test
    void a_silent_server_does_not_disagree() {
        Scene scene =
                Scene.well()
                        .servers(
                                Scene.server("192.0.2.1", 7, "10 mx1.example.test."),
                                Scene.silentServer("192.0.2.2"));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
