package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.plan.Change;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class JournalFormatTest {
    @Test
    void every_event_comes_back() throws JsonException {
        var some = new Some(new SplittableRandom(4));
        var kinds = new HashSet<Class<?>>();
        for (int i = 0; i < 1500; i++) {
            JournalEvent event = some.event();
            kinds.add(event.getClass());
            String line = JournalFormat.write(event, JournalFormat.NO_PREVIOUS);
            JournalFormat.Line read = JournalFormat.read(line);
            assertEquals(event, read.event());
            assertEquals(bytes(event), bytes(read.event()));
            assertEquals(JournalFormat.NO_PREVIOUS, read.previous());
        }
        assertEquals(JournalEvent.class.getPermittedSubclasses().length, kinds.size());
    }

    /// dnsjava's equality leaves out the case of names and the TTL; an undo must not.
    private static List<List<String>> bytes(JournalEvent event) {
        Stream<Change> changes =
                switch (event) {
                    case JournalEvent.Started e ->
                            e.plan().domains().stream().flatMap(d -> d.changes().stream());
                    case JournalEvent.Announced e -> e.changes().stream();
                    default -> Stream.of();
                };
        return changes.flatMap(c -> Stream.concat(c.before().stream(), c.after().stream()))
                .map((RecordSet set) -> Some.bytes(set))
                .toList();
    }

    @Test
    void an_event_is_one_line_of_ascii() {
        var some = new Some(new SplittableRandom(5));
        for (int i = 0; i < 500; i++) {
            String line = JournalFormat.write(some.event(), JournalFormat.NO_PREVIOUS);
            assertTrue(line.chars().allMatch(c -> c >= 0x20 && c < 0x7f), line);
        }
    }

    @Test
    void no_cut_or_changed_line_makes_reading_fail_otherwise_than_told() {
        var random = new SplittableRandom(6);
        var some = new Some(random);
        for (int i = 0; i < 300; i++) {
            String line = JournalFormat.write(some.event(), JournalFormat.NO_PREVIOUS);
            String cut = line.substring(0, random.nextInt(line.length()));
            assertThrows(JsonException.class, () -> JournalFormat.read(cut), cut);
            var changed = new StringBuilder(line);
            changed.setCharAt(random.nextInt(line.length()), (char) random.nextInt(0x20, 0x7f));
            try {
                JournalFormat.read(changed.toString());
            } catch (JsonException _) {
                // told; a change that still is an event is found by the next line's hash
            }
        }
    }

    @Test
    void a_journal_of_a_later_version_is_said_so() {
        var e =
                assertThrows(
                        JsonException.class,
                        () -> JournalFormat.read("{\"format\":\"mxfail.journal/2\"}"));
        assertTrue(String.valueOf(e.getMessage()).contains("mxfail.journal/1"), e.getMessage());
    }
}
