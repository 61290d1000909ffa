package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// Options beside a plan file or a run: none is passed over.
class BoundTest {
    private static Office diedAfterAdditions() {
        Office office = Office.setBySet();
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        return office;
    }

    private static Office otherRefuses() throws Exception {
        Office office = Office.twoZones();
        for (int i = 0; i < 2; i++) {
            office.zones()
                    .next(
                            write ->
                                    write.zone().equals(Office.OTHER)
                                            ? new Outcome.Rejected(
                                                    FailureKind.UNAVAILABLE,
                                                    "maintenance",
                                                    Optional.empty())
                                            : office.zones().apply(write));
        }
        office.switchToBackup();
        return office;
    }

    private static ChangeRequest named(String command, String... domains) {
        return Order.YES.fromAnywhere().request(command, List.of(domains));
    }

    private static Confirmation yes() {
        return _ -> Confirmation.Answer.CONFIRMED;
    }

    @Test
    void a_dry_resume_changes_neither_zone_nor_journal_nor_lock() throws Exception {
        for (Office office : List.of(diedAfterAdditions(), otherRefuses())) {
            String zone = office.zones().text();
            int events = office.events().size();
            Switch.Done done = office.resume(Order.YES.fromAnywhere().dryRun());
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
            assertEquals(RunOutcome.UNCHANGED, done.result().report().outcome());
            assertEquals(zone, office.zones().text());
            assertEquals(events, office.events().size());
            assertEquals(Exit.DONE, office.resume().result().exit());
        }
    }

    @Test
    void a_dry_resume_says_that_the_run_would_be_closed() throws Exception {
        Office office = diedAfterAdditions();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        String zone = office.zones().text();
        Switch.Done done = office.resume(Order.YES.fromAnywhere().dryRun());
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertEquals(zone, office.zones().text());
        assertTrue(office.newest().ended().isEmpty());
    }

    @Test
    void additions_are_taken_back_only_with_consent() throws Exception {
        Office office = diedAfterAdditions();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.answer = Confirmation.Answer.CANCELLED;
        String zone = office.zones().text();
        assertThrows(CommandFailure.class, () -> office.resume(Order.YES.fromAnywhere().asking()));
        assertEquals(zone, office.zones().text());
        office.answer = Confirmation.Answer.CONFIRMED;
        Switch.Done done = office.resume(Order.YES.fromAnywhere().asking());
        assertEquals(RunOutcome.UNDONE, done.result().report().outcome(), done::toString);
    }

    @Test
    void a_finding_can_be_accepted_when_a_run_is_resumed() throws Exception {
        Office office = diedAfterAdditions();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.resume(Order.YES.fromAnywhere().accepting("TARGET-RCPT").unverified());
        assertEquals("10 mx.backup.example.", office.mx());
        assertTrue(
                office.events().stream()
                        .anyMatch(
                                event ->
                                        event instanceof JournalEvent.TakenUp up
                                                && up.command()
                                                        .equals(
                                                                "resume --accept TARGET-RCPT"
                                                                        + " --reason a test")));
    }

    @Test
    void an_undo_of_one_domain_does_not_take_back_two() throws Exception {
        Office office = Office.twoZones();
        office.switchToBackup();
        String zone = office.zones().text();
        var undo = new Undo(office.world(), yes(), Progress.SILENT);
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () -> undo.run(named("undo", "example.test"), Optional.empty()));
        assertEquals(Exit.USAGE, failure.exit());
        assertTrue(failure.message().contains("other.test."), failure::message);
        assertEquals(zone, office.zones().text());
        Switch.Done done = undo.run(named("undo", "example.test", "other.test"), Optional.empty());
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
    }

    @Test
    void a_plan_for_two_domains_is_not_applied_for_one() throws Exception {
        Office office = Office.twoZones();
        MakePlan.Made made = office.plan("backup");
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () ->
                                new ApplyPlan(office.world(), yes(), Progress.SILENT)
                                        .run(
                                                named("apply", "other.test"),
                                                made.judged().plan(),
                                                false));
        assertEquals(Exit.USAGE, failure.exit());
        assertEquals(List.of(), office.journal.runs());
    }

    @Test
    void a_plan_is_not_applied_in_another_mode_nor_from_another_site() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () -> office.apply(made, Order.YES.mode(Mode.BREACH)));
        assertEquals(Exit.USAGE, failure.exit());
        Switch.Done done = office.apply(made, Order.YES.from("backup"));
        assertEquals(Exit.STALE, done.result().exit(), done::toString);
        assertEquals(List.of(), office.journal.runs());
        assertEquals(Exit.DONE, office.apply(made, Order.YES).result().exit());
    }

    @Test
    void a_finding_that_came_after_the_plan_can_be_accepted_when_it_is_applied() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        assertEquals(Exit.REFUSED, office.apply(made).result().exit());
        office.apply(made, Order.YES.accepting("TARGET-RCPT").unverified());
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals(List.of("TARGET-RCPT (1)"), office.newest().started().header().accepted());
        assertEquals(made.judged().plan().id(), office.newest().plan().id());
    }

    @Test
    void an_undo_or_resume_from_another_site_than_expected_changes_nothing() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        Switch.Done done = office.undo(Order.YES.from("unknown"));
        assertEquals(Exit.STALE, done.result().exit(), done::toString);
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals(Exit.DONE, office.undo(Order.YES.from("backup")).result().exit());

        Office dead = diedAfterAdditions();
        String zone = dead.zones().text();
        var failure =
                assertThrows(CommandFailure.class, () -> dead.resume(Order.YES.from("backup")));
        // the run may have written: its end is still in doubt
        assertEquals(Exit.PARTIAL, failure.exit());
        assertEquals(zone, dead.zones().text());
    }

    @Test
    void an_undo_can_be_urgent_but_is_no_breach() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () -> office.undo(Order.YES.fromAnywhere().mode(Mode.BREACH)));
        assertEquals(Exit.USAGE, failure.exit());
        assertEquals(
                Exit.DONE,
                office.undo(Order.YES.fromAnywhere().mode(Mode.EMERGENCY)).result().exit());
        assertEquals(Mode.EMERGENCY, office.newest().plan().mode());
    }
}
