package io.mxfail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

class FarewellTest {
    private final Farewell farewell = new Farewell();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int stop(String... args) {
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return farewell.say(stream, stream, "test", args);
    }

    private String words() {
        return said.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }

    @Test
    void before_a_run_is_noted_it_is_cancelled() {
        assertEquals(8, stop("switch", "--to", "backup"));
        assertTrue(words().contains("nothing was changed"), words());
    }

    @Test
    void once_a_run_is_noted_its_writes_may_be_on_their_way() {
        farewell.noted("r1");
        assertEquals(4, stop("switch", "--to", "backup"));
        assertTrue(words().contains("`mxfail resume r1` finishes it"), words());
    }

    @Test
    void a_run_that_wrote_before_and_is_taken_up_is_still_half_way() {
        farewell.takenUp("r1");
        assertEquals(4, stop("resume", "r1"));
        assertTrue(
                words().contains("nothing was changed now, and run r1 is still unfinished"),
                words());
    }

    @Test
    void a_run_that_was_taken_up_and_written_is_one_run() {
        farewell.takenUp("r1");
        farewell.noted("r2");
        farewell.written("r2");
        assertEquals(5, stop("undo", "r1"));
    }

    @Test
    void once_all_is_written_only_the_proof_is_missing() {
        farewell.noted("r1");
        farewell.written("r1");
        assertEquals(5, stop("undo"));
        assertTrue(words().contains("`mxfail resume r1` verifies and closes it"), words());
    }

    @Test
    void of_several_runs_nobody_says_that_all_is_written() {
        farewell.noted("r1");
        farewell.written("r1");
        farewell.noted("r2");
        farewell.written("r2");
        assertEquals(4, stop("switch", "--all"));
    }

    @Test
    void the_one_object_of_json_has_the_same_code() {
        farewell.noted("r1");
        assertEquals(4, stop("apply", "plan.json", "--json"));
        assertTrue(words().contains("\"exit\" : 4"), words());
    }

    @Test
    void who_only_looked_ends_as_every_program_does() {
        assertEquals(130, stop("check"));
        assertEquals("", words());
    }
}
