package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

final class GreylistedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new Greylisted();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return answering(451, "4.7.1 Greylisted, come back in 5 minutes");
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
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(
                finding.message().contains("192.0.2.20:25 answers 451 4.7.1 Greylisted"),
                finding.message());
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void another_refusal_is_another_rules() {
        assertEquals(List.of(), rule().judge(answering(451, "4.3.0 disk full").situation()));
    }
}
