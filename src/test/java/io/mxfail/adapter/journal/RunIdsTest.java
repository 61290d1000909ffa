package io.mxfail.adapter.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

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
    void none_is_given_twice() {
        // a generator that says everything twice
        RandomGenerator stutter =
                new RandomGenerator() {
                    private long calls;

                    @Override
                    public long nextLong() {
                        return (calls++ / 2) << 32;
                    }
                };
        var ids = new RunIds(state, CLOCK, stutter);
        assertNotEquals(ids.get(), ids.get());
    }

    @Test
    void one_that_is_in_the_folder_is_not_given() throws Exception {
        String taken = new RunIds(state, CLOCK, new SplittableRandom(1)).get();
        new FileJournal(state).start(taken).close();
        String fresh = new RunIds(state, CLOCK, new SplittableRandom(1)).get();
        assertNotEquals(taken, fresh);
        assertEquals(taken.length(), fresh.length());
    }
}
