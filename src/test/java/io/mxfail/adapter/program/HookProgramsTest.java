package io.mxfail.adapter.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.port.Programs.Ran;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class HookProgramsTest {
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private static Ran sh(String script, Duration timeout) {
        var programs = new HookPrograms(() -> Map.of("PATH", "/usr/bin:/bin", "OURS", "kept"));
        return programs.run(
                List.of("/bin/sh", "-c", script), Map.of("MXFAIL_TO", "backup"), timeout);
    }

    @Test
    void a_hook_learns_what_happens_and_keeps_what_we_have() {
        assertEquals(
                new Ran(true, "/bin/sh ended well"),
                sh("test \"$MXFAIL_TO\" = backup && test \"$OURS\" = kept", ENOUGH));
    }

    @Test
    void one_that_fails_tells_its_code_and_its_last_words() {
        Ran ran = sh("echo 'no ticket, no switch' >&2; exit 7", ENOUGH);
        assertFalse(ran.ok());
        assertEquals("/bin/sh ended with 7: no ticket, no switch", ran.said());
    }

    @Test
    void one_that_hangs_is_stopped() {
        Ran ran = sh("sleep 300", Duration.ofMillis(300));
        assertFalse(ran.ok());
        assertTrue(ran.said().startsWith("/bin/sh"), ran.said());
    }

    @Test
    void one_that_is_not_there_says_so() {
        Ran ran = new HookPrograms(Map::of).run(List.of("/no/such/program"), Map.of(), ENOUGH);
        assertFalse(ran.ok());
        assertTrue(ran.said().startsWith("cannot start /no/such/program"), ran.said());
    }
}
