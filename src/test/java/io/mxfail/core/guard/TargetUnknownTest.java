package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.profile.Site;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class TargetUnknownTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TargetUnknown();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well().notProbed("backup");
    }

    @Test
    void a_target_that_puts_us_off_is_not_known() {
        Finding finding =
                only(
                        Scene.well()
                                .probed(
                                        "backup",
                                        Scene.host(
                                                "mx.backup.test.",
                                                Scene.answering(
                                                        "192.0.2.20",
                                                        Reply.of(
                                                                451,
                                                                List.of(
                                                                        "4.7.1 Greylisted, come"
                                                                                + " back later")),
                                                        Reply.of(
                                                                451,
                                                                List.of(
                                                                        "4.7.1 Greylisted, come"
                                                                            + " back later"))))));
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(finding.message().startsWith("backup greylisted: billing@example.test: 451"));
        assertEquals("example.test.", finding.where().domain().orElseThrow());
    }

    @Test
    void a_refusal_of_this_machine_says_nothing_of_others() {
        Reply listed = Reply.of(550, List.of("5.7.1 your IP is listed by zen.spamhaus.org"));
        Finding finding =
                only(
                        Scene.well()
                                .probed(
                                        "backup",
                                        Scene.host(
                                                "mx.backup.test.",
                                                Scene.answering("192.0.2.20", listed, listed))));
        assertTrue(finding.message().contains("refuses this machine"));
    }

    @Test
    void the_same_at_every_domain_is_told_once() {
        Scene scene =
                Scene.well()
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.answering(
                                                "192.0.2.20",
                                                Reply.of(
                                                        451,
                                                        List.of(
                                                                "4.7.1 Greylisted, come back"
                                                                        + " later")),
                                                Reply.of(
                                                        451,
                                                        List.of(
                                                                "4.7.1 Greylisted, come back"
                                                                        + " later")))))
                        .domain("example.net.");
        Finding finding = only(scene);
        assertTrue(finding.where().domain().isEmpty());
        assertTrue(finding.message().contains("for 2 domains"));
    }

    @Test
    void a_service_that_waits_for_the_primary_to_fail_may_answer_4xx() {
        Scene scene =
                Scene.well()
                        .probed(
                                "backup",
                                Scene.host(
                                        "mx.backup.test.",
                                        Scene.answering(
                                                "192.0.2.20",
                                                Reply.of(450, List.of("4.2.0 not needed")),
                                                Reply.of(
                                                        451,
                                                        List.of(
                                                                "4.7.1 Greylisted, come back"
                                                                        + " later")))))
                        .role(
                                "backup",
                                new Site.Role(
                                        Site.Kind.MAILBOX,
                                        Site.Accepts.WHEN_PRIMARY_DOWN,
                                        Optional.empty(),
                                        false));
        assertEquals(Severity.WARN, only(scene).severity());
        scene.probed(
                "primary",
                Scene.host("mx1.example.test.", Scene.dead("192.0.2.10", Contact.REFUSED)));
        assertEquals(Severity.UNKNOWN, only(scene).severity());
    }

    @Test
    void a_profile_without_recipients_knows_nothing() {
        Finding finding =
                only(
                        Scene.well()
                                .recipients()
                                .probed(
                                        "backup",
                                        domains ->
                                                Scene.host(
                                                                "mx.backup.test.",
                                                                Scene.accepting("192.0.2.20"))
                                                        .of(List.of())));
        assertTrue(finding.message().contains("`checks.recipients` names nobody"));
    }
}
