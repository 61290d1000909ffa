package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.profile.Site;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class AftermathTest {
    private static List<String> of(Scene scene) {
        return Aftermath.of(scene.situation());
    }

    @Test
    void a_planned_switch_away_from_a_healthy_site_leaves_nothing_to_say() {
        assertEquals(List.of(), of(Scene.well()));
        assertEquals(List.of(), of(Scene.well().check()));
    }

    @Test
    void what_waits_at_senders_comes_in_a_burst_and_the_dead_site_is_kept() {
        assertEquals(
                List.of(
                        "expect a burst at backup for about 3 h: waiting senders try every 2 to 3"
                                + " h; keep primary fenced, not deleted"),
                of(
                        Scene.well()
                                .probed(
                                        "primary",
                                        Scene.host(
                                                "mx1.example.test.",
                                                Scene.dead("192.0.2.10", Contact.TIMED_OUT)))));
    }

    private static Scene back() {
        return Scene.well().live("example.test. 3600 IN MX 10 mx.backup.test.").to("primary");
    }

    @Test
    void the_way_back_wants_the_queue_and_the_mailboxes_of_the_site_that_is_left() {
        assertEquals(
                List.of(
                        "the way back: drain the queue of backup and bring over what came into its"
                                + " mailboxes meanwhile"),
                of(back()));
        assertEquals(List.of(), of(back().mode(Mode.BREACH)));
    }

    @Test
    void a_queue_that_is_left_has_no_mailboxes_to_bring_over() {
        var queue =
                new Site.Role(Site.Kind.QUEUE, Site.Accepts.ALWAYS, Optional.of("primary"), true);
        assertEquals(
                List.of("the way back: drain the queue of backup"),
                of(back().role("backup", queue)));
    }

    @Test
    void applications_hear_of_another_relay_only_by_a_restart() {
        for (String site : List.of("primary", "backup")) {
            Scene scene =
                    Scene.well()
                            .live(
                                    "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "smtp.example.test. 60 IN CNAME relay.primary.test.\n")
                            .records("primary", "smtp CNAME relay.primary.test.")
                            .records("backup", "smtp CNAME relay.backup.test.")
                            .submission(site, "smtp.${domain}", Site.Sending.UNSAID);
            assertEquals(
                    List.of(
                            "applications that send through smtp.example.test want a restart, and"
                                + " the login of backup: they keep old connections and addresses (a"
                                + " `post-switch` hook can do it)"),
                    of(scene));
        }
    }

    @Test
    void reports_on_tls_are_read_on_the_two_days_after() {
        assertEquals(
                List.of(
                        "read the TLS reports of 2026-11-25 and 2026-11-26 at"
                                + " mailto:tls@reports.test"),
                of(
                        Scene.well()
                                .world(
                                        "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1;"
                                                + " rua=mailto:tls@reports.test\"\n")));
    }

    @Test
    void a_policy_is_left_by_mode_none_and_not_by_taking_its_record_away() {
        Scene scene =
                Scene.well()
                        .change(
                                new Change(
                                        ChangeClass.SUBTRACTIVE,
                                        Scene.set(
                                                        "_mta-sts.example.test. 60 IN TXT"
                                                                + " \"v=STSv1; id=1;\"")
                                                .key(),
                                        Optional.of(TxtTag.MTA_STS),
                                        Optional.of(
                                                Scene.set(
                                                        "_mta-sts.example.test. 60 IN TXT"
                                                                + " \"v=STSv1; id=1;\"")),
                                        Optional.empty()));
        assertEquals(
                List.of(
                        "_mta-sts.example.test goes, and senders keep its policy for its `max_age`:"
                                + " first serve `mode: none` under a new id for so long"),
                of(scene));
    }
}
