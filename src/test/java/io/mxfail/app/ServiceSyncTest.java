package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.spi.ProviderException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A service that gives receipts, and brings what it took to its name servers in its own time.
class ServiceSyncTest {
    private static int position(Office office, Class<?> kind) throws Exception {
        return office.events().stream().map(JournalEvent::getClass).toList().indexOf(kind);
    }

    @Test
    void the_service_is_waited_for_before_its_name_servers_are_asked() throws Exception {
        Office office = Office.open();
        var asked = new AtomicInteger();
        office.zones().slow(_ -> asked.incrementAndGet() > 3);
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals(4, asked.get());
        int synced = position(office, JournalEvent.InSync.class);
        assertTrue(synced > 0);
        assertTrue(synced < position(office, JournalEvent.Authoritative.class));
    }

    @Test
    void a_service_that_is_not_done_in_time_leaves_the_run_unverified() throws Exception {
        Office office = Office.open();
        office.zones().slow(_ -> false);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit(), done::toString);
        assertTrue(done.toString().contains("memory 1 has not yet brought it"), done::toString);
        assertEquals(-1, position(office, JournalEvent.InSync.class));
    }

    @Test
    void a_service_that_does_not_say_is_not_waited_for_and_its_name_servers_count()
            throws Exception {
        for (FailureKind kind : new FailureKind[] {FailureKind.FORBIDDEN, FailureKind.TIMEOUT}) {
            Office office = Office.open();
            var asked = new AtomicInteger();
            office.zones()
                    .slow(
                            _ -> {
                                asked.incrementAndGet();
                                throw new ProviderException(kind, "no");
                            });
            assertEquals(Exit.DONE, office.switchToBackup().result().exit());
            assertEquals(kind == FailureKind.FORBIDDEN ? 1 : 3, asked.get());
        }
    }

    @Test
    void a_resumed_run_waits_for_the_receipts_of_its_first_life() throws Exception {
        Office office = Office.open();
        var asked = new AtomicInteger();
        office.zones().slow(_ -> asked.incrementAndGet() > 1);
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        assertEquals(0, asked.get());
        office.time.sleep(Duration.ofMinutes(1));
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(2, asked.get());
        assertTrue(position(office, JournalEvent.InSync.class) > 0);
    }

    @Test
    void without_a_receipt_nobody_is_asked() throws Exception {
        Office office = Office.open();
        var asked = new AtomicInteger();
        office.zones().sync(_ -> asked.incrementAndGet() > 0);
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals(0, asked.get());
        assertFalse(position(office, JournalEvent.Authoritative.class) < 0);
    }
}
