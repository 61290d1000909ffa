package io.mxfail.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ReversalTest {
    private static final Instant AT = Instant.parse("2026-11-24T03:05:00Z");

    private static WriteId write(int number) {
        return new WriteId(Runs.DOMAIN, "memory", number);
    }

    private static JournalEvent announced(int number, Change... changes) {
        return new JournalEvent.Announced(AT, write(number), List.of(changes));
    }

    private static JournalEvent answered(int number, Outcome outcome) {
        return new JournalEvent.Answered(AT, write(number), outcome);
    }

    private static Plan back(JournalEvent... events) {
        var all = new ArrayList<JournalEvent>(List.of(Runs.started()));
        all.addAll(List.of(events));
        return Reversal.of(RunState.fold(all), "primary", List.of());
    }

    private static List<Change> changes(JournalEvent... events) {
        return back(events).domains().getFirst().changes();
    }

    @Test
    void what_was_announced_is_taken_back_as_it_was_read_right_before() {
        Change seen = from(Runs.MOVE, "10 mx1.example.test.", 1234);
        assertEquals(
                List.of(seen.inverse(), Runs.KEY.inverse()),
                changes(announced(1, seen, Runs.KEY), answered(1, new Outcome.Applied(""))));
    }

    @Test
    void what_is_in_doubt_or_partly_written_is_taken_back_too() {
        for (Outcome outcome :
                List.of(
                        new Outcome.Unknown("silence"),
                        new Outcome.Partial(List.of(), List.of(), "half"))) {
            assertEquals(
                    List.of(Runs.MOVE.inverse()),
                    changes(announced(1, Runs.MOVE), answered(1, outcome)));
        }
        assertEquals(List.of(Runs.MOVE.inverse()), changes(announced(1, Runs.MOVE)));
    }

    @Test
    void what_was_refused_was_never_there() {
        for (Outcome outcome :
                List.of(
                        new Outcome.Stale(List.of()),
                        new Outcome.Rejected(FailureKind.INVALID, "no", Optional.empty()))) {
            assertEquals(List.of(), changes(announced(1, Runs.MOVE), answered(1, outcome)));
        }
        assertEquals(List.of(), changes());
    }

    @Test
    void of_two_writes_at_one_place_the_first_knows_what_was_there() {
        Change again = from(Runs.MOVE, "10 mx.backup.example.", 60);
        Change last =
                new Change(
                        ChangeClass.SUBSTITUTIVE,
                        again.key(),
                        again.tag(),
                        again.before(),
                        Optional.of(Runs.mx(300, "10 mx2.backup.example.")));
        Change whole = changes(announced(1, Runs.MOVE), announced(2, last)).getFirst();
        assertEquals(last.after(), whole.before());
        assertEquals(Runs.MOVE.before(), whole.after());
    }

    @Test
    void its_plan_leads_back_and_comes_from_where_the_run_led() {
        Plan plan = back(announced(1, Runs.MOVE));
        assertEquals("primary", plan.to());
        assertEquals("backup", plan.domains().getFirst().from());
    }

    @Test
    void only_what_is_meant_is_taken_back() {
        var all = List.of(Runs.started(), announced(1, Runs.MOVE, Runs.KEY));
        Plan plan =
                Reversal.of(
                        RunState.fold(all),
                        "backup",
                        List.of(),
                        change -> change.kind() == ChangeClass.ADDITIVE);
        assertEquals(List.of(Runs.KEY.inverse()), plan.domains().getFirst().changes());
    }

    private static Change from(Change change, String data, long ttl) {
        return new Change(
                change.kind(),
                change.key(),
                change.tag(),
                Optional.of(Runs.mx(ttl, data)),
                change.after());
    }
}
