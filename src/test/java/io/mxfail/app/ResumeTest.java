package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ResumeTest {
    /// Set by set, dead after the additive write was answered: mail has not moved yet.
    private static Office withAdditionsOnly() {
        Office office = Office.setBySet();
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        assertEquals("10 mx1.example.test.", office.mx());
        return office;
    }

    @Test
    void a_run_whose_target_is_not_ready_any_more_is_closed_by_taking_its_additions_back()
            throws Exception {
        Office office = withAdditionsOnly();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        Switch.Done done = office.resume();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertEquals(RunOutcome.UNDONE, done.result().report().outcome());
        assertEquals(Office.setBySet().zones().text(), office.zones().text());
        assertEquals(RunOutcome.UNDONE, office.newest().ended().orElseThrow().outcome());
        assertTrue(office.findsNothingToResume());
    }

    @Test
    void where_no_run_is_open_there_is_nothing_to_do_and_that_is_no_failure() throws Exception {
        Office office = Office.open();
        assertTrue(office.findsNothingToResume());
        office.switchToBackup();
        Switch.Done done = office.resume();
        assertEquals(Exit.DONE, done.result().exit());
        assertEquals(RunOutcome.UNCHANGED, done.result().report().outcome());
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("nothing to resume: every run"), note);
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals(List.of(), office.shown);
        var failure =
                assertThrows(CommandFailure.class, () -> office.resume(Order.YES.from("nowhere")));
        assertEquals(Exit.USAGE, failure.exit());
    }

    @Test
    void a_run_that_is_closed_is_never_noted_as_one_that_reached_its_target() throws Exception {
        Office office = withAdditionsOnly();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.resume();
        assertEquals(
                java.util.List.of(RunOutcome.UNDONE),
                office.journal.read(office.newest().run()).stream()
                        .filter(JournalEvent.Ended.class::isInstance)
                        .map(event -> ((JournalEvent.Ended) event).outcome())
                        .toList());
    }

    @Test
    void a_run_that_dies_while_it_is_closed_is_closed_by_the_next_resume() throws Exception {
        int died = 0;
        for (int event = 1; event < 20; event++) {
            Office office = withAdditionsOnly();
            office.mail.set("mx.backup.example.", Manner.REJECTS);
            office.journal.crashAfter(event);
            try {
                office.resume();
                break;
            } catch (Crash _) {
                died++;
            }
            office.restart();
            if (office.newest().ended().isEmpty()) {
                assertEquals(RunOutcome.UNDONE, office.resume().result().report().outcome());
            }
            assertEquals(RunOutcome.UNDONE, office.newest().ended().orElseThrow().outcome());
            assertEquals(Office.setBySet().zones().text(), office.zones().text());
        }
        assertTrue(died > 3, "died " + died + " times");
    }

    @Test
    void a_run_that_has_moved_mail_goes_on_although_the_target_is_not_ready() throws Exception {
        Office office = Office.twoZones();
        office.zones().next(write -> refuseOther(office, write));
        office.zones().next(write -> refuseOther(office, write));
        office.switchToBackup();
        office.mail.set("mx.backup.example.", Manner.DEFERS);
        Switch.Done done = office.resume();
        assertEquals("10 mx.backup.example.", office.otherMx());
        assertEquals(Exit.PENDING, done.result().exit(), done::toString);
    }

    /// Half of a switch is made; then someone puts a set where the other half wants an alias.
    private static Office occupied() throws Exception {
        Office office = Office.twoZones();
        office.zones().next(write -> refuseOther(office, write));
        office.zones().next(write -> refuseOther(office, write));
        office.switchToBackup();
        office.zones().put(Office.set("smtp.other.test.", Type.TXT, 300, "\"someone's\""));
        return office;
    }

    @Test
    void a_run_that_has_moved_mail_stops_at_what_nobody_can_accept() throws Exception {
        for (Order order :
                java.util.List.of(
                        Order.YES.fromAnywhere(),
                        Order.YES.fromAnywhere().accepting("TARGET-UNREACHABLE"))) {
            Office office = occupied();
            String before = office.zones().text();
            int writes = office.zones().writes();
            Switch.Done done = office.resume(order);
            assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
            String note = done.result().report().note().orElseThrow();
            String run = office.newest().run();
            assertTrue(note.contains("CNAME-OCCUPIED, which nobody can accept"), note);
            assertTrue(note.contains("`mxfail resume " + run + "`"), note);
            assertTrue(note.contains("`mxfail undo " + run + "`"), note);
            assertEquals(before, office.zones().text());
            assertEquals(writes, office.zones().writes());
            office.zones()
                    .remove(
                            new io.mxfail.core.dns.RecordKey(
                                    org.xbill.DNS.Name.fromConstantString("smtp.other.test."),
                                    Type.TXT));
            assertEquals(Exit.DONE, office.resume().result().exit());
        }
    }

    @Test
    void a_dry_run_of_a_run_that_nobody_may_go_on_with_is_refused() throws Exception {
        Office office = occupied();
        Switch.Done done = office.resume(Order.YES.fromAnywhere().dryRun());
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
    }

    @Test
    void a_way_back_that_has_begun_stops_at_what_nobody_can_accept() throws Exception {
        Office office = Office.twoZones();
        office.switchToBackup();
        office.time.sleep(Duration.ofMinutes(5));
        office.zones().next(write -> refuseOther(office, write));
        office.zones().next(write -> refuseOther(office, write));
        assertEquals(Exit.PARTIAL, office.undo().result().exit());
        office.zones().put(Office.set("smtp.other.test.", Type.TXT, 300, "\"someone's\""));
        String before = office.zones().text();
        Switch.Done done = office.resume();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertTrue(done.toString().contains("which nobody can accept"), done::toString);
        assertEquals(before, office.zones().text());
    }

    private static Outcome refuseOther(Office office, io.mxfail.core.plan.ZoneWrite write) {
        return write.zone().equals(Office.OTHER)
                ? new Outcome.Rejected(FailureKind.UNAVAILABLE, "maintenance", Optional.empty())
                : office.zones().apply(write);
    }

    @Test
    void a_run_that_was_overtaken_by_hand_is_in_doubt_and_shows_what_it_found() throws Exception {
        Office office = withAdditionsOnly();
        office.zones().put(Office.set("example.test.", Type.MX, 60, "10 mx9.other.example."));
        Switch.Done done = office.resume();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertEquals(
                Office.MX,
                done.result().stale().get(Office.EXAMPLE).keySet().iterator().next().key());
        assertEquals("10 mx9.other.example.", office.mx());
    }

    @Test
    void a_zone_that_cannot_be_read_leaves_the_run_as_it_was() throws Exception {
        Office office = withAdditionsOnly();
        office.zones().unreadable(FailureKind.UNAVAILABLE);
        var failure = assertThrows(CommandFailure.class, office::resume);
        assertEquals(Exit.PARTIAL, failure.exit());
        office.zones().readable();
        // the mark of the dead run is still there for whoever comes next
        assertEquals(
                Exit.PARTIAL, assertThrows(CommandFailure.class, office::switchToBackup).exit());
        assertEquals(Exit.DONE, office.resume().result().exit());
    }

    @Test
    void an_operator_who_says_no_leaves_the_run_unfinished() throws Exception {
        Office office = withAdditionsOnly();
        office.answer = Confirmation.Answer.CANCELLED;
        var failure = assertThrows(CommandFailure.class, () -> office.resume(Order.YES.asking()));
        assertEquals(Exit.PARTIAL, failure.exit());
        office.answer = Confirmation.Answer.CONFIRMED;
        assertEquals(Exit.DONE, office.resume(Order.YES.asking()).result().exit());
    }

    @Test
    void a_run_that_was_taken_back_is_not_resumed() throws Exception {
        Office office = Office.open();
        office.zones().next(_ -> new Outcome.Unknown("no answer"));
        office.switchToBackup();
        String run = office.newest().run();
        office.time.sleep(Duration.ofMinutes(5));
        office.zones().next(office.zones()::apply);
        office.resume();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.time.sleep(Duration.ofMinutes(5));
        office.undo();
        String origin = office.zones().text();
        assertEquals(Office.open().zones().text(), origin);
        assertTrue(office.findsNothingToResume());
        assertThrows(
                CommandFailure.class,
                () ->
                        new Resume(
                                        office.world(),
                                        _ -> Confirmation.Answer.CONFIRMED,
                                        Progress.SILENT)
                                .run(Order.YES.fromAnywhere().request("resume"), Optional.of(run)));
        assertEquals(origin, office.zones().text());
    }

    @Test
    void a_partial_run_that_was_taken_back_is_not_resumed() throws Exception {
        Office office = Office.twoZones();
        office.zones().next(write -> refuseOther(office, write));
        office.zones().next(write -> refuseOther(office, write));
        office.switchToBackup();
        String run = office.newest().run();
        office.time.sleep(Duration.ofMinutes(5));
        assertEquals(Exit.DONE, office.undo().result().exit());
        String origin = office.zones().text();
        assertEquals(Office.twoZones().zones().text(), origin);
        assertTrue(office.findsNothingToResume());
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () ->
                                new Resume(
                                                office.world(),
                                                _ -> Confirmation.Answer.CONFIRMED,
                                                Progress.SILENT)
                                        .run(
                                                Order.YES.fromAnywhere().request("resume"),
                                                Optional.of(run)));
        assertTrue(failure.message().contains(office.newest().run()), failure::message);
        assertEquals(origin, office.zones().text());
    }

    @Test
    void a_domain_that_someone_else_changed_keeps_the_run_from_its_end() throws Exception {
        Office office = Office.twoZones();
        office.zones().next(write -> refuseOther(office, write));
        office.zones().next(write -> refuseOther(office, write));
        assertEquals(Exit.PARTIAL, office.switchToBackup().result().exit());
        office.zones().put(Office.set("other.test.", Type.MX, 60, "10 mx9.other.example."));
        Switch.Done done = office.resume();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertEquals(RunOutcome.PARTIAL, done.result().report().outcome());
        assertEquals(
                RunOutcome.STALE,
                done.result().report().domains().stream()
                        .filter(d -> d.domain().equals(Office.OTHER))
                        .findFirst()
                        .orElseThrow()
                        .outcome());
        assertEquals("10 mx9.other.example.", office.otherMx());
        // what is left can still be finished once the set is mended
        assertEquals(RunOutcome.PARTIAL, office.newest().ended().orElseThrow().outcome());
        office.zones().put(Office.set("other.test.", Type.MX, 3600, "10 mx1.other.test."));
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals("10 mx.backup.example.", office.otherMx());
    }

    @Test
    void an_operator_who_says_no_keeps_what_a_run_had_added() throws Exception {
        Office office = withAdditionsOnly();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        String left = office.zones().text();
        office.answer = Confirmation.Answer.CANCELLED;
        var failure = assertThrows(CommandFailure.class, () -> office.resume(Order.YES.asking()));
        assertEquals(Exit.PARTIAL, failure.exit());
        assertEquals(left, office.zones().text());
        assertTrue(office.shown.getLast().startsWith("close run "), office.shown::toString);
    }

    @Test
    void closing_a_run_moves_no_mail_and_so_starts_no_hook() throws Exception {
        Office office = Office.setBySet().withHooks("check", "fence", "tell", "alarm");
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        office.hooked.clear();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        assertEquals(RunOutcome.UNDONE, office.resume().result().report().outcome());
        assertEquals(java.util.List.of(), office.hooked);
    }

    @Test
    void nothing_is_left_of_a_closed_run_for_undo() throws Exception {
        Office office = withAdditionsOnly();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.resume();
        Switch.Done done = office.undo();
        assertEquals(RunOutcome.UNCHANGED, done.result().report().outcome());
        assertEquals(Office.setBySet().zones().text(), office.zones().text());
    }

    @Test
    void a_zone_that_changes_while_the_operator_reads_is_not_touched() throws Exception {
        Office office = withAdditionsOnly();
        office.whileAsking =
                () ->
                        office.zones()
                                .put(
                                        Office.set(
                                                "example.test.",
                                                Type.MX,
                                                60,
                                                "10 mx9.other.example."));
        int writes = office.zones().writes();
        Switch.Done done = office.resume(Order.YES.asking());
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertEquals(writes, office.zones().writes());
    }

    @Test
    void a_run_that_is_taken_back_just_before_the_lock_is_not_made_again() throws Exception {
        Office office = withAdditionsOnly();
        office.lease.beforeTaking(
                () -> {
                    try {
                        office.undo();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        var failure = assertThrows(CommandFailure.class, office::resume);
        assertEquals("ended", failure.kind());
        assertEquals(Office.setBySet().zones().text(), office.zones().text());
    }

    @Test
    void another_active_site_than_expected_leaves_the_run_unfinished() throws Exception {
        Office office = withAdditionsOnly();
        var failure =
                assertThrows(CommandFailure.class, () -> office.resume(Order.YES.from("backup")));
        assertEquals(Exit.PARTIAL, failure.exit());
        assertEquals("10 mx1.example.test.", office.mx());
        assertEquals(Exit.DONE, office.resume(Order.YES.from("primary")).result().exit());
    }

    /// All is stored, and the process died before its servers were made to load it.
    private static Office storedOnly() {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones().apply(write);
                            office.journal.die();
                            throw new Crash("between the rename and the reload");
                        });
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals(0, office.zones().published());
        return office;
    }

    @Test
    void what_is_stored_but_was_perhaps_never_loaded_is_loaded() throws Exception {
        Office office = storedOnly();
        Switch.Done done = office.resume();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals(1, office.zones().published());
        assertEquals(1, office.zones().writes());
    }

    @Test
    void servers_that_do_not_load_it_leave_the_run_partial_and_resumable() throws Exception {
        Office office = storedOnly();
        office.zones().unpublishable(true);
        Switch.Done done = office.resume();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertTrue(done.toString().contains("the reload failed"), done::toString);
        office.zones().unpublishable(false);
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(1, office.zones().published());
    }

    @Test
    void a_way_back_that_never_began_is_not_gone_on_with_to_a_site_that_rejects_by_now()
            throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        int before = office.journal.written();
        office.journal.crashAfter(2);
        assertThrows(Crash.class, office::undo);
        office.restart();
        assertEquals(before + 2, office.journal.written());
        office.mail.set("mx1.example.test.", Manner.REJECTS);

        Switch.Done done = office.resume();

        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertEquals("10 mx.backup.example.", office.mx());
        office.mail.set("mx1.example.test.", Manner.TAKES);
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals("10 mx1.example.test.", office.mx());
    }
}
