package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.journal.RunState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The process dies around the operator's hooks: at every event of an emergency switch, and while
/// each hook runs. What is taken up later runs those that never ran, and says so where nobody
/// knows.
class HooksAcrossDeathTest {
    private static final String PRIMARY = "10 mx1.example.test.";
    private static final String BACKUP = "10 mx.backup.example.";

    private enum Kind {
        SET_BY_SET(Office::setBySet),
        TWO_ZONES(Office::twoZones),
        TWO_PROVIDERS(Office::twoProviders);

        private final Supplier<Office> office;

        Kind(Supplier<Office> office) {
            this.office = office;
        }
    }

    private static Office emergency() {
        return emergency(Office.setBySet());
    }

    private static Office emergency(Office office) {
        office.withHooks("check", "fence", "tell", "alarm");
        office.mail.set("mx1.example.test.", ScriptedMail.Manner.REJECTS);
        return office;
    }

    static Stream<Arguments> everyEvent() throws Exception {
        var all = new ArrayList<Arguments>();
        for (Kind kind : Kind.values()) {
            Office office = emergency(kind.office.get());
            office.switchToBackup();
            for (int event = 1; event <= office.journal.written(); event++) {
                all.add(Arguments.of(kind, event));
            }
        }
        return all.stream();
    }

    private static Office diedAfter(int event) {
        return diedAfter(Kind.SET_BY_SET, event);
    }

    private static Office diedAfter(Kind kind, int event) {
        Office office = emergency(kind.office.get());
        office.journal.crashAfter(event);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        office.time.sleep(Duration.ofMinutes(1));
        return office;
    }

    /// A process that is killed while a hook runs.
    private static Office diedIn(String hook) {
        Office office = emergency();
        office.whileHooked =
                runs -> {
                    if (runs.equals(hook)) {
                        office.journal.die();
                        throw new Crash("while " + hook + " ran");
                    }
                };
        assertThrows(Crash.class, office::switchToBackup);
        office.whileHooked = _ -> {};
        office.restart();
        office.time.sleep(Duration.ofMinutes(1));
        return office;
    }

    /// Whether the process dies in it; if not, it ends well.
    private static boolean dies(Callable<Switch.Done> command) throws Exception {
        try {
            Switch.Done done = command.call();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
            return false;
        } catch (Crash _) {
            return true;
        }
    }

    private static List<String> ran(Office office) {
        return office.hooked.stream().map(hook -> hook.substring(0, hook.indexOf(' '))).toList();
    }

