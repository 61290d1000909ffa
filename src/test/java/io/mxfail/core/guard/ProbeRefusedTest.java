package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

final class ProbeRefusedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProbeRefused();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return answering(554, "5.7.1 Client host [192.0.2.200] blocked using dnsbl.test");
    }

    private static Scene answering(int code, String text) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.answering(
                                        "192.0.2.20",
                                        Reply.of(code, List.of(text)),
                                        Scene.unknownUser())));
    }

    @Test
    void it_shows_the_reply_and_does_not_block_by_itself() {
        Finding finding = finding();
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(
                finding.message().contains("192.0.2.20:25 answers 554 5.7.1 Client host"),
                finding.message());
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void another_refusal_is_another_rules() {
        assertEquals(
                List.of(), rule().judge(answering(554, "5.7.1 Relay access denied").situation()));
    }
}
