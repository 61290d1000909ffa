package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;

import org.junit.jupiter.api.Test;

import java.time.Duration;

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
