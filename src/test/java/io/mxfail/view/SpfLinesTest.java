package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.mail.SpfCost;
import io.mxfail.core.plan.SpfReport;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

final class SpfLinesTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");

    private static SpfReport.State state(int octets, SpfCost.Term... terms) {
        return new SpfReport.State(
                List.of("v=spf1 -all"),
                Optional.of(
                        new SpfCost(terms.length, List.of(terms), List.of(), List.of(), List.of())),
                octets);
    }

    private static SpfCost.Term include(int total, String text, int with) {
        return new SpfCost.Term(0, text, with, total, SpfCost.Asked.NOTHING);
    }

    private static SpfReport moving() {
        var mx = new SpfCost.Asked(3, 2, List.of("mx9.hosts.test A"));
        return new SpfReport(
                DOMAIN,
                new SpfReport.State(List.of(), Optional.empty(), 0),
                state(
                        412,
                        include(1, "include:_spf.hosts.test", 2),
                        new SpfCost.Term(1, "mx:hosts.test", 1, 2, mx)));
    }

    @Test
    void a_domain_is_one_line() {
        assertEquals(
                "  SPF example.test.  2 of 10 lookups, 1 of 2 void, 412 of 512 octets\n",
                new SpfLines(false, true)
                        .of(List.of(new SpfReport(DOMAIN, moving().after(), moving().after()))));
    }

    @Test
    void all_of_it_is_the_tree_with_what_each_term_costs() {
        assertEquals(
                """
                SPF example.test.  0 -> 2 of 10 lookups, 0 -> 1 of 2 void, 0 -> 412 of 512
                    octets
                  now: no record
                  with the terms of every site:
                     1  include:_spf.hosts.test (2 lookups with what it includes)
                     2    mx:hosts.test 3 of 10 mail hosts void: mx9.hosts.test A
                """,
                new SpfLines(true, false)
                        .of(
                                List.of(
                                        new SpfReport(
                                                DOMAIN,
                                                moving().before(),
                                                new SpfReport.State(
                                                        List.of("v=spf1 mx -all"),
                                                        moving().after().cost(),
                                                        412)))));
    }

    @Test
    void a_fleet_that_is_alike_is_told_once() {
        List<SpfReport> fleet =
                IntStream.range(0, 1000)
                        .mapToObj(
                                i ->
                                        new SpfReport(
                                                Name.fromConstantString("d" + i + ".test."),
                                                state(100),
                                                state(100)))
                        .toList();
        String text = new SpfLines(false, true).of(fleet);
        assertTrue(text.contains("and 999 more alike"), text);
        assertTrue(text.lines().count() < 6, text);
    }

    @Test
    void two_records_are_said_to_be_two() {
        var two = new SpfReport.State(List.of("v=spf1 -all", "v=spf1 mx"), Optional.empty(), 99);
        assertEquals(
                "SPF example.test.  2 records, of which receivers read none\n",
                new SpfLines(false, false).of(List.of(new SpfReport(DOMAIN, two, two))));
    }

    @Test
    void a_record_that_looks_nothing_up_says_so() {
        assertEquals(
                """
                SPF example.test.  0 of 10 lookups, 0 of 2 void, 112 -> 130 of 512 octets
                  now: no lookups
                  with the terms of every site: no lookups
                """,
                new SpfLines(true, false)
                        .of(
                                List.of(
                                        new SpfReport(
                                                DOMAIN,
                                                state(112),
                                                new SpfReport.State(
                                                        List.of("v=spf1 ip4:192.0.2.1 -all"),
                                                        state(130).cost(),
                                                        130)))));
    }
}
