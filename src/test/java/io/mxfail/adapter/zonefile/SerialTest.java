package io.mxfail.adapter.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class SerialTest {
    private static final Instant NOW = Instant.parse("2026-11-24T03:05:31Z");

    @Test
    void a_dated_serial_becomes_todays() {
        assertEquals(2026112400L, Serial.next(2026112307L, NOW));
    }

    @Test
    void a_second_change_of_the_day_counts_on_also_past_its_hundredth() {
        assertEquals(2026112401L, Serial.next(2026112400L, NOW));
        assertEquals(2026112500L, Serial.next(2026112499L, NOW));
    }

    @Test
    void a_date_in_the_future_never_goes_back() {
        assertEquals(2027010101L, Serial.next(2027010100L, NOW));
    }

    @Test
    void unix_time_becomes_now_or_the_next_second() {
        assertEquals(NOW.getEpochSecond(), Serial.next(1_700_000_000L, NOW));
        assertEquals(NOW.getEpochSecond() + 1, Serial.next(NOW.getEpochSecond(), NOW));
    }

    @Test
    void a_counter_counts_and_passes_over_zero() {
        assertEquals(8, Serial.next(7, NOW));
        assertEquals(1, Serial.next(0xFFFFFFFFL, NOW));
    }
}
