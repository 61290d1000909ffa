package io.mxfail.lab.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class FastClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final FastClock real = FastClock.standing();
    private final Instant start = real.instant();

    @Test
    void it_runs_so_many_times_faster() {
        var clock = FastClock.running(600, real);
        assertEquals(start, clock.instant());
        real.advance(SECOND);
        assertEquals(start.plusSeconds(600), clock.instant());
        clock.advance(SECOND);
        assertEquals(start.plusSeconds(601), clock.instant());
        clock.speed(1);
        real.advance(SECOND);
        assertEquals(start.plusSeconds(602), clock.instant());
        clock.speed(0);
        real.advance(SECOND);
        assertEquals(start.plusSeconds(602), clock.instant());
    }

    @Test
    void it_is_not_set_back() {
        assertThrows(IllegalArgumentException.class, () -> real.advance(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> FastClock.running(-1));
        assertThrows(IllegalArgumentException.class, () -> real.speed(Double.NaN));
    }
}
