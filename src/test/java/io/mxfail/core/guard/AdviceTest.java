package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.SiteState;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class AdviceTest {
    @Test
    void senders_keep_what_they_cannot_deliver() {
        assertEquals(
                Optional.of("senders queue: first losses possible from 2026-11-24T14:50:00Z"),
                Advice.urgency(SiteState.UNREACHABLE, Scene.NOW));
    }

    @Test
    void a_rejecting_site_is_the_disaster() {
        assertTrue(
                Advice.urgency(SiteState.REJECTING, Scene.NOW)
                        .orElseThrow()
                        .startsWith("bouncing now"));
    }

    @Test
    void a_site_that_takes_mail_is_not_urgent() {
        assertEquals(Optional.empty(), Advice.urgency(SiteState.READY, Scene.NOW));
        assertEquals(Optional.empty(), Advice.urgency(SiteState.UNKNOWN, Scene.NOW));
    }

    private static Scene backupBehindPrimary() {
        return Scene.well()
                .site("primary", "10 mx1.example.test.", "20 mx.backup.test.")
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "example.test. 60 IN MX 20 mx.backup.test.")
                .probed(
                        "primary",
                        Scene.host(
                                "mx1.example.test.", Scene.dead("192.0.2.10", Contact.TIMED_OUT)));
    }

    private static Optional<String> advice(Scene scene) {
        Situation situation = scene.situation();
        return Advice.noSwitchNeeded(
                situation, situation.domains().getFirst(), situation.task().to().orElse(""));
    }

    @Test
    void
            a_backup_that_is_a_worse_mx_already_needs_a_switch_only_where_the_primary_takes_connections() {
        assertTrue(
                advice(backupBehindPrimary())
                        .orElseThrow()
                        .startsWith("no switch needed for mail to example.test: backup"));
        assertEquals(Optional.empty(), advice(Scene.well()));
        assertEquals(
                Optional.empty(),
                advice(
                        backupBehindPrimary()
                                .probed(
                                        "primary",
                                        Scene.host(
                                                "mx1.example.test.",
                                                Scene.accepting("192.0.2.10")))));
        assertEquals(Optional.empty(), advice(backupBehindPrimary().notProbed("primary")));
    }

    @Test
    void a_situation_is_told_most_urgent_first() {
        assertEquals(
                List.of(
                        "keep primary up for 60 min after the switch: until then caches may lead"
                                + " mail there"),
                Advice.of(Scene.well().situation()));
        assertEquals(
                List.of(
                        "primary: bouncing now: switch, or fence it (refuse connections or answer"
                                + " 421)"),
                Advice.of(
                        Scene.well()
                                .probed(
                                        "primary",
                                        Scene.host(
                                                "mx1.example.test.",
                                                Scene.answering(
                                                        "192.0.2.10",
                                                        Reply.of(
                                                                550,
                                                                List.of("5.7.1 relaying denied")),
                                                        Scene.unknownUser())))
                                .situation()));
        assertEquals(
                List.of("primary: senders queue: first losses possible from 2026-11-24T14:50:00Z"),
                Advice.of(
                        Scene.well()
                                .probed(
                                        "primary",
                                        Scene.host(
                                                "mx1.example.test.",
                                                Scene.dead("192.0.2.10", Contact.TIMED_OUT)))
                                .situation()));
        assertEquals(
                advice(backupBehindPrimary()).stream().toList(),
                Advice.of(backupBehindPrimary().situation()).stream()
                        .filter(line -> line.startsWith("no switch"))
                        .toList());
    }

    @Test
    void a_plan_ends_with_whom_to_call_and_a_check_does_not() {
        Scene scene = Scene.well().contacts("#mail-oncall", "+49 30\u001b 1234567");
        assertEquals(
                "whom to call: #mail-oncall, +49 30? 1234567",
                Advice.of(scene.situation()).getLast());
        assertTrue(
                Advice.of(Scene.well().contacts("#mail-oncall").check().situation()).stream()
                        .noneMatch(line -> line.startsWith("whom")));
    }
}
