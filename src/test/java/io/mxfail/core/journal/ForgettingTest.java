package io.mxfail.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ForgettingTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final RecordSet PRIMARY = Runs.mx(3600, "10 mx1.example.test.");
    private static final RecordSet BACKUP = Runs.mx(60, "10 mx.backup.example.");
    private static final Outcome APPLIED = new Outcome.Applied("");

    @Test
    void the_old_ttl_counts_from_the_write_where_nobody_watched_the_servers() {
        assertEquals(
                Optional.of(NOON.plusSeconds(3600)),
                until(BACKUP, run("a", 0, moved(PRIMARY, BACKUP), APPLIED, false)));
    }

    @Test
    void it_counts_from_the_last_server_where_somebody_did() {
        assertEquals(
                Optional.of(NOON.plusSeconds(3600 + 60)),
                until(BACKUP, run("a", 0, moved(PRIMARY, BACKUP), APPLIED, true)));
    }

    @Test
    void a_write_that_was_refused_left_nothing_to_forget() {
        Outcome refused =
                new Outcome.Rejected(FailureKind.FORBIDDEN, "not yours", Optional.empty());
        assertEquals(
                Optional.empty(),
                until(PRIMARY, run("a", 0, moved(PRIMARY, BACKUP), refused, false)));
    }

    @Test
    void a_write_in_doubt_counts_as_made() {
        Outcome unknown = new Outcome.Unknown("no answer");
        assertEquals(
                Optional.of(NOON.plusSeconds(3600)),
                until(BACKUP, run("a", 0, moved(PRIMARY, BACKUP), unknown, false)));
    }

    @Test
    void after_an_undo_only_what_was_undone_may_be_cached_wrongly() {
        RunState move = run("a", 0, moved(PRIMARY, BACKUP), APPLIED, true);
        RunState undo = run("b", 5, moved(BACKUP, PRIMARY), APPLIED, false);

        assertEquals(Optional.of(NOON.plusSeconds(5 * 60 + 60)), until(PRIMARY, undo, move));
    }

    @Test
    void mail_moved_back_by_another_switch_is_right_wherever_it_never_left() {
        RecordSet back = Runs.mx(60, "10 mx1.example.test.");
        RunState there = run("a", 0, moved(PRIMARY, BACKUP), APPLIED, true);
        RunState andBack = run("b", 5, moved(BACKUP, back), APPLIED, false);

        assertEquals(Optional.of(NOON.plusSeconds(5 * 60 + 60)), until(back, andBack, there));
    }

    @Test
    void a_shortened_ttl_is_known_everywhere_once_the_long_one_has_run_out() {
        RecordSet soon = Runs.mx(60, "10 mx1.example.test.");
        var lowered = change(ChangeClass.ADDITIVE, PRIMARY, soon);

        assertEquals(
                Optional.of(NOON.plusSeconds(3600)),
                until(soon, run("a", 0, lowered, APPLIED, false)));
        assertEquals(Optional.empty(), until(PRIMARY, run("a", 0, lowered, APPLIED, false)));
    }

    @Test
    void what_is_taken_away_does_harm_in_no_cache() {
        var removed =
                new Change(
                        ChangeClass.SUBTRACTIVE,
                        PRIMARY.key(),
                        Optional.empty(),
                        Optional.of(PRIMARY),
                        Optional.empty());
        assertEquals(Optional.empty(), until(BACKUP, run("a", 0, removed, APPLIED, false)));
    }

    @Test
    void what_a_breach_takes_away_counts_since_whoever_has_the_site_may_use_it() {
        var spf =
                RecordSet.parse(
                        new RecordKey(Runs.DOMAIN, Type.TXT),
                        900,
                        List.of("\"v=spf1 ip4:192.0.2.10 ip4:198.51.100.20 ~all\""));
        var without = RecordSet.parse(spf.key(), 900, List.of("\"v=spf1 ip4:198.51.100.20 ~all\""));
        var revoked =
                new Change(
                        ChangeClass.SUBTRACTIVE,
                        spf.key(),
                        Optional.of(TxtTag.SPF),
                        Optional.of(spf),
                        Optional.of(without));

        assertEquals(
                Optional.of(NOON.plusSeconds(900)),
                until(without, run("a", 0, revoked, APPLIED, Mode.BREACH)));
        assertEquals(Optional.empty(), until(without, run("a", 0, revoked, APPLIED, Mode.PLANNED)));
    }

    @Test
    void one_server_with_other_data_is_enough() {
        RunState move = run("a", 0, moved(PRIMARY, BACKUP), APPLIED, false);

        assertEquals(
                Optional.of(NOON.plusSeconds(3600)),
                Forgetting.until(
                        Runs.DOMAIN, List.of(move), List.of(served(PRIMARY), served(BACKUP))));
    }

    private static Optional<Instant> until(RecordSet served, RunState... runs) {
        return Forgetting.until(Runs.DOMAIN, List.of(runs), List.of(served(served)));
    }

    private static Observed served(RecordSet set) {
        return Observed.of(Runs.DOMAIN, 300, List.of(set), Set.of(set.key()));
    }

    private static Change moved(RecordSet from, RecordSet to) {
        return change(ChangeClass.SUBSTITUTIVE, from, to);
    }

    private static Change change(ChangeClass kind, RecordSet from, RecordSet to) {
        return new Change(kind, from.key(), Optional.empty(), Optional.of(from), Optional.of(to));
    }

    /// A run of one write, so many minutes after noon; the last server had it a minute later.
    private static RunState run(
            String id, int minute, Change change, Outcome outcome, boolean watched) {
        return run(id, minute, change, outcome, watched, Mode.PLANNED);
    }

    private static RunState run(String id, int minute, Change change, Outcome outcome, Mode mode) {
        return run(id, minute, change, outcome, false, mode);
    }

    private static RunState run(
            String id, int minute, Change change, Outcome outcome, boolean watched, Mode mode) {
        Instant at = NOON.plus(Duration.ofMinutes(minute));
        var target = new DomainPlan.Target(List.of("memory"), Capabilities.Atomicity.ZONE);
        var plan =
                new Plan(
                        "acme",
                        "backup",
                        mode,
                        List.of(),
                        List.of(
                                new DomainPlan(
                                        Runs.DOMAIN,
                                        Runs.DOMAIN,
                                        "primary",
                                        target,
                                        List.of(change))));
        var header =
                new RunHeader(
                        id, "switch", "ann@ops", Optional.empty(), List.of(), Optional.empty());
        var write = new WriteId(Runs.DOMAIN, "memory", 1);
        var events =
                new ArrayList<JournalEvent>(
                        List.of(
                                new JournalEvent.Started(at.minusSeconds(9), header, plan),
                                new JournalEvent.Announced(
                                        at.minusSeconds(1), write, List.of(change)),
                                new JournalEvent.Answered(at, write, outcome)));
        if (watched) {
            Instant seen = at.plusSeconds(60);
            events.add(
                    new JournalEvent.Authoritative(
                            seen,
                            Runs.DOMAIN,
                            seen.plusSeconds(change.before().orElseThrow().ttl())));
        }
        return RunState.fold(events);
    }
}
