package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

final class TextTest {
    @Test
    void what_plays_with_a_terminal_or_turns_text_round_is_not_printed() {
        assertEquals("a?[2J?b?c?d?e", Text.printable("a\u001b[2J\u009bb\u202ec\u2028d\u200be"));
        assertEquals("m\u00fcller \u65e5\u672c", Text.printable("m\u00fcller \u65e5\u672c"));
    }

    @Test
    void a_domain_is_shown_as_dns_has_it_and_as_people_write_it() {
        Name domain = Name.fromConstantString("xn--bcher-kva.test.");
        assertEquals("xn--bcher-kva.test. (b\u00fccher.test)", Text.domain(domain));
        assertEquals("acme.test.", Text.domain(Name.fromConstantString("acme.test.")));
        assertEquals(
                "@  MX mx.@",
                Text.without(domain, Text.domain(domain) + "  MX mx.xn--bcher-kva.test."));
    }
}