    private static boolean ended(RunState run, String hook) {
        return run.hook(hook).filter(h -> h.ended().isPresent()).isPresent();
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void resume_runs_those_that_are_not_known_to_have_ended_and_no_other(Kind kind, int event)
            throws Exception {
        Office office = diedAfter(kind, event);
        RunState dead = office.newest();
        if (dead.ended().isPresent()) {
            return;
        }
        office.hooked.clear();
        Switch.Done done = office.resume();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals(BACKUP, office.mx());
        var expected = new ArrayList<String>();
        if (!ended(dead, "pre-switch")) {
            expected.add("pre-switch");
        }
        if (!ended(dead, "fence")) {
            expected.add("fence");
        }
        expected.add("post-switch");
        assertEquals(expected, ran(office));
        RunState whole = office.newest();
        for (String hook : List.of("pre-switch", "fence", "post-switch")) {
            assertTrue(whole.hook(hook).orElseThrow().ok(), hook);
        }
        // and each before mail moved
        for (String hook : office.hooked.subList(0, office.hooked.size() - 1)) {
            assertTrue(hook.endsWith(PRIMARY), hook);
        }
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void a_resume_that_dies_too_is_taken_up_again(Kind kind, int event) throws Exception {
        if (diedAfter(kind, event).newest().ended().isPresent()) {
            return;
        }
        int deaths = 0;
        // Zones and services are written side by side, so that what a death leaves to do differs:
        // how many events a resume takes is known only once one has come to its end.
        for (boolean died = true; died; ) {
            Office office = diedAfter(kind, event);
            office.journal.crashAfter(deaths + 1);
            died = dies(office::resume);
            office.restart();
            if (office.newest().ended().isEmpty()) {
                assertTrue(died, "it ended and left no note of its end");
                assertEquals(
                        Exit.DONE,
                        office.resume().result().exit(),
                        "died after " + (deaths + 1) + " more");
            }
            assertEquals(BACKUP, office.mx());
            assertTrue(office.newest().hook("pre-switch").orElseThrow().ok());
            assertTrue(office.newest().hook("fence").orElseThrow().ok());
            assertTrue(office.newest().hook("post-switch").isPresent());
            deaths += died ? 1 : 0;
        }
        // that it was taken up, and its end, at least
        assertTrue(deaths >= 2, "died " + deaths + " times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pre-switch", "fence"})
    void a_hook_that_a_death_cut_off_runs_again_and_learns_so(String hook) throws Exception {
        Office office = diedIn(hook);
        office.hooked.clear();
        office.learned.clear();
        Switch.Done done = office.resume(Order.YES.asking());
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        String asked = office.shown.getLast();
        assertTrue(
                asked.contains(
                        "the hook "
                                + hook
                                + " had begun, is not known to have ended, and runs again"),
                asked);
        assertTrue(ran(office).contains(hook), office.hooked::toString);
        assertEquals("yes", office.learned.get("MXFAIL_AGAIN"));
        assertEquals(BACKUP, office.mx());
    }

    @Test
    void a_resume_of_a_run_without_such_a_hook_says_nothing_of_it() throws Exception {
        Office office = diedAfter(8);
        assertFalse(office.newest().writes().isEmpty());
        office.learned.clear();
        office.resume(Order.YES.asking());
        assertFalse(office.shown.getLast().contains("hook"), office.shown::toString);
        assertFalse(office.learned.containsKey("MXFAIL_AGAIN"));
    }

    @Test
    void a_dry_run_of_resume_says_which_would_run_again() throws Exception {
        Office office = diedIn("fence");
        office.hooked.clear();
        Switch.Done done = office.resume(Order.YES.fromAnywhere().dryRun());
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("the hook fence had begun"), note);
        assertEquals(List.of(), office.hooked);
    }

    @Test
    void a_gate_that_says_no_when_a_run_is_taken_up_ends_it_with_nothing_changed()
            throws Exception {
        Office office = diedIn("pre-switch");
        office.withHooks("fail", "fence", "tell", "alarm");
        Switch.Done done = office.resume();
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("the ticket is missing; nothing changed"), note);
        assertTrue(note.contains("mxfail switch --to backup -p acme"), note);
        assertEquals(PRIMARY, office.mx());
        assertEquals(RunOutcome.REFUSED, office.newest().ended().orElseThrow().outcome());
    }

    @Test
    void a_gate_that_said_no_right_before_the_death_is_asked_again() throws Exception {
        Office office = Office.open().withHooks("fail", "fence", "tell", "alarm");
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        assertEquals(Exit.REFUSED, office.resume().result().exit());
        assertEquals(0, office.zones().writes());
    }

    private enum Next {
        SWITCH(Office::switchToBackup),
        BACK(office -> office.switchTo("primary", Order.YES.fromAnywhere().from("primary"))),
        APPLY(office -> office.apply(office.plan("backup")));

        private final Command command;

        Next(Command command) {
            this.command = command;
        }
    }

    private interface Command {
        Switch.Done type(Office office) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(Next.class)
    void the_next_command_says_that_a_fence_was_cut_off_and_goes_on(Next next) throws Exception {
        Office office = diedIn("fence");
        String dead = office.newest().run();
        office.mail.set("mx1.example.test.", ScriptedMail.Manner.TAKES);
        next.command.type(office);
        String told =
                "the hook fence of run "
                        + dead
                        + " had begun and is not known to have ended: nobody knows whether primary"
                        + " still takes mail";
        assertTrue(
                office.heard.stream().anyMatch(line -> line.contains(told)),
                office.heard::toString);
        String note = office.run(dead).ended().orElseThrow().note().orElseThrow();
        assertTrue(note.contains(told), note);
    }

