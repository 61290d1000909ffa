package io.mxfail.adapter.journal;

import static io.mxfail.adapter.journal.Events.event;
import static io.mxfail.adapter.journal.Events.name;
import static io.mxfail.adapter.journal.Events.started;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.port.Lease.Taken;
import io.mxfail.real.ChildJvm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A process that is killed with SIGKILL in the middle of its work.
class KilledOwnerTest {
    @TempDir private Path state;

    private Process child(String run) throws IOException {
        return new ProcessBuilder(ChildJvm.command(DyingOwner.class, state.toString(), run))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Taken take(String run) throws Exception {
        return new FileLease(state, "parent", Clock.systemUTC())
                .take(List.of(name("a.example.test.")), run);
    }

    @Test
    void leaves_a_journal_that_reads_and_its_mark_without_a_lock() throws Exception {
        String run = "20261124T030531Z-000001";
        Process owner = child(run);
        int noted = 0;
        try (BufferedReader lines = owner.inputReader()) {
            assertEquals("locked []", lines.readLine());
            while (noted < 50) {
                noted = number(lines.readLine());
            }
            var busy = assertInstanceOf(Taken.Busy.class, take("other"));
            assertTrue(
                    busy.owner().contains("run " + run + ", process " + owner.pid() + " on child"),
                    busy.owner());
            assertTrue(busyChild().contains(run));
            // the handle's way of killing leaves the pipe open, with what was said last
            assertTrue(owner.toHandle().destroyForcibly());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // a kill may cut the child's last line as well
                noted = line.startsWith("noted ") ? Math.max(noted, number(line)) : noted;
            }
        } finally {
            owner.destroyForcibly();
        }
        owner.waitFor();

        var journal = new FileJournal(state);
        List<JournalEvent> events = journal.read(run);
        // what was said to be durable is there; at most one more may be
        assertTrue(
                events.size() == noted + 1 || events.size() == noted + 2,
                noted + " noted, " + events.size() + " read");
        assertEquals(started(run), events.getFirst());
        assertEquals(event(events.size() - 1), events.getLast());

        var mine = assertInstanceOf(Taken.All.class, take("other"));
        assertEquals(List.of(run), mine.deadRuns());
        try (var log = journal.reopen(run)) {
            log.append(List.of(event(events.size())));
        }
        assertEquals(events.size() + 1, journal.read(run).size());
        mine.held().close();
        var next = assertInstanceOf(Taken.All.class, take("next"));
        assertEquals(List.of(), next.deadRuns());
        next.held().close();
    }

    /// Another process is refused as well, and asking frees nothing.
    private String busyChild() throws Exception {
        Process second = child("20261124T030531Z-000002");
        try (BufferedReader lines = second.inputReader()) {
            String line = lines.readLine();
            assertTrue(line.startsWith("busy "), line);
            return line;
        } finally {
            second.destroyForcibly();
        }
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring("noted ".length()));
    }
}
