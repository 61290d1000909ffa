package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

final class OpenRelayTest implements RuleCase {
    @Override
    public Rule rule() {
        return new OpenRelay();
    }

    @Override
    public Scene fine() {
        return relay(Reply.of(554, List.of("5.7.1 relay access denied")));
    }

    @Override
    public Scene wrong() {
        return relay(Reply.of(250, List.of("2.1.5 Ok")));
    }

    private static Scene relay(Reply foreign) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.asked(
                                        Scene.accepting("192.0.2.20"), "x@example.com", foreign)));
    }

    @Test
    void it_warns_and_names_the_reply_and_who_was_asked_about() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("250 2.1.5 Ok for x@example.com"));
    }

    @Test
    void not_now_is_no_yes() {
        assertEquals(
                List.of(),
                rule().judge(relay(Reply.of(450, List.of("4.7.1 come back"))).situation()));
    }

    @Test
    void a_recipient_that_the_profile_declares_in_another_domain_is_nobodys_relay() {
        Scene scene =
                Scene.well()
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.asked(
                                                Scene.accepting("192.0.2.20"),
                                                domain ->
                                                        Recipient.declared(
                                                                domain, "billing@shop.test"),
                                                Reply.of(250, List.of("2.1.5 Ok")))));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_host_that_relays_takes_no_name_of_the_domain_for_that() {
        assertEquals(List.of(), new RcptCatchall().judge(wrong().situation()));
    }
}