    @Test
    void status_asks_for_a_run_that_died_in_its_fence_to_be_finished() throws Exception {
        Office office = diedIn("fence");
        String resume = "mxfail resume " + office.newest().run();
        var all = new Selection(List.of(), false, List.of());
        var due =
                new Status(office.world(), Progress.SILENT)
                        .run(all)
                        .domains()
                        .getFirst()
                        .history()
                        .due();
        assertTrue(due.stream().anyMatch(d -> d.command().equals(resume)), due::toString);
    }

    @Test
    void a_dead_run_that_wrote_names_its_fence_to_whoever_comes_next() throws Exception {
        Office office = diedAfter(6);
        assertTrue(office.newest().interrupted());
        var failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertTrue(
                failure.message().contains("the hook fence has cut primary off from mail"),
                failure::message);
    }

    private static Supplier<String> noteOf(Switch.Done done) {
        return () -> done.result().report().note().orElse("");
    }

    @Test
    void a_resume_that_cannot_go_on_names_the_fence() throws Exception {
        Office office = diedIn("fence");
        office.zones().put(Office.set("example.test.", Type.MX, 60, "10 mx9.other.example."));
        Switch.Done done = office.resume();
        assertEquals(Exit.STALE, done.result().exit(), done::toString);
        assertTrue(noteOf(done).get().contains("the hook fence had begun"), noteOf(done));

        Office cancelled = diedIn("fence");
        cancelled.answer = Confirmation.Answer.CANCELLED;
        var failure =
                assertThrows(CommandFailure.class, () -> cancelled.resume(Order.YES.asking()));
        assertEquals(Exit.CANCELLED, failure.exit());
        assertTrue(failure.message().contains("the hook fence had begun"), failure::message);

        Office broken = diedIn("fence");
        broken.mail.set("mx.backup.example.", ScriptedMail.Manner.REJECTS);
        Switch.Done closed = broken.resume();
        assertEquals(RunOutcome.UNDONE, closed.result().report().outcome());
        assertTrue(noteOf(closed).get().contains("the hook fence had begun"), noteOf(closed));
        assertTrue(
                broken.newest()
                        .ended()
                        .orElseThrow()
                        .note()
                        .orElseThrow()
                        .contains("the hook fence"));
    }

    @Test
    void a_hook_after_the_end_is_noted_with_the_end() throws Exception {
        Office office = emergency();
        office.switchToBackup();
        List<JournalEvent> events = office.events();
        int end = events.size() - 3;
        assertTrue(
                events.get(end) instanceof JournalEvent.HookBegan began
                        && began.hook().equals("post-switch"));
        assertTrue(events.get(end + 1) instanceof JournalEvent.Ended);
        assertTrue(events.get(end + 2) instanceof JournalEvent.HookEnded);
    }

    @Test
    void a_run_that_died_in_its_last_hook_is_at_its_end_and_says_what_nobody_knows()
            throws Exception {
        Office office = diedIn("post-switch");
        String run = office.newest().run();
        assertEquals(RunOutcome.SWITCHED, office.newest().ended().orElseThrow().outcome());
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () ->
                                new Resume(office.world(), office.confirmation(), Progress.SILENT)
                                        .run(
                                                Order.YES.fromAnywhere().request("resume"),
                                                Optional.of(run)));
        assertEquals("ended", failure.kind());
        assertTrue(
                failure.message().contains("its hook post-switch is not known to have run"),
                failure::message);
    }

    @Test
    void with_two_services_the_fence_goes_up_once_before_either_is_written() throws Exception {
        Office office = emergency(Office.twoProviders());
        office.journal.crashAfter(5);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        office.hooked.clear();
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(List.of("post-switch"), ran(office));
        assertEquals(
                office.services.get("memory 1").text(), office.services.get("memory 2").text());
    }
}
