package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ReadBackTest {
    private static final Name ZONE = Name.fromConstantString("example.test.");
    private static final RecordSet OLD = mx("a", 3600, "10 mx1.example.test.");
    private static final RecordSet NEW = mx("a", 60, "10 mx.backup.example.");
    private static final RecordSet OTHER = mx("a", 60, "10 mx9.example.test.");
    private static final RecordSet SECOND = mx("b", 60, "10 mx.backup.example.");
    private static final RecordKey ABSENT =
            new RecordKey(Name.fromConstantString("a.example.test."), Type.CNAME);
    private static final ZoneWrite WRITE =
            new ZoneWrite(
                    ZONE,
                    List.of(
                            new SetWrite(
                                    OLD.key(), Optional.of(ObservedSet.of(OLD)), Optional.of(NEW)),
                            new SetWrite(SECOND.key(), Optional.empty(), Optional.of(SECOND))),
                    Set.of(ABSENT));

    @Test
    void a_write_needs_its_sets_and_what_must_be_absent() {
        assertEquals(Set.of(OLD.key(), SECOND.key(), ABSENT), ReadBack.keys(WRITE));
    }

    @Test
    void what_is_as_wanted_is_done() {
        assertTrue(now(NEW, SECOND).isDone());
        assertFalse(now(NEW).isDone());
        assertFalse(now(NEW.withTtl(61), SECOND).isDone());
        assertEquals(new Outcome.Applied("r"), now(NEW, SECOND).accepted("r"));
        assertEquals(new Outcome.Stale(List.of(OLD.key(), SECOND.key())), now(NEW, SECOND).stale());
        assertEquals(new Outcome.Applied(""), now(NEW, SECOND).doubtful("lost", Optional.empty()));
    }

    @Test
    void before_and_after_are_both_no_move_whatever_the_ttl() {
        assertEquals(List.of(), now(OLD).moved());
        assertEquals(List.of(), now(OLD.withTtl(5)).moved());
        assertEquals(List.of(), now(NEW, SECOND).moved());
        assertEquals(List.of(OLD.key()), now(OTHER).moved());
        assertEquals(List.of(OLD.key()), now().moved());
    }

    @Test
    void only_what_is_as_before_may_be_sent() {
        assertTrue(now(OLD).isFresh());
        assertTrue(now(OLD.withTtl(5)).isFresh());
        assertFalse(now(NEW).isFresh());
        assertFalse(now(NEW, SECOND).isFresh());
    }

    @Test
    void what_should_be_absent_and_is_not_has_moved() {
        RecordSet alias = RecordSet.parse(ABSENT, 60, List.of("elsewhere.example."));
        assertEquals(List.of(ABSENT), now(OLD, alias).moved());
        assertEquals(new Outcome.Stale(List.of(ABSENT)), now(OLD, alias).stale());
    }

    @Test
    void a_yes_that_left_something_else_is_partial() {
        var partial = assertInstanceOf(Outcome.Partial.class, now(NEW).accepted(""));
        assertEquals(List.of(NEW.key()), partial.done());
        assertEquals(List.of(SECOND.key()), partial.left());
        assertTrue(partial.cause().contains(SECOND.key().toString()));
    }

    @Test
    void without_an_answer_an_untouched_zone_proves_nothing() {
        assertInstanceOf(Outcome.Unknown.class, now(OLD).doubtful("lost", Optional.empty()));
        assertInstanceOf(Outcome.Unknown.class, now(OTHER).doubtful("lost", Optional.empty()));
        assertInstanceOf(Outcome.Partial.class, now(NEW).doubtful("lost", Optional.empty()));
    }

    @Test
    void a_service_that_says_it_failed_and_changed_nothing_has_refused() {
        var refusal = new Outcome.Rejected(FailureKind.UNAVAILABLE, "it failed", Optional.empty());
        assertEquals(refusal, now(OLD).doubtful("failed", Optional.of(refusal)));
        assertInstanceOf(
                Outcome.Unknown.class, now(OTHER).doubtful("failed", Optional.of(refusal)));
    }

    @Test
    void a_routed_set_is_told_apart() {
        var routed =
                new ReadBack(
                        WRITE,
                        new Observed(
                                ZONE, 300, Map.of(), ReadBack.keys(WRITE), Set.of(SECOND.key())));
        assertEquals(List.of(SECOND.key()), routed.routed());
    }

    private static ReadBack now(RecordSet... live) {
        return new ReadBack(
                WRITE, Observed.of(ZONE, 300, Arrays.asList(live), ReadBack.keys(WRITE)));
    }

    private static RecordSet mx(String name, long ttl, String data) {
        return RecordSet.parse(
                new RecordKey(Name.fromConstantString(name + ".example.test."), Type.MX),
                ttl,
                List.of(data));
    }
}
