package io.mxfail.core.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;

class ZoneCutTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final Name CHILD = Name.fromConstantString("child.example.test.");

    @Test
    void a_delegation_takes_its_name_and_everything_below() {
        List<Name> owners = List.of(ZONE, CHILD);
        assertEquals(Optional.of(CHILD), ZoneCut.above(CHILD, ZONE, owners));
        assertEquals(
                Optional.of(CHILD),
                ZoneCut.above(Name.fromConstantString("mx.child.example.test."), ZONE, owners));
    }

    @Test
    void the_apex_and_its_neighbours_stay() {
        List<Name> owners = List.of(ZONE, CHILD);
        assertEquals(Optional.empty(), ZoneCut.above(ZONE, ZONE, owners));
        assertEquals(
                Optional.empty(),
                ZoneCut.above(Name.fromConstantString("grandchild.example.test."), ZONE, owners));
    }

    @Test
    void what_would_not_be_served_is_told_with_its_reason() {
        List<Name> owners = List.of(ZONE, CHILD);
        assertEquals(Optional.empty(), ZoneCut.outside(ZONE, ZONE, owners));
        assertTrue(ZoneCut.outside(CHILD, ZONE, owners).orElseThrow().contains("delegates"));
        assertTrue(
                ZoneCut.outside(Name.fromConstantString("other.test."), ZONE, owners)
                        .orElseThrow()
                        .contains("not in"));
    }
}
