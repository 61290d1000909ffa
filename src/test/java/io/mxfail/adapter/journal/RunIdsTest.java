package io.mxfail.adapter.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

class RunIdsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T03:05:31.999Z"));

    @TempDir private Path state;

    @Test
    void an_id_is_the_time_in_utc_and_six_digits() {
        String id = new RunIds(state, CLOCK, new SplittableRandom(1)).get();
        assertTrue(id.matches("20261124T030531Z-[0-9a-f]{6}"), id);
    }

    @Test
    void ids_of_one_second_sort_in_the_order_they_were_given() {
        var ids = new RunIds(state, CLOCK, new SplittableRandom(7));
        String before = ids.get();
        for (int i = 0; i < 5000; i++) {
            String next = ids.get();
            assertTrue(next.compareTo(before) > 0, before + " then " + next);
            before = next;
        }
    }

    @Test
    void an_id_sorts_after_every_run_in_the_folder() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            Path folder = state.resolve("state" + seed);
            String taken = new RunIds(folder, CLOCK, new SplittableRandom(seed)).get();
            new FileJournal(folder).start(taken).close();
            String fresh = new RunIds(folder, CLOCK, new SplittableRandom(seed + 1000)).get();
            assertTrue(fresh.compareTo(taken) > 0, taken + " then " + fresh);
            assertEquals(taken.length(), fresh.length());
        }
    }

    @Test
    void a_clock_that_was_set_back_does_not_put_a_run_before_older_ones() throws Exception {
        String later = new RunIds(state, CLOCK, new SplittableRandom(1)).get();
        new FileJournal(state).start(later).close();
        InstantSource setBack = InstantSource.fixed(CLOCK.instant().minusSeconds(3600));
        String fresh = new RunIds(state, setBack, new SplittableRandom(2)).get();
        assertTrue(fresh.compareTo(later) > 0, later + " then " + fresh);
    }

    @Test
    void files_that_are_no_runs_do_not_matter() throws Exception {
        Path runs = Files.createDirectories(state.resolve("runs"));
        Files.createFile(runs.resolve("notes.txt"));
        Files.createFile(runs.resolve("99999999T999999Z-abcdef.jsonl"));
        String id = new RunIds(state, CLOCK, new SplittableRandom(1)).get();
        assertTrue(id.startsWith("20261124T030531Z-"), id);
    }
}
