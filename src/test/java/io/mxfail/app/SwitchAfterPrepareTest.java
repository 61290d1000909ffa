package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mxfail.app.Office.Order;
import io.mxfail.core.guard.JudgedPlan;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// Short TTLs help only once the long ones have run out: a switch before that is told what caches
/// still hold.
class SwitchAfterPrepareTest {
    private static Office prepared(Duration ago) throws Exception {
        Office office = Office.open();
        new Prepare(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                .run(Order.YES.request("prepare"), "backup");
        office.time.sleep(ago);
        return office;
    }

    private static JudgedPlan planned(Office office) throws Exception {
        return new Switch(office.world(), _ -> Confirmation.Answer.CANCELLED, Progress.SILENT)
                .run(Order.YES.dryRun().request("switch"), "backup")
                .judged()
                .orElseThrow();
    }

    private static List<String> hazards(JudgedPlan judged) {
        return judged.hazards().stream()
                .map(h -> h.id() + " " + h.effect() + " " + h.span().toSeconds())
                .toList();
    }

    @Test
    void a_moment_later_caches_hold_everything_that_was_there_before() throws Exception {
        JudgedPlan judged = planned(prepared(Duration.ofMinutes(2)));

        assertEquals(
                List.of("NEGATIVE-CACHED DOWNGRADE 180", "OLD-SPF-CACHED REJECT 180"),
                hazards(judged));
        assertEquals(
                List.of(
                        "keep primary up for 58 min after the switch: until then caches may lead"
                                + " mail there",
                        "the TTL was shortened a short while ago: from 2026-11-24T04:05:00Z on,"
                                + " caches let go of the old MX sooner; wait until then where"
                                + " nothing burns"),
                judged.advice());
    }

    @Test
    void once_the_old_ttl_has_run_out_only_the_short_one_counts() throws Exception {
        JudgedPlan judged = planned(prepared(Duration.ofMinutes(70)));

        assertEquals(List.of(), hazards(judged));
        assertEquals(
                List.of(
                        "keep primary up for 60 s after the switch: until then caches may lead mail"
                                + " there"),
                judged.advice());
    }

    @Test
    void to_prepare_for_the_site_that_has_the_mail_suggests_no_switch() throws Exception {
        Office office = Office.open();
        String first = notedAfterPreparingForPrimary(office);
        assertFalse(first.contains("mxfail switch"), first);
        assertEquals(
                "nothing to prepare: mail is at primary already",
                notedAfterPreparingForPrimary(office));
    }

    private static String notedAfterPreparingForPrimary(Office office) throws Exception {
        Switch.Done done =
                new Prepare(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                        .run(Order.YES.request("prepare"), "primary");
        assertEquals(Exit.DONE, done.result().exit());
        return done.result().report().note().orElseThrow();
    }
}
