package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The process dies: after every event of the journal, and with every packet on its way. Whatever
/// it leaves, `resume` takes to the target and `undo` to the origin, byte for byte.
class CrashTest {
    /// Ways to build an office, by name.
    private enum Kind {
        ONE_WRITE(Office::open),
        SET_BY_SET(Office::setBySet),
        TWO_ZONES(Office::twoZones),
        TWO_PROVIDERS(Office::twoProviders);

        private final Supplier<Office> office;

        Kind(Supplier<Office> office) {
            this.office = office;
        }
    }

    static Stream<Arguments> everyEvent() throws Exception {
        var all = new ArrayList<Arguments>();
        for (Kind kind : Kind.values()) {
            Office office = kind.office.get();
            office.switchToBackup();
            for (int event = 1; event <= office.journal.written(); event++) {
                all.add(Arguments.of(kind, event));
            }
        }
        return all.stream();
    }

    static Stream<Arguments> everyPacket() throws Exception {
        var all = new ArrayList<Arguments>();
        for (Kind kind : Kind.values()) {
            Office office = kind.office.get();
            office.switchToBackup();
            for (String service : office.services.keySet()) {
                for (int packet = 1; packet <= office.services.get(service).writes(); packet++) {
                    for (boolean arrives : List.of(true, false)) {
                        all.add(Arguments.of(kind, service, packet, arrives));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void a_run_that_died_after_an_event_is_resumed(Kind kind, int event) throws Exception {
        assertResumed(kind, diedAfter(kind, event));
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void a_run_that_died_after_an_event_is_undone(Kind kind, int event) throws Exception {
        assertUndone(kind, diedAfter(kind, event));
    }

    @ParameterizedTest(name = "{0}, {1}, packet {2}, arrives: {3}")
    @MethodSource("everyPacket")
    void a_run_that_died_with_a_packet_on_its_way_is_resumed(
            Kind kind, String service, int packet, boolean arrives) throws Exception {
        assertResumed(kind, diedSending(kind, service, packet, arrives));
    }

    @ParameterizedTest(name = "{0}, {1}, packet {2}, arrives: {3}")
    @MethodSource("everyPacket")
    void a_run_that_died_with_a_packet_on_its_way_is_undone(
            Kind kind, String service, int packet, boolean arrives) throws Exception {
        assertUndone(kind, diedSending(kind, service, packet, arrives));
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void no_other_run_goes_over_what_a_dead_one_left(Kind kind, int event) throws Exception {
        Office office = diedAfter(kind, event);
        boolean wrote = office.newest().interrupted();
        String left = contents(office);
        if (!wrote) {
            return;
        }
        var failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertEquals(Exit.PARTIAL, failure.exit());
        assertTrue(failure.message().contains("mxfail resume " + office.newest().run()));
        assertEquals(left, contents(office));
        assertTrue(office.lease.isFree());
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void a_resume_that_dies_too_is_resumed(Kind kind, int event) throws Exception {
        if (diedAfter(kind, event).newest().ended().isPresent()) {
            return;
        }
        int deaths = 0;
        for (boolean died = true; died; ) {
            Office office = diedAfter(kind, event);
            office.journal.crashAfter(deaths + 1);
            died = dies(office::resume);
            office.restart();
            deaths += died ? 1 : 0;
            assertResumed(kind, office);
        }
        // that it was taken up, and its end, at least
        assertTrue(deaths >= 2, "died " + deaths + " times");
    }

    @ParameterizedTest(name = "{0}, after event {1}")
    @MethodSource("everyEvent")
    void an_undo_that_dies_too_is_finished_by_resume(Kind kind, int event) throws Exception {
        if (!diedAfter(kind, event).newest().mayHaveWritten()) {
            return;
        }
        int deaths = 0;
        for (boolean died = true; died; ) {
            Office office = diedAfter(kind, event);
            office.journal.crashAfter(deaths + 1);
            died = dies(office::undo);
            office.restart();
            deaths += died ? 1 : 0;
            String when = (died ? "died after " : "ended after ") + deaths;
            if (office.journal.runs().size() == 1) {
                // there was nothing to take back, so that undo made no run of its own
                assertEquals(Exit.DONE, office.undo().result().exit(), when);
            } else if (office.newest().ended().isEmpty()) {
                assertTrue(died, when);
                assertEquals(Exit.DONE, office.resume().result().exit(), when);
            } else {
                assertTrue(office.findsNothingToResume(), when);
            }
            assertEquals(contents(kind.office.get()), contents(office), when);
            assertEquals(Exit.DONE, office.switchToBackup().result().exit(), when);
            assertEquals(List.of(), unfinished(office), when);
        }
        assertTrue(deaths >= 1, "it never died");
    }

    /// Whether the process dies in it; if not, it ends well.
    ///
    /// Zones and services are written side by side, so that what a death leaves to do differs: how
    /// many events the next command takes is known only once one has come to its end.
    private static boolean dies(Callable<Switch.Done> command) throws Exception {
        try {
            Switch.Done done = command.call();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
            return false;
        } catch (Crash _) {
            return true;
        }
    }

    private static List<String> unfinished(Office office) throws Exception {
        var open = new ArrayList<String>();
        for (String run : office.journal.runs()) {
            if (office.run(run).ended().isEmpty()) {
                open.add(run);
            }
        }
        return open;
    }

    private static void assertResumed(Kind kind, Office office) throws Exception {
        if (office.newest().ended().isEmpty()) {
            Switch.Done done = office.resume();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
        } else {
            assertTrue(office.findsNothingToResume());
        }
        Office calm = kind.office.get();
        calm.switchToBackup();
        assertEquals(contents(calm), contents(office));
        assertEquals(List.of(), unfinished(office));
        assertNeverWithoutMx(office);
        assertTrue(office.lease.isFree());
        // and what was resumed can be taken back as a whole
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertEquals(contents(kind.office.get()), contents(office));
    }

    private static void assertUndone(Kind kind, Office office) throws Exception {
        if (office.newest().mayHaveWritten()) {
            Switch.Done done = office.undo();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
        } else {
            var failure = assertThrows(CommandFailure.class, office::undo);
            assertEquals("nothing-to-undo", failure.kind());
            assertFalse(office.newest().mayHaveWritten());
        }
        assertEquals(contents(kind.office.get()), contents(office));
        assertNeverWithoutMx(office);
        assertTrue(office.lease.isFree());
    }

    private static void assertNeverWithoutMx(Office office) {
        for (MemoryDns.Zones zones : office.services.values()) {
            zones.history()
                    .forEach(
                            state -> {
                                assertTrue(state.containsKey(Office.MX), state::toString);
                                if (zones.zoneOf(Office.OTHER).isPresent()) {
                                    assertTrue(
                                            state.containsKey(
                                                    new RecordKey(
                                                            Name.fromConstantString("other.test."),
                                                            Office.MX.type())));
                                }
                            });
        }
    }

    private static String contents(Office office) {
        var text = new StringBuilder();
        office.services.forEach((name, zones) -> text.append(name + "\n" + zones.text()));
        return text.toString();
    }

    private static Office diedAfter(Kind kind, int event) {
        Office office = kind.office.get();
        office.journal.crashAfter(event);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        return office;
    }

    private static Office diedSending(Kind kind, String service, int packet, boolean arrives) {
        Office office = kind.office.get();
        MemoryDns.Zones zones = office.services.get(service);
        for (int fine = 1; fine < packet; fine++) {
            zones.next(zones::apply);
        }
        zones.next(
                write -> {
                    Outcome outcome = arrives ? zones.apply(write) : new Outcome.Unknown("frozen");
                    office.journal.die();
                    throw new Crash("with packet " + packet + " on its way, " + outcome);
                });
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        return office;
    }
}
