package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.propagation.OpenRun;
import io.mxfail.core.propagation.VerifyReport;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A run whose process lives on, but whose end could not be noted: no mark is left at the lock, and
/// only the journal knows.
class UnfinishedRunTest {
    private static Office broken() throws Exception {
        Office office = Office.setBySet();
        // the second write cannot be noted, and so neither the end of the run
        office.journal.fullAfter(3);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertTrue(office.newest().ended().isEmpty());
        office.journal.restart();
        assertTrue(office.lease.isFree());
        office.time.sleep(Duration.ofMinutes(5));
        return office;
    }

    @Test
    void it_stops_every_other_change_and_is_named() throws Exception {
        Office office = broken();
        String run = office.newest().run();
        String before = office.zones().text();
        var failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertEquals("interrupted", failure.kind());
        assertEquals(Exit.PARTIAL, failure.exit());
        assertTrue(failure.message().contains("mxfail resume " + run), failure::message);
        assertTrue(failure.message().contains("mxfail undo " + run), failure::message);
        assertEquals(before, office.zones().text());
        assertEquals(1, office.journal.runs().size());
        var plan = office.plan("backup");
        assertEquals(
                "interrupted", assertThrows(CommandFailure.class, () -> office.apply(plan)).kind());
    }

    @Test
    void those_who_only_look_are_told_of_it_and_what_to_type() throws Exception {
        Office office = broken();
        String run = office.newest().run();
        List<OpenRun> expected = List.of(new OpenRun(run, List.of(Office.EXAMPLE), true));
        MakePlan.Made made = office.plan("backup");
        assertEquals(expected, made.open());
        assertTrue(made.waits());
        VerifyReport report =
                new Verify(office.world(), Progress.SILENT)
                        .run(
                                new Selection(List.of(), false, List.of()),
                                Optional.empty(),
                                Optional.empty());
        assertEquals(expected, report.open());
        assertTrue(
                Verify.next(report, office.time.instant())
                        .toString()
                        .contains("mxfail undo " + run),
                report::toString);
        office.resume();
        assertEquals(List.of(), office.plan("primary").open());
    }

    @Test
    void one_that_ended_in_part_is_told_too_but_holds_nothing_back() throws Exception {
        Office office = Office.twoZones();
        office.zones()
                .next(_ -> new Outcome.Rejected(FailureKind.FORBIDDEN, "no", Optional.empty()));
        assertEquals(Exit.PARTIAL, office.switchToBackup().result().exit());
        MakePlan.Made made = office.plan("backup");
        assertEquals(1, made.open().size());
        assertFalse(made.waits());
        assertTrue(made.open().getFirst().said().contains("is unfinished"));
        office.time.sleep(Duration.ofMinutes(5));
        office.undo();
        assertEquals(List.of(), office.plan("backup").open());
    }

    @Test
    void it_can_be_resumed_and_then_the_way_is_free() throws Exception {
        Office office = broken();
        assertEquals(Exit.DONE, office.resume().result().exit());
        office.time.sleep(Duration.ofMinutes(5));
        assertEquals(
                Exit.DONE, office.switchTo("primary", Order.YES.from("backup")).result().exit());
    }

    @Test
    void it_can_be_taken_back_and_then_the_way_is_free() throws Exception {
        Office office = broken();
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertEquals(Office.setBySet().zones().text(), office.zones().text());
        office.time.sleep(Duration.ofMinutes(5));
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
    }

    @Test
    void who_takes_it_up_knows_of_it_before_anything_can_be_stopped() throws Exception {
        for (boolean back : new boolean[] {true, false}) {
            Office office = broken();
            String run = "taken up " + office.newest().run();
            office.heard.clear();
            assertEquals(Exit.DONE, (back ? office.undo() : office.resume()).result().exit());
            assertEquals(
                    1, office.heard.stream().filter(run::equals).count(), office.heard::toString);
            int noted = office.heard.indexOf("run " + office.newest().run() + " noted");
            assertTrue(office.heard.indexOf(run) < noted, office.heard::toString);
        }
        Office whole = Office.open();
        whole.switchToBackup();
        whole.undo();
        assertTrue(whole.heard.stream().noneMatch(line -> line.startsWith("taken up")));
    }
}
