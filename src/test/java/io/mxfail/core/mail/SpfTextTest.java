package io.mxfail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class SpfTextTest {
    private static List<SpfTerm> terms(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" ", -1)).map(SpfTerm::new).toList();
    }

    @ParameterizedTest(name = "{0} + {1} - {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # record                          | add          | remove       | becomes
                    v=spf1 -all                       | a            |              | v=spf1 a -all
                    v=spf1                            | a            |              | v=spf1 a
                    v=spf1 a -all                     | A            |              | v=spf1 a -all
                    v=spf1 +a -all                    | a            |              | v=spf1 +a -all
                    v=spf1 ?a -all                    | a            |              | v=spf1 ?a a -all
                    v=spf1 mx a ptr -all              | a b.c        |              | v=spf1 mx a b.c ptr -all
                    v=spf1 mx redirect=x.example      | a            |              | v=spf1 mx a redirect=x.example
                    v=spf1 redirect=x.example mx      | mx           |              | v=spf1 redirect=x.example mx
                    v=spf1 -all a                     | a            |              | v=spf1 a -all a
                    v=spf1 a mx -all                  |              | a            | v=spf1 mx -all
                    v=spf1 a mx -all                  | a            | a            | v=spf1 a mx -all
                    v=spf1 ip4:192.0.2.9/24 -all      |              | ip4:192.0.2.0/24 | v=spf1 -all
                    v=spf1 ip4:192.0.2.9/24 -all      |              | ip4:192.0.2.0/25 | v=spf1 ip4:192.0.2.9/24 -all
                    v=spf1 include:X.example. -all    | include:x.example |         | v=spf1 include:X.example. -all
                    """)
    void terms_come_and_go_and_all_else_stays(
            String record, String add, String remove, String becomes) {
        SpfText text = SpfText.parse(record).orElseThrow();
        List<SpfTerm> owned = terms(add);
        assertEquals(becomes, text.edit(terms(add), terms(remove), owned).toString());
    }

    @Test
    void a_record_in_which_nothing_changes_is_the_same() {
        SpfText text = SpfText.parse("v=spf1 a -all").orElseThrow();
        assertSame(text, text.edit(terms("a"), terms("mx"), terms("a mx")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=spf1 a -all         | true
                    V=SPF1 a              | true
                    v=spf1                | true
                    v=spf10 a             | false
                    v=spf2.0/pra a        | false
                    spf1 a                | false
                    """)
    void only_the_first_version_is_a_record(String text, boolean is) {
        assertEquals(is, SpfText.isSpf(text));
        assertEquals(is, SpfText.parse(text).isPresent());
    }

    @Test
    void characters_that_no_term_can_have_make_it_unreadable() {
        assertEquals(Optional.empty(), SpfText.parse("v=spf1 a\t-all"));
        assertEquals(Optional.empty(), SpfText.parse("v=spf1 a\u00e4 -all"));
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "a, A, true",
        "a, +a, true",
        "a, ~a, false",
        "ip4:192.0.2.0/24, ip4:192.0.2.255/24, true",
        "ip4:192.0.2.1, ip4:192.0.2.1/32, true",
        "ip4:192.0.2.1, ip4:192.0.2.2, false",
        "ip6:2001:db8::/32, IP6:2001:0DB8:0::/32, true",
        "ip6:2001:db8::1, ip6:2001:db8::1/128, true",
        "ip6:2001:db8::/32, ip6:2001:db8::/33, false",
        "ip4:192.0.2.1/33, ip4:192.0.2.1/32, false",
        "include:x.example, include:x.example., true",
        "include:x.example, a:x.example, false",
        "mx/24, mx, false"
    })
    void terms_that_mean_the_same_are_the_same(String one, String other, boolean same) {
        assertEquals(same, new SpfTerm(one).same(new SpfTerm(other)));
        assertEquals(same, new SpfTerm(other).same(new SpfTerm(one)));
    }
}
