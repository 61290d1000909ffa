package io.mxfail.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.plan.Remembered;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class MemoriesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration NEGATIVE = Duration.ofSeconds(300);
    private static final RecordSet LONG = Runs.mx(3600, "10 mx1.example.test.");
    private static final Change SHORTENED =
            new Change(
                    ChangeClass.ADDITIVE,
                    LONG.key(),
                    Optional.empty(),
                    Optional.of(LONG),
                    Optional.of(Runs.mx(60, "10 mx1.example.test.")));
    private static final Outcome APPLIED = new Outcome.Applied("");

    @Test
    void what_was_served_before_a_write_is_held_for_its_own_ttl() {
        assertEquals(
                List.of(
                        new Remembered(
                                SHORTENED.place(), Optional.of(LONG), Duration.ofMinutes(50))),
                held(10, run(SHORTENED, APPLIED, Optional.empty())));
    }

    @Test
    void from_the_last_server_on_where_somebody_watched_them() {
        assertEquals(
                Duration.ofMinutes(55),
                held(10, run(SHORTENED, APPLIED, Optional.of(NOON.plusSeconds(300))))
                        .getFirst()
                        .left());
    }

    @Test
    void once_the_ttl_has_run_out_nothing_is_held() {
        assertEquals(List.of(), held(60, run(SHORTENED, APPLIED, Optional.empty())));
    }

    @Test
    void that_a_set_was_missing_is_held_for_the_negative_ttl() {
        Change created =
                new Change(
                        ChangeClass.ADDITIVE,
                        LONG.key(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(LONG));
        assertEquals(
                List.of(new Remembered(created.place(), Optional.empty(), Duration.ofMinutes(1))),
                held(4, run(created, APPLIED, Optional.empty())));
        assertEquals(List.of(), held(5, run(created, APPLIED, Optional.empty())));
    }

    @Test
    void a_write_that_was_refused_put_nothing_into_the_past() {
        Outcome refused =
                new Outcome.Rejected(FailureKind.FORBIDDEN, "not yours", Optional.empty());
        assertEquals(List.of(), held(10, run(SHORTENED, refused, Optional.empty())));
    }

    private static List<Remembered> held(int minute, RunState run) {
        return Memories.of(
                Runs.DOMAIN, List.of(run), NEGATIVE, NOON.plus(Duration.ofMinutes(minute)));
    }

    private static RunState run(Change change, Outcome outcome, Optional<Instant> seen) {
        var target = new DomainPlan.Target(List.of("memory"), Capabilities.Atomicity.ZONE);
        var domain = new DomainPlan(Runs.DOMAIN, Runs.DOMAIN, "primary", target, List.of(change));
        var plan = new Plan("acme", "backup", Mode.PLANNED, List.of(), List.of(domain));
        var header =
                new RunHeader(
                        "a", "prepare", "ann@ops", Optional.empty(), List.of(), Optional.empty());
        var write = new WriteId(Runs.DOMAIN, "memory", 1);
        var events =
                new ArrayList<JournalEvent>(
                        List.of(
                                new JournalEvent.Started(NOON, header, plan),
                                new JournalEvent.Announced(NOON, write, List.of(change)),
                                new JournalEvent.Answered(NOON, write, outcome)));
        seen.ifPresent(at -> events.add(new JournalEvent.Authoritative(at, Runs.DOMAIN, at)));
        return RunState.fold(events);
    }
}
