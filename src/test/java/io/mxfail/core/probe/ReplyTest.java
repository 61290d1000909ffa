package io.mxfail.core.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

final class ReplyTest {
    @Test
    void an_enhanced_code_is_taken_off_every_line() {
        Reply reply = Reply.of(550, List.of("5.1.1 no such", "5.1.1 user here"));
        assertEquals("5.1.1", reply.enhanced());
        assertEquals("no such user here", reply.text());
        assertEquals("550 5.1.1 no such user here", reply.toString());
    }

    @Test
    void an_enhanced_code_of_another_class_is_text() {
        Reply reply = Reply.of(550, List.of("4.2.0 try later"));
        assertEquals("", reply.enhanced());
        assertEquals("4.2.0 try later", reply.text());
    }

    @Test
    void an_address_or_a_version_is_no_enhanced_code() {
        assertEquals("", Reply.of(220, List.of("2.1.0.7 ready")).enhanced());
        assertEquals("", Reply.of(554, List.of("5.7.1000 x")).enhanced());
        assertEquals("5.7.1", Reply.of(554, List.of("5.7.1")).enhanced());
    }

    @Test
    void what_could_fool_a_terminal_becomes_blank() {
        Reply reply =
                Reply.of(250, List.of("a\u001b[31mred\u0007\u0085\u202egnihton\r\n\tb\u0000"));
        assertEquals("a [31mred gnihton b", reply.text());
        assertTrue(reply.text().codePoints().noneMatch(Character::isISOControl));
    }

    @Test
    void long_text_is_cut() {
        Reply reply = Reply.of(250, List.of("x".repeat(100_000)));
        assertEquals(Reply.MAX_TEXT, reply.text().length());
        assertTrue(reply.text().endsWith("…"));
    }

    @Test
    void no_reply_is_neither_good_nor_bad() {
        Reply none = Reply.none("closed the connection");
        assertFalse(none.isPresent() || none.isPositive() || none.isTransient());
        assertEquals("closed the connection", none.toString());
        assertThrows(IllegalArgumentException.class, () -> new Reply(99, "", ""));
    }
}
