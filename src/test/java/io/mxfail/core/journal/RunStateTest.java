package io.mxfail.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mxfail.core.journal.RunState.Effect;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events are words here: `announced`, `applied`, `stale`, `rejected`, `partial`, `unknown` are of
/// one write, as are `settled+` and `settled-`; `taken-up` and `ended` are of the run.
class RunStateTest {
    private static final Instant AT = Instant.parse("2026-11-24T03:05:00Z");
    private static final WriteId WRITE = new WriteId(Runs.DOMAIN, "memory", 1);

    private static JournalEvent event(String word) {
        return switch (word) {
            case "announced" -> new JournalEvent.Announced(AT, WRITE, List.of(Runs.MOVE));
            case "applied" -> answered(new Outcome.Applied(""));
            case "stale" -> answered(new Outcome.Stale(List.of()));
            case "rejected" ->
                    answered(new Outcome.Rejected(FailureKind.INVALID, "no", Optional.empty()));
            case "partial" -> answered(new Outcome.Partial(List.of(), List.of(), "half"));
            case "unknown" -> answered(new Outcome.Unknown("silence"));
            case "settled+" -> new JournalEvent.Settled(AT, WRITE, true);
            case "settled-" -> new JournalEvent.Settled(AT, WRITE, false);
            case "taken-up" -> new JournalEvent.TakenUp(AT, "ann@ops", "resume");
            case "ended" ->
                    new JournalEvent.Ended(AT, RunOutcome.SWITCHED, List.of(), Optional.empty());
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static JournalEvent answered(Outcome outcome) {
        return new JournalEvent.Answered(AT, WRITE, outcome);
    }

    private static RunState fold(String words) {
        var events = new ArrayList<JournalEvent>();
        events.add(Runs.started());
        for (String word : words.isBlank() ? new String[0] : words.split(" ", -1)) {
            events.add(event(word));
        }
        return RunState.fold(events);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "announced,                             IN_DOUBT",
        "announced applied,                     APPLIED",
        "announced stale,                       NOT_APPLIED",
        "announced rejected,                    NOT_APPLIED",
        "announced partial,                     PARTLY",
        "announced unknown,                     IN_DOUBT",
        "announced unknown settled+,            APPLIED",
        "announced unknown settled-,            NOT_APPLIED",
        "announced taken-up announced applied,  APPLIED"
    })
    void what_is_known_of_a_write_follows_from_its_events(String events, Effect effect) {
        assertEquals(effect, fold(events).writes().get(WRITE).effect());
    }

    @ParameterizedTest(name = "{0}: may have written {1}, interrupted {2}")
    @CsvSource({
        "'',                                false, false",
        "announced,                         true,  true",
        "announced rejected,                false, false",
        "announced rejected ended,          false, false",
        "announced applied,                 true,  true",
        "announced applied ended,           true,  false",
        "announced unknown,                 true,  true",
        "announced unknown ended taken-up,  true,  true",
        "ended,                             false, false",
        "ended taken-up,                    false, false"
    })
    void a_run_is_interrupted_where_it_may_have_written_and_has_no_end(
            String events, boolean mayHaveWritten, boolean interrupted) {
        RunState run = fold(events);
        assertEquals(mayHaveWritten, run.mayHaveWritten());
        assertEquals(interrupted, run.interrupted());
        assertEquals(
                mayHaveWritten ? Optional.of(Runs.started().at()) : Optional.empty(),
                run.changedAt());
    }

    @Test
    void every_prefix_of_a_journal_is_a_state() {
        List<String> words = List.of("announced", "unknown", "taken-up", "settled+", "ended");
        for (int length = 0; length <= words.size(); length++) {
            RunState run = fold(String.join(" ", words.subList(0, length)));
            assertEquals(Runs.RUN, run.run());
            assertEquals(length == words.size(), run.ended().isPresent());
        }
    }

    @Test
    void domains_are_noted_when_they_arrive() {
        var arrived = new JournalEvent.Authoritative(AT, Runs.DOMAIN, AT.plusSeconds(3600));
        RunState run = RunState.fold(List.of(Runs.started(), arrived));
        assertEquals(arrived, run.authoritative().get(Runs.DOMAIN));
    }

    @Test
    void events_of_no_run_or_of_no_write_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> RunState.fold(List.of()));
        assertThrows(IllegalArgumentException.class, () -> RunState.fold(List.of(event("ended"))));
        assertThrows(IllegalArgumentException.class, () -> fold("applied"));
    }
}
