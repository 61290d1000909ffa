package io.mxfail.core.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

final class ExtensionsTest {
    private static OptionalLong size(String line) {
        return new Extensions(List.of("PIPELINING", line)).longestMessage();
    }

    @Test
    void a_limit_is_read_and_nonsense_is_none() {
        assertEquals(OptionalLong.of(1024), size("size 1024"));
        assertEquals(OptionalLong.of(Long.MAX_VALUE), size("SIZE 0"));
        assertEquals(OptionalLong.empty(), size("SIZE"));
        assertEquals(OptionalLong.empty(), size("SIZE many"));
        assertEquals(OptionalLong.empty(), size("SIZE 99999999999999999999"));
        assertEquals(OptionalLong.empty(), size("SIZED 10"));
    }

    @Test
    void keywords_know_no_case_and_are_whole_words() {
        var offer = new Extensions(List.of("8bitmime", "AUTH PLAIN"));
        assertTrue(offer.offers("8BITMIME"));
        assertTrue(offer.offers("AUTH"));
        assertFalse(offer.offers("PLAIN"));
    }

    @Test
    void an_endless_offer_is_cut_and_made_printable() {
        assertEquals(60, new Extensions(Collections.nCopies(500, "X")).lines().size());
        assertEquals(List.of("[2J"), new Extensions(List.of("\u001b[2J")).lines());
    }
}
