package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class StepsTest {
    private static final Change HOST =
            Lines.change(ChangeClass.ADDITIVE, "", "mxb 60 IN A 192.0.2.21");
    private static final Change MOVE =
            Lines.change(
                    ChangeClass.SUBSTITUTIVE,
                    "@ 3600 IN MX 10 mx1.example.test.",
                    "@ 60 IN MX 10 mxb.example.test.");
    private static final Change KEY =
            Lines.change(ChangeClass.SUBTRACTIVE, "s1._domainkey 60 IN CNAME s1.dkim.example.", "");
    private static final List<Change> ALL = List.of(KEY, MOVE, HOST);

    private static Capabilities unit(Capabilities.Atomicity atomicity, int most) {
        return new Capabilities(
                atomicity, Capabilities.StaleWrite.REFUSED_BY_SERVICE, Duration.ZERO, most);
    }

    @Test
    void one_write_where_a_whole_zone_changes_at_once() {
        assertEquals(
                List.of(List.of(MOVE, KEY, HOST).stream().sorted().toList()),
                Steps.of(ALL, unit(Capabilities.Atomicity.ZONE, 3)));
    }

    @Test
    void a_write_a_class_where_the_unit_is_smaller_or_the_request_too_big() {
        List<List<Change>> three = List.of(List.of(HOST), List.of(MOVE), List.of(KEY));
        assertEquals(three, Steps.of(ALL, unit(Capabilities.Atomicity.RRSET, 100)));
        assertEquals(three, Steps.of(ALL, unit(Capabilities.Atomicity.RECORD, 100)));
        assertEquals(three, Steps.of(ALL, unit(Capabilities.Atomicity.ZONE, 2)));
    }

    @Test
    void a_class_without_changes_is_no_write() {
        assertEquals(List.of(), Steps.of(List.of(), unit(Capabilities.Atomicity.ZONE, 3)));
        assertEquals(
                List.of(List.of(MOVE)),
                Steps.of(List.of(MOVE), unit(Capabilities.Atomicity.RRSET, 3)));
    }

    private static final Name OTHER = Name.fromConstantString("other.test.");

    private static Dependencies both(List<Change> here, List<Change> there) {
        var target = new DomainPlan.Target(List.of("one"), Capabilities.Atomicity.ZONE);
        return Dependencies.of(
                new Plan(
                        "acme",
                        "backup",
                        Mode.PLANNED,
                        List.of(),
                        List.of(
                                new DomainPlan(Lines.DOMAIN, Lines.DOMAIN, "primary", target, here),
                                new DomainPlan(OTHER, OTHER, "primary", target, there))));
    }

    private static Change otherMx(String before, String after) {
        var key = new io.mxfail.core.dns.RecordKey(OTHER, org.xbill.DNS.Type.MX);
        return new Change(
                ChangeClass.SUBSTITUTIVE,
                key,
                Optional.empty(),
                Optional.of(RecordSet.parse(key, 60, List.of(before))),
                Optional.of(RecordSet.parse(key, 60, List.of(after))));
    }

    @Test
    void an_mx_waits_for_an_address_that_another_zone_publishes() {
        Change arrives = otherMx("10 mx1.other.test.", "10 mxb.example.test.");
        Dependencies dependencies = both(List.of(HOST), List.of(arrives));
        Capabilities zone = unit(Capabilities.Atomicity.ZONE, 100);
        assertEquals(
                new Steps.Staged(List.of(HOST), List.of(), List.of()),
                Steps.of(Lines.DOMAIN, List.of(HOST), zone, dependencies));
        assertEquals(
                new Steps.Staged(List.of(), List.of(arrives), List.of()),
                Steps.of(OTHER, List.of(arrives), zone, dependencies));
        assertEquals(Set.of(Lines.DOMAIN), dependencies.neededBy(OTHER).keySet());
    }

    @Test
    void an_address_goes_after_the_mail_of_another_zone_has_left_it() {
        Change leaves = otherMx("10 mxb.example.test.", "10 mx1.other.test.");
        Change gone = HOST.inverse();
        Dependencies dependencies = both(List.of(gone, MOVE.inverse()), List.of(leaves));
        Capabilities zone = unit(Capabilities.Atomicity.ZONE, 100);
        assertEquals(
                new Steps.Staged(List.of(MOVE.inverse()), List.of(), List.of(gone)),
                Steps.of(Lines.DOMAIN, List.of(gone, MOVE.inverse()), zone, dependencies));
        assertEquals(
                new Steps.Staged(List.of(leaves), List.of(), List.of()),
                Steps.of(OTHER, List.of(leaves), zone, dependencies));
    }

    @Test
    void zones_that_owe_each_other_nothing_do_not_wait() {
        Change moves = otherMx("10 mx1.other.test.", "10 mx.backup.example.");
        Dependencies dependencies = both(ALL, List.of(moves));
        assertEquals(Set.of(), dependencies.neededBy(OTHER).keySet());
        assertEquals(Set.of(), dependencies.withdrawnAfter(Lines.DOMAIN).keySet());
    }

    @Test
    void the_order_in_which_changes_are_given_does_not_matter() {
        var shuffled = new ArrayList<>(ALL);
        Collections.reverse(shuffled);
        for (Capabilities.Atomicity unit : Capabilities.Atomicity.values()) {
            assertEquals(Steps.of(ALL, unit(unit, 100)), Steps.of(shuffled, unit(unit, 100)));
        }
    }
}
