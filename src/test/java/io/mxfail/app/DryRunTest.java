package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DryRunTest {
    @ParameterizedTest
    @EnumSource(
            value = Exit.class,
            mode = Mode.EXCLUDE,
            names = {"DONE", "ERROR", "USAGE", "REFUSED"})
    void what_would_stop_the_run_is_refused_and_named_with_its_code(Exit exit) {
        CommandFailure end = DryRun.end(new CommandFailure(exit, "stale", "acme is elsewhere"));

        assertEquals(Exit.REFUSED, end.exit());
        assertEquals("stale", end.kind());
        assertEquals(
                "dry run; the run itself would end with exit "
                        + exit.code()
                        + ": acme is elsewhere",
                end.message());
    }

    @Test
    void what_plan_ends_with_stays() {
        var usage = new CommandFailure(Exit.USAGE, "usage", "no such site");
        assertSame(usage, DryRun.end(usage));
    }
}
