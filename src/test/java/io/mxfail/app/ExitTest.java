package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class ExitTest {
    @ParameterizedTest
    @CsvSource({
        "DONE, 0",
        "ERROR, 1",
        "USAGE, 2",
        "REFUSED, 3",
        "PARTIAL, 4",
        "PENDING, 5",
        "LOCKED, 6",
        "STALE, 7",
        "CANCELLED, 8"
    })
    void codes_are_those_of_the_contract(Exit exit, int code) {
        assertEquals(code, exit.code());
    }

    static Stream<Set<Exit>> everySetOfEnds() {
        Exit[] all = Exit.values();
        return IntStream.range(0, 1 << all.length)
                .mapToObj(
                        bits -> {
                            var set = EnumSet.noneOf(Exit.class);
                            for (Exit exit : all) {
                                if ((bits & 1 << exit.ordinal()) != 0) {
                                    set.add(exit);
                                }
                            }
                            return set;
                        });
    }

    @ParameterizedTest
    @MethodSource("everySetOfEnds")
    void nothing_changed_gives_the_worst_of_the_ends(Set<Exit> ends) {
        int worst =
                Stream.of(4, 1, 7, 6, 3, 5, 8, 2, 0)
                        .filter(code -> codes(ends).contains(code))
                        .findFirst()
                        .orElse(0);
        assertEquals(worst, Exit.of(ends, false).code());
    }

    @ParameterizedTest
    @MethodSource("everySetOfEnds")
    void something_changed_never_says_that_nothing_did(Set<Exit> ends) {
        int code = Exit.of(ends, true).code();
        assertFalse(List.of(2, 3, 6, 7, 8).contains(code), () -> ends + " gives " + code);
        boolean another = Stream.of(1, 2, 3, 4, 6, 7, 8).anyMatch(codes(ends)::contains);
        if (another) {
            assertEquals(4, code);
        } else {
            assertEquals(codes(ends).contains(5) ? 5 : 0, code);
        }
    }

    private static List<Integer> codes(Set<Exit> ends) {
        var codes = new ArrayList<Integer>();
        ends.forEach(end -> codes.add(end.code()));
        return codes;
    }
}
