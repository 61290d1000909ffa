package io.mxfail.adapter.journal;

import static io.mxfail.adapter.journal.Events.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.port.JournalStore.JournalException;
import io.mxfail.port.Lease;
import io.mxfail.port.Lease.Taken;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class FileLeaseTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T03:05:31Z"));

    @TempDir private Path state;
    private Lease lease;
    private Path lockA;

    @BeforeEach
    void in_a_folder() {
        lease = new FileLease(state, "host1", CLOCK);
        lockA = state.resolve("locks/a.example.test.lock");
    }

    private Taken take(String run, String... domains) throws JournalException {
        return lease.take(List.of(domains).stream().map(Events::name).toList(), run);
    }

    private Taken.All all(String run, String... domains) throws JournalException {
        return assertInstanceOf(Taken.All.class, take(run, domains));
    }

    @Test
    void a_second_owner_is_told_who_the_first_is() throws JournalException {
        var first = all("run1", "a.example.test.");
        var busy = assertInstanceOf(Taken.Busy.class, take("run2", "a.example.test."));
        assertEquals(name("a.example.test."), busy.domain());
        assertEquals(
                "run run1, process "
                        + ProcessHandle.current().pid()
                        + " on host1, since 2026-11-24T03:05:31Z",
                busy.owner());
        first.held().close();
        var second = all("run2", "A.example.TEST.");
        assertEquals(List.of(), second.deadRuns());
        second.held().close();
    }

    @Test
    void all_are_taken_or_none() throws JournalException {
        var first = all("run1", "b.example.test.");
        assertInstanceOf(Taken.Busy.class, take("run2", "c.example.test.", "b.example.test."));
        assertInstanceOf(Taken.Busy.class, take("run2", "a.example.test.", "b.example.test."));
        var others = all("run3", "a.example.test.", "c.example.test.");
        assertEquals(List.of(), others.deadRuns());
        others.held().close();
        first.held().close();
    }

    @Test
    void closing_twice_takes_nothing_from_the_next_owner() throws JournalException {
        var first = all("run1", "a.example.test.");
        first.held().close();
        var second = all("run2", "a.example.test.");
        first.held().close();
        first.held().leaveAsFound();
        assertInstanceOf(Taken.Busy.class, take("run3", "a.example.test."));
        second.held().close();
    }

    @Test
    void a_mark_without_a_lock_is_a_dead_run() throws JournalException, IOException {
        leaveMark("dead1");
        var mine = all("run2", "a.example.test.", "b.example.test.");
        assertEquals(List.of("dead1"), mine.deadRuns());
        mine.held().leaveAsFound();
        var again = all("run3", "a.example.test.");
        assertEquals(List.of("dead1"), again.deadRuns());
        again.held().close();
        assertEquals(0, Files.size(lockA));
        var last = all("run4", "a.example.test.");
        assertEquals(List.of(), last.deadRuns());
        last.held().close();
    }

    @Test
    void a_dead_owner_hides_no_older_one() throws JournalException, IOException {
        leaveMark("dead1");
        leaveMark("dead2");
        leaveMark("dead1");
        var mine = all("run3", "a.example.test.");
        assertEquals(List.of("dead1", "dead2"), mine.deadRuns());
        assertEquals(4, Files.readAllLines(lockA).size());
        mine.held().close();
    }

    @Test
    void a_lock_that_is_busy_leaves_marks_as_they_were() throws JournalException, IOException {
        leaveMark("dead1");
        String before = Files.readString(lockA);
        var other = all("run1", "b.example.test.");
        assertInstanceOf(Taken.Busy.class, take("run2", "a.example.test.", "b.example.test."));
        assertEquals(before, Files.readString(lockA));
        other.held().close();
    }

    @Test
    void a_mark_that_was_cut_and_scribbles_are_no_marks() throws JournalException, IOException {
        leaveMark("dead1");
        Files.writeString(lockA, "scribble\n{\"run\":\"dead2\",", StandardOpenOption.APPEND);
        var mine = all("run3", "a.example.test.");
        assertEquals(List.of("dead1"), mine.deadRuns());
        mine.held().close();
    }

    private void leaveMark(String run) throws IOException {
        Files.createDirectories(lockA.getParent());
        var mark = new Mark(run, 1, "host2", CLOCK.instant());
        Files.writeString(
                lockA, mark.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void of_many_threads_one_wins_at_a_time() throws Exception {
        var inside = new AtomicInteger();
        var won = new AtomicInteger();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String run = "run" + i;
                var _ = pool.submit(() -> contend(run, inside, won));
            }
        }
        assertTrue(won.get() > 0);
        assertEquals(0, inside.get());
    }

    private boolean contend(String run, AtomicInteger inside, AtomicInteger won)
            throws JournalException {
        if (take(run, "a.example.test.", "b.example.test.") instanceof Taken.All taken) {
            assertEquals(1, inside.incrementAndGet());
            assertEquals(List.of(), taken.deadRuns());
            won.incrementAndGet();
            inside.decrementAndGet();
            taken.held().close();
        }
        return true;
    }

    @Test
    void an_interrupted_owner_leaves_no_mark() throws JournalException {
        Thread.currentThread().interrupt();
        var mine = all("run1", "a.example.test.");
        mine.held().close();
        assertTrue(Thread.interrupted());
        var next = all("run2", "a.example.test.");
        assertEquals(List.of(), next.deadRuns());
        next.held().close();
    }

    @Test
    void names_with_odd_characters_have_safe_and_different_files() {
        assertEquals("example.test.lock", LockName.of(name("Example.TEST.")));
        assertEquals(".lock", LockName.of(name(".")));
        assertEquals("a%2eb.test.lock", LockName.of(name("a\\.b.test.")));
        assertEquals("%2e%2e.%2fetc.lock", LockName.of(name("\\.\\..\\047etc.")));
        assertEquals("%00%ff%25.test.lock", LockName.of(name("\\000\\255%.test.")));
        String label = "\\001".repeat(63);
        String one = LockName.of(name(label + "." + label + "." + label + ".a."));
        String two = LockName.of(name(label + "." + label + "." + label + ".b."));
        assertTrue(one.length() < 255 && !one.equals(two), one);
    }

    @Test
    void a_folder_that_cannot_be_is_said_with_its_remedy() throws IOException {
        Files.writeString(state.resolve("locks"), "a file where the folder should be");
        var e = assertThrows(JournalException.class, () -> take("run1", "a.example.test."));
        assertTrue(String.valueOf(e.getMessage()).contains("--state"), e.getMessage());
    }
}
