package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Authentication.Status;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SubmissionAuthTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SubmissionAuth();
    }

    @Override
    public Scene fine() {
        return relay(Status.ACCEPTED, "235 2.7.0 welcome");
    }

    @Override
    public Scene wrong() {
        return relay(Status.REFUSED, "535 5.7.8 authentication failed");
    }

    private static Scene relay(Status status, String detail) {
        return Scene.well()
                .relay(
                        "backup",
                        Scene.relaying(
                                Scene.certificate("smtp.example.test", true, true),
                                Authentication.of(status, detail)));
    }

    @Test
    void a_refusal_blocks_on_the_target_and_shows_the_reply() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().contains("192.0.2.58:587 535 5.7.8 authentication failed"));
        assertTrue(finding.message().contains("leads to relay.backup.test"));
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void a_relay_without_auth_lets_nobody_in() {
        assertEquals(
                Severity.CRIT, only(relay(Status.NOT_OFFERED, "it offers no AUTH")).severity());
    }

    @Test
    void what_was_not_asked_is_not_known_and_never_blocks() {
        Finding secret = only(relay(Status.NO_SECRET, "env:RELAY is not set"));
        assertEquals(Severity.UNKNOWN, secret.severity());
        assertEquals(List.of(), Blocking.of(List.of(secret), "backup", List.of()));
        assertEquals(Severity.UNKNOWN, only(relay(Status.UNSUPPORTED, "XOAUTH2 only")).severity());
        assertEquals(Severity.WARN, only(relay(Status.DEFERRED, "454 later")).severity());
    }

    @Test
    void the_relay_of_the_site_being_left_is_not_judged() {
        assertEquals(List.of(), rule().judge(wrong().to("primary").situation()));
        assertEquals(1, rule().judge(wrong().check().situation()).size());
    }
}
