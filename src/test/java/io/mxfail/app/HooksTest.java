package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class HooksTest {
    private static final String PRIMARY = "10 mx1.example.test.";
    private static final String BACKUP = "10 mx.backup.example.";

    @Test
    void they_run_before_the_first_write_and_after_the_goal_is_written() throws Exception {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals(
                List.of("pre-switch mx " + PRIMARY, "post-switch mx " + BACKUP), office.hooked);
        assertEquals("planned", office.learned.get("MXFAIL_MODE"));
        assertEquals("primary", office.learned.get("MXFAIL_FROM"));
        assertEquals("backup", office.learned.get("MXFAIL_TO"));
        assertEquals("example.test", office.learned.get("MXFAIL_DOMAINS"));
        assertEquals("0", office.learned.get("MXFAIL_EXIT"));
        assertEquals(office.newest().run(), office.learned.get("MXFAIL_RUN"));
    }

    @Test
    void a_pre_switch_hook_that_fails_stops_the_run_and_says_why() throws Exception {
        Office office = Office.open().withHooks("fail", "fence", "tell", "alarm");
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit());
        assertEquals(RunOutcome.REFUSED, done.result().report().outcome());
        String note = done.result().report().note().orElseThrow();
        assertTrue(
                note.contains("fail ended with 1: the ticket is missing; nothing changed"), note);
        assertEquals(PRIMARY, office.mx());
        assertEquals(0, office.zones().writes());
        assertEquals(List.of("pre-switch mx " + PRIMARY), office.hooked);
    }

    @Test
    void a_fence_goes_up_in_an_emergency_before_mail_moves_and_stops_nothing() throws Exception {
        Office office = Office.open().withHooks("check", "fail", "tell", "alarm");
        office.mail.set("mx1.example.test.", ScriptedMail.Manner.REJECTS);
        Switch.Done done = office.switchToBackup();
        assertEquals(BACKUP, office.mx(), done::toString);
        assertEquals(
                List.of("pre-switch mx " + PRIMARY, "fence mx " + PRIMARY),
                office.hooked.subList(0, 2));
        assertEquals("emergency", office.learned.get("MXFAIL_MODE"));
    }

    @Test
    void nothing_to_do_and_a_dry_run_start_no_program() throws Exception {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        office.switchTo("backup", Office.Order.YES.dryRun());
        assertEquals(List.of(), office.hooked);
        office.switchToBackup();
        office.hooked.clear();
        office.switchToBackup();
        assertEquals(List.of(), office.hooked);
    }

    @Test
    void a_run_that_ends_half_way_raises_the_alarm() throws Exception {
        Office office = Office.twoZones().withHooks("check", "fence", "tell", "alarm");
        office.zones()
                .next(_ -> new Outcome.Rejected(FailureKind.FORBIDDEN, "no", Optional.empty()));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertTrue(office.hooked.getLast().startsWith("on-partial mx "), office.hooked::toString);
        assertEquals("4", office.learned.get("MXFAIL_EXIT"));
    }
}
