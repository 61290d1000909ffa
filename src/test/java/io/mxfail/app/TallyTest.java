package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class TallyTest {
    private static List<String> heard(int all, int failing) {
        var heard = new ArrayList<String>();
        var progress =
                new Progress() {
                    @Override
                    public void step(String line) {
                        heard.add(line);
                    }

                    @Override
                    public void live(String line) {}
                };
        var tally = new Tally(progress, all);
        for (int i = 1; i <= all; i++) {
            tally.passing("passing " + i);
            if (i <= failing) {
                tally.failed("failed " + i);
            } else {
                tally.reached(() -> "there");
            }
        }
        return heard;
    }

    @Test
    void a_few_are_told_one_by_one() {
        assertEquals(List.of("passing 1", "passing 2"), heard(2, 0));
        assertEquals(20, heard(20, 3).size());
    }

    @Test
    void many_are_counted_by_tenths_and_what_fails_is_named() {
        List<String> heard = heard(1000, 0);
        assertEquals(10, heard.size());
        assertEquals("100 of 1000 there", heard.getFirst());
        assertEquals("1000 of 1000 there", heard.getLast());
        assertEquals(List.of("failed 1", "3 of 21 there"), heard(21, 1).subList(0, 2));
        assertEquals(10, heard(21, 0).size());
    }

    @Test
    void a_fleet_is_switched_in_a_screen_of_lines() throws Exception {
        Office office = Office.zones(40);
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertTrue(office.heard.contains("40 of 40 zones written"), office.heard::toString);
        assertTrue(
                office.heard.stream()
                        .anyMatch(
                                line ->
                                        line.startsWith("40 of 40 domains are new on every")
                                                && line.contains("forget the old data by 2026-")),
                office.heard::toString);
        assertTrue(office.heard.size() < 25, office.heard::toString);
    }

    @Test
    void in_a_fleet_the_zone_that_fails_is_named_at_once() throws Exception {
        Office office = Office.zones(40);
        office.zones()
                .next(_ -> new Outcome.Rejected(FailureKind.FORBIDDEN, "no", Optional.empty()));
        assertEquals(Exit.PARTIAL, office.switchToBackup().result().exit());
        assertEquals(
                1,
                office.heard.stream().filter(l -> l.contains(".test.: ")).count(),
                office.heard::toString);
        assertTrue(
                office.heard.stream().anyMatch(line -> line.startsWith("36 of 40 zones written")),
                office.heard::toString);
    }
}
