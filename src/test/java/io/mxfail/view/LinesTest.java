package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void a_short_text_stays_in_one_line() {
        assertEquals("  fix: do it\n", Lines.of("  fix: ", "do it"));
        assertEquals("  fix:\n", Lines.of("  fix: ", ""));
    }

    @Test
    void a_long_text_goes_on_below_its_first_word() {
        assertEquals(
                """
                warn: the quick brown fox jumps over the lazy dog and does so again and again
                      until the line is full
                """,
                Lines.of(
                        "warn: ",
                        "the quick brown fox jumps over the lazy dog and does so again and again"
                                + " until the line is full"));
    }

    @Test
    void a_command_is_not_broken() {
        assertEquals(
                """
                Next: when the caches have forgotten the old data at about four o'clock in the
                      mxfail verify --expect backup -p acme, or take it back:
                      mxfail undo 20261124T030000Z-0000a1
                """,
                Lines.of(
                        "Next: ",
                        "when the caches have forgotten the old data at about four o'clock in the"
                                + " mxfail verify --expect backup -p acme, or take it back: mxfail"
                                + " undo 20261124T030000Z-0000a1"));
        assertEquals(
                """
                12345678901234567890123456789012345678901234567890123456789012345678901234567
                `mxfail check --site backup`
                """,
                Lines.of(
                        "",
                        "12345678901234567890123456789012345678901234567890123456789012345678901234567"
                            + " `mxfail check --site backup`"));
    }

    @Test
    void a_word_wider_than_the_terminal_stands_alone() {
        String word = "x".repeat(90);
        assertEquals("a\n" + word + "\nb\n", Lines.of("", "a " + word + " b"));
    }
}
