package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.IntStream;

/// A mistake of this program while a run is under way: the run ends with what is true, and
/// whoever comes next finds the way free.
class MistakeOfOursTest {
    private static final String PRIMARY = "10 mx1.example.test.";
    private static final String BACKUP = "10 mx.backup.example.";

    private static Office emergency() {
        Office office = Office.setBySet().withHooks("check", "fence", "tell", "alarm");
        office.mail.set("mx1.example.test.", ScriptedMail.Manner.REJECTS);
        return office;
    }

    /// The start itself is left out: a run that is not noted has not begun.
    static IntStream everyEventAfterTheStart() throws Exception {
        Office office = emergency();
        office.switchToBackup();
        assertTrue(office.events().size() > 9, office.events()::toString);
        return IntStream.rangeClosed(2, office.events().size());
    }

    @ParameterizedTest
    @MethodSource("everyEventAfterTheStart")
    void at_any_entry_of_the_journal_it_leaves_a_run_with_an_end(int event) throws Exception {
        Office office = emergency();
        office.journal.breakAt(event);
        Switch.Done done = office.switchToBackup();
        Exit exit = done.result().exit();
        var run = office.newest();
        assertEquals(
                done.result().report().outcome(), run.ended().orElseThrow().outcome(), exit::name);
        assertEquals(expected(office, run.ended().orElseThrow().outcome()), exit);
        String note = done.result().report().note().orElseThrow();
        if (exit == Exit.ERROR) {
            assertEquals(RunOutcome.REFUSED, done.result().report().outcome());
            assertTrue(note.contains("nothing changed"), note);
            assertEquals(PRIMARY, office.mx());
            assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        } else if (exit == Exit.PARTIAL) {
            assertTrue(note.contains("mxfail resume " + run.run()), note);
            assertTrue(note.contains("mxfail undo " + run.run()), note);
            Exit resumed = office.resume().result().exit();
            assertEquals(Exit.DONE, resumed);
        }
        assertEquals(BACKUP, office.mx());
        assertTrue(office.lease.isFree());
    }

    private static Exit expected(Office office, RunOutcome outcome) {
        if (office.zones().writes() == 0) {
            return Exit.ERROR;
        }
        return switch (outcome) {
            case UNVERIFIED -> Exit.PENDING;
            case SWITCHED -> Exit.DONE;
            default -> Exit.PARTIAL;
        };
    }

    @Test
    void after_the_fence_it_says_that_the_fence_is_up() throws Exception {
        Office office = emergency();
        office.switchToBackup();
        List<JournalEvent> events = office.events();
        int afterFence =
                2
                        + (int)
                                events.stream()
                                        .takeWhile(
                                                e ->
                                                        !(e instanceof JournalEvent.HookEnded ended
                                                                && ended.hook().equals("fence")))
                                        .count();
        Office again = emergency();
        again.journal.breakAt(afterFence);
        Switch.Done done = again.switchToBackup();
        assertEquals(Exit.ERROR, done.result().exit(), done::toString);
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("the hook fence has cut primary off from mail"), note);
        assertTrue(note.contains("mxfail switch --to backup -p acme"), note);
        assertEquals(note, again.newest().ended().orElseThrow().note().orElseThrow());
    }

    @Test
    void as_the_fence_goes_up_it_says_that_nobody_knows() throws Exception {
        Office office = emergency();
        office.whileHooked =
                hook -> {
                    if (hook.equals("fence")) {
                        throw new StackOverflowError();
                    }
                };
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.ERROR, done.result().exit(), done::toString);
        assertEquals(0, office.zones().writes());
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("is not known to have ended"), note);
        assertEquals(RunOutcome.REFUSED, office.newest().ended().orElseThrow().outcome());
        office.whileHooked = _ -> {};
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
    }
}
