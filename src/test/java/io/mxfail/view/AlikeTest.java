package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class AlikeTest {
    private record Item(String domain, String what) {
        Name name() {
            return Name.fromConstantString(domain + ".");
        }
    }

    private static final Alike<Item> LINES =
            new Alike<>(
                    Item::name,
                    item -> item.name() + "  " + item.what() + "\n",
                    kind -> "  tail of " + kind.size() + "\n");

    private static List<Item> items(int number, String what) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Item("c" + i + ".test", what.replace("@", "c" + i + ".test")))
                .toList();
    }

    @Test
    void a_few_domains_are_all_shown() {
        assertEquals(
                "c0.test.  ok\n  tail of 1\nc1.test.  ok\n  tail of 1\n", LINES.of(items(2, "ok")));
    }

    @Test
    void many_that_differ_by_their_name_alone_are_shown_once_and_named() {
        assertEquals(
                """
                c0.test.  MX mx.c0.test.
                  tail of 6
                  and 5 more alike: c1.test. c2.test. c3.test. c4.test. c5.test.
                """,
                LINES.of(items(6, "MX mx.@.")));
    }

    @Test
    void the_one_that_differs_stands_out() {
        var items = new ArrayList<>(items(6, "ok"));
        items.set(3, new Item("c3.test", "REFUSED"));
        String text = LINES.of(items);
        assertEquals(
                """
                c0.test.  ok
                  tail of 5
                  and 4 more alike: c1.test. c2.test. c4.test. c5.test.
                c3.test.  REFUSED
                  tail of 1
                """,
                text);
    }

    @Test
    void of_very_many_the_rest_is_counted() {
        String text = LINES.of(items(100, "ok"));
        assertEquals(
                """
                c0.test.  ok
                  tail of 100
                  and 99 more alike: c1.test. c2.test. c3.test. c4.test. c5.test. c6.test.
                    c7.test. c8.test. … (--json has them all)
                """,
                text);
    }
}
