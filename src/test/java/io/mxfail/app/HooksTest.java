package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.time.Duration;
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
        assertEquals(RunOutcome.REFUSED, office.newest().ended().orElseThrow().outcome());
        assertEquals(Optional.of(note), office.newest().ended().orElseThrow().note());
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

    private static void foreignMx(Office office) {
        office.zones().put(Office.set("example.test.", Type.MX, 300, "10 mx9.other.example."));
    }

    private static Office emergency() {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        office.mail.set("mx1.example.test.", ScriptedMail.Manner.REJECTS);
        return office;
    }

    @Test
    void what_changes_while_the_pre_switch_hook_runs_makes_the_run_stale() throws Exception {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        office.whileHooked = _ -> foreignMx(office);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.STALE, done.result().exit(), done::toString);
        assertTrue(done.result().stale().containsKey(Office.EXAMPLE));
        assertEquals(0, office.zones().writes());
        assertEquals(1, office.hooked.size(), office.hooked::toString);
        assertEquals(RunOutcome.STALE, office.newest().ended().orElseThrow().outcome());
        assertEquals(Optional.of("mxfail plan --to backup"), quoted(done));
        office.whileHooked = _ -> {};
        office.zones().put(Office.set("example.test.", Type.MX, 3600, PRIMARY));
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
    }

    /// The command that a run's last line says to type.
    private static Optional<String> quoted(Switch.Done done) {
        return done.result().report().note().map(note -> note.split("`", -1)[1]);
    }

    @Test
    void ttls_and_foreign_strings_that_change_meanwhile_do_not() throws Exception {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        office.whileHooked =
                _ -> office.zones().put(Office.set("example.test.", Type.MX, 7200, PRIMARY));
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        office.whileHooked = _ -> {};
        office.time.sleep(Duration.ofMinutes(5));
        office.undo();
        assertEquals(7200, office.zones().at(Office.MX).orElseThrow().ttl());
    }

    @Test
    void what_changes_while_the_fence_goes_up_is_stale_and_the_fence_is_told_and_noted()
            throws Exception {
        Office office = emergency();
        office.whileHooked =
                hook -> {
                    if (hook.equals("fence")) {
                        foreignMx(office);
                    }
                };
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.STALE, done.result().exit(), done::toString);
        assertEquals(0, office.zones().writes());
        assertTellsOfTheFence(office, done);
        assertEquals(RunOutcome.STALE, office.newest().ended().orElseThrow().outcome());
    }

    @Test
    void a_switch_that_is_refused_after_the_fence_went_up_says_so_and_what_to_type()
            throws Exception {
        Office office = emergency();
        office.zones()
                .next(_ -> new Outcome.Rejected(FailureKind.FORBIDDEN, "no", Optional.empty()));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertTellsOfTheFence(office, done);
    }

    @Test
    void a_zone_that_cannot_be_read_after_the_fence_went_up_does_not_hide_it() throws Exception {
        Office office = emergency();
        office.whileHooked =
                hook -> {
                    if (hook.equals("fence")) {
                        office.zones().unreadable(FailureKind.UNAVAILABLE);
                    }
                };
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertTellsOfTheFence(office, done);
    }

    private static void assertTellsOfTheFence(Office office, Switch.Done done) throws Exception {
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("the hook fence has cut primary off from mail"), note);
        assertTrue(note.contains("mxfail switch --to backup -p acme"), note);
        assertEquals(Optional.of(note), office.newest().ended().orElseThrow().note());
        List<JournalEvent> events = office.events();
        assertTrue(
                events.get(1) instanceof JournalEvent.HookBegan b && b.hook().equals("pre-switch"));
        assertTrue(events.get(2) instanceof JournalEvent.HookEnded e && e.ok());
        assertTrue(events.get(3) instanceof JournalEvent.HookBegan b && b.hook().equals("fence"));
        assertTrue(events.get(4) instanceof JournalEvent.HookEnded e && e.ok());
    }

    @Test
    void a_fence_that_cannot_be_noted_does_not_go_up() throws Exception {
        Office office = emergency();
        office.journal.fullAfter(3);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertEquals(0, office.zones().writes());
        assertTrue(office.hooked.stream().noneMatch(h -> h.startsWith("fence")));
    }

    @Test
    void a_gate_that_cannot_be_noted_is_not_passed() throws Exception {
        Office office = emergency();
        office.journal.fullAfter(1);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertEquals(0, office.zones().writes());
        assertEquals(List.of(), office.hooked);
    }

    @Test
    void the_way_back_tells_of_the_fence_that_the_run_put_up() throws Exception {
        Office office = emergency();
        office.switchToBackup();
        office.mail.set("mx1.example.test.", ScriptedMail.Manner.TAKES);
        office.time.sleep(Duration.ofMinutes(5));
        String run = office.newest().run();
        String note = office.undo().result().report().note().orElseThrow();
        assertTrue(
                note.contains("the hook fence of run " + run + " has cut primary off from mail"),
                note);
    }

    @Test
    void a_hook_that_cannot_even_be_started_hides_nothing() throws Exception {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        office.whileHooked =
                hook -> {
                    if (hook.equals("post-switch")) {
                        throw new IllegalStateException("no processes left");
                    }
                };
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
        JournalEvent last = office.events().getLast();
        assertTrue(
                last instanceof JournalEvent.HookEnded ended
                        && !ended.ok()
                        && ended.said().contains("no processes left"),
                last::toString);
    }

    @Test
    void a_fence_that_did_its_work_is_no_news_but_in_the_journal() throws Exception {
        Office office = emergency();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertFalse(done.result().report().note().orElse("").contains("fence"));
        assertTrue(office.events().stream().anyMatch(e -> e instanceof JournalEvent.HookEnded));
    }

    @Test
    void a_repair_at_the_site_that_has_the_mail_starts_no_program() throws Exception {
        Office office = Office.open().withHooks("check", "fence", "tell", "alarm");
        office.zones().put(Office.set("smtp.example.test.", Type.CNAME, 1800, "stray.example."));
        Switch.Done done = office.switchTo("primary", Office.Order.YES.mode(Mode.EMERGENCY));
        assertEquals(1, office.zones().writes(), done::toString);
        assertEquals(List.of(), office.hooked);
    }
}
