package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Reply;

import org.junit.jupiter.api.Test;

import java.util.List;

final class TargetRcptTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TargetRcpt();
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
                                        Reply.of(
                                                550,
                                                List.of(
                                                        "5.7.1 <billing@example.test>: Relay access"
                                                                + " denied")),
                                        Scene.unknownUser())));
    }

    @Test
    void relay_denied_and_unknown_user_are_told_apart() {
        assertTrue(finding().message().startsWith("relay denied for billing@example.test"));
        Finding unknown =
                only(
                        Scene.well()
                                .probed(
                                        "backup",
                                        Scene.host(
                                                "mx.backup.test.",
                                                Scene.answering(
                                                        "192.0.2.20",
                                                        Scene.unknownUser(),
                                                        Scene.unknownUser()))));
        assertTrue(unknown.message().startsWith("unknown user for billing@example.test"));
        assertTrue(unknown.message().contains("550 5.1.1 no such user"));
    }

    @Test
    void it_is_critical_at_the_target_and_names_domain_site_and_recipient() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals("example.test.", finding().where().domain().orElseThrow());
        assertEquals("backup", finding().where().site().orElseThrow());
        assertEquals("billing@example.test", finding().where().subject());
    }

    @Test
    void a_refusal_at_two_addresses_is_said_once() {
        var refused =
                Scene.answering(
                        "192.0.2.20",
                        Reply.of(550, List.of("5.7.1 <billing@example.test>: Relay access denied")),
                        Scene.unknownUser());
        var second =
                Scene.answering(
                        "2001:db8::20",
                        Reply.of(550, List.of("5.7.1 <billing@example.test>: Relay access denied")),
                        Scene.unknownUser());
        Finding finding =
                only(Scene.well().probed("backup", Scene.host("mx.backup.test.", refused, second)));
        assertTrue(finding.message().contains("192.0.2.20:25"));
        assertTrue(finding.message().contains("[2001:db8::20]:25"));
    }

    @Test
    void a_worse_host_that_refuses_is_found_too() {
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx.backup.test.", "20 mx2.backup.test.")
                        .probed(
                                "backup",
                                Scene.host("mx.backup.test.", Scene.accepting("192.0.2.20")),
                                Scene.host(
                                        "mx2.backup.test.",
                                        Scene.answering(
                                                "192.0.2.21",
                                                Reply.of(
                                                        550,
                                                        List.of(
                                                                "5.7.1 <billing@example.test>:"
                                                                        + " Relay access denied")),
                                                Scene.unknownUser())));
        assertTrue(only(scene).message().contains("mx2.backup.test"));
    }

    @Test
    void the_site_being_left_is_none_of_its_business() {
        Scene scene =
                Scene.well()
                        .probed(
                                "primary",
                                Scene.host(
                                        "mx1.example.test.",
                                        Scene.answering(
                                                "192.0.2.10",
                                                Reply.of(
                                                        550,
                                                        List.of(
                                                                "5.7.1 <billing@example.test>:"
                                                                        + " Relay access denied")),
                                                Scene.unknownUser())));
        assertEquals(List.of(), rule().judge(scene.situation()));
        assertEquals("primary", only(scene.check()).where().site().orElseThrow());
    }
}
