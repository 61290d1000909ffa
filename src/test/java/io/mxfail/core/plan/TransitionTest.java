package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class TransitionTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
              mx 20 mx2.example.test.
              spf ip4:192.0.2.0/28
            backup
              mx 10 mxb.example.test.
              mxb A 192.0.2.21
              spf include:_spf.backup.example
            """;
    private static final String ZONE =
            """
            @ 3600 IN MX 10 mx1.example.test.
            @ 3600 IN MX 20 mx2.example.test.
            @ 300 IN TXT "v=spf1 ip4:192.0.2.0/28 -all"
            @ 300 IN TXT "verification=1"
            """;

    private static Transition of(String sites, String zone, Capabilities.Atomicity unit) {
        DomainView view = Lines.view(sites);
        Observed observed = Lines.observed(zone, view.keys());
        return Transition.of(
                view,
                observed,
                Planner.changes(view, observed, Lines.to("backup")),
                Lines.writing(unit));
    }

    @ParameterizedTest
    @EnumSource
    void both_ends_are_the_same_whatever_the_unit(Capabilities.Atomicity unit) {
        Transition way = of(SITES, ZONE, unit);
        assertEquals(2, way.mxBefore().size());
        assertEquals(
                List.of("10 mxb.example.test."),
                way.mxAfter().stream().map(r -> r.rdataToString()).toList());
        assertEquals(List.of("v=spf1 ip4:192.0.2.0/28 -all"), way.spfBefore());
        assertEquals(
                List.of("v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example -all"),
                way.spfAfter());
    }

    @Test
    void a_smaller_unit_shows_more_states_on_the_way() {
        assertEquals(
                2,
                of(SITES, ZONE, Capabilities.Atomicity.ZONE).states().stream().distinct().count());
        assertEquals(
                4,
                of(SITES, ZONE, Capabilities.Atomicity.RRSET).states().stream().distinct().count());
        // the MX set has two records of which one is changed and one removed
        assertEquals(
                5,
                of(SITES, ZONE, Capabilities.Atomicity.RECORD).states().stream()
                        .distinct()
                        .count());
    }

    @Test
    void what_a_plan_leaves_of_a_set_it_changes_is_known_whole() {
        assertEquals(
                List.of(
                        "\"v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example -all\"",
                        "verification=1"),
                of(SITES, ZONE, Capabilities.Atomicity.ZONE)
                        .after()
                        .get(Lines.view(SITES).spf())
                        .orElseThrow()
                        .data()
                        .stream()
                        .sorted()
                        .toList());
    }

    @Test
    void an_alias_beside_foreign_data_is_occupied() {
        String sites =
                """
                primary
                  smtp A 192.0.2.1
                backup
                  smtp CNAME relay.backup.example.
                """;
        assertEquals(
                List.of(),
                of(sites, "smtp 60 IN A 192.0.2.1\n", Capabilities.Atomicity.ZONE).occupied());
        assertEquals(
                List.of("CNAME", "TXT"),
                of(
                                sites,
                                "smtp 60 IN A 192.0.2.1\nsmtp 60 IN TXT \"x\"\n",
                                Capabilities.Atomicity.ZONE)
                        .occupied()
                        .getFirst()
                        .types());
    }

    @Test
    void nothing_outside_the_profile_is_changed_by_a_plan_of_it() {
        assertEquals(List.of(), of(SITES, ZONE, Capabilities.Atomicity.ZONE).outside());
    }
}
