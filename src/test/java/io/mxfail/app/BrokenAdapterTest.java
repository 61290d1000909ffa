package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// An adapter that throws what no adapter may throw, at any of its calls: before a write nothing
/// was changed, after one the run is in doubt, named, and can be finished or taken back.
class BrokenAdapterTest {
    private enum Kind {
        ONE_WRITE(Office::open),
        SET_BY_SET(Office::setBySet),
        TWO_ZONES(Office::twoZones),
        FIRST_OF_TWO_PROVIDERS(Office::twoProviders, "memory 1"),
        SECOND_OF_TWO_PROVIDERS(Office::twoProviders, "memory 2");

        private final Supplier<Office> office;
        private final String breaks;

        Kind(Supplier<Office> office) {
            this(office, "memory 1");
        }

        Kind(Supplier<Office> office, String breaks) {
            this.office = office;
            this.breaks = breaks;
        }

        private MemoryDns.Zones breaking(Office at) {
            return at.services.get(breaks);
        }
    }

    private enum Mistake {
        BUG {
            @Override
            void make() {
                throw new IllegalStateException("a bug\u001b[31m near the key");
            }
        },
        NO_CLASS {
            @Override
            void make() {
                throw new NoClassDefFoundError("com/example/Missing");
            }
        },
        TOO_DEEP {
            @Override
            void make() {
                throw new StackOverflowError();
            }
        };

        abstract void make();
    }

    /// Breaks calls.
    ///
    /// @param first the number of the first call that breaks
    /// @param last the number of the last one
    private static AtomicInteger breaking(
            MemoryDns.Zones service, Mistake mistake, int first, int last) {
        var calls = new AtomicInteger();
        service.beforeAnything(
                () -> {
                    int call = calls.incrementAndGet();
                    if (call >= first && call <= last) {
                        mistake.make();
                    }
                });
        return calls;
    }

    static Stream<Arguments> everyCall() throws Exception {
        var all = new ArrayList<Arguments>();
        for (Kind kind : Kind.values()) {
            Office office = kind.office.get();
            AtomicInteger calls = breaking(kind.breaking(office), Mistake.BUG, 0, 0);
            office.switchToBackup();
            for (int call = 1; call <= calls.get(); call++) {
                for (Mistake mistake : Mistake.values()) {
                    for (boolean forGood : List.of(true, false)) {
                        all.add(Arguments.of(kind, mistake, call, forGood));
                    }
                }
            }
        }
        return all.stream();
    }

    private static String contents(Office office) {
        var text = new StringBuilder();
        office.services.values().forEach(zones -> text.append(zones.text()).append("\n\n"));
        return text.toString();
    }

    /// @return whether a write had begun
    private static boolean broken(
            Kind kind, Office office, Mistake mistake, int call, boolean forGood) throws Exception {
        String before = contents(office);
        breaking(kind.breaking(office), mistake, call, forGood ? Integer.MAX_VALUE : call);
        String said;
        Exit exit;
        try {
            Switch.Done done = office.switchToBackup();
            said = done.result().report().toString();
            exit = done.result().exit();
        } catch (CommandFailure e) {
            said = e.message() + e.findings();
            exit = e.exit();
        }
        kind.breaking(office).beforeAnything(() -> {});
        assertTrue(said.contains("the adapter `memory` broke while it "), said);
        assertFalse(said.contains("\u001b"), said);
        if (office.journal.runs().isEmpty()) {
            assertEquals(Exit.REFUSED, exit, said);
            assertEquals(before, contents(office));
            return false;
        }
        assertEquals(Exit.PARTIAL, exit, said);
        String run = office.newest().run();
        assertTrue(said.contains("mxfail resume " + run), said);
        assertTrue(said.contains("mxfail undo " + run), said);
        assertEquals(RunOutcome.PARTIAL, office.newest().ended().orElseThrow().outcome());
        assertTrue(office.lease.isFree());
        office.time.sleep(Duration.ofMinutes(5));
        return true;
    }

    @ParameterizedTest(name = "{0}, {1} at call {2}, for good: {3}")
    @MethodSource("everyCall")
    void a_run_ends_and_is_resumed(Kind kind, Mistake mistake, int call, boolean forGood)
            throws Exception {
        Office office = kind.office.get();
        if (broken(kind, office, mistake, call, forGood)) {
            Switch.Done done = office.resume();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
        } else {
            Switch.Done done = office.switchToBackup();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
        }
        Office whole = kind.office.get();
        whole.switchToBackup();
        assertEquals(contents(whole), contents(office));
    }

    @ParameterizedTest(name = "{0}, {1} at call {2}, for good: {3}")
    @MethodSource("everyCall")
    void a_run_ends_and_is_taken_back(Kind kind, Mistake mistake, int call, boolean forGood)
            throws Exception {
        Office office = kind.office.get();
        if (broken(kind, office, mistake, call, forGood)) {
            assertEquals(Exit.DONE, office.undo().result().exit());
        }
        assertEquals(contents(kind.office.get()), contents(office));
    }

    @Test
    void one_that_breaks_once_its_write_has_arrived_is_read_again_and_believed() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones().apply(write);
                            throw new NoClassDefFoundError("com/example/Answer");
                        });
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertTrue(office.events().stream().anyMatch(e -> e instanceof JournalEvent.Settled));
    }

    @Test
    void one_that_breaks_as_it_makes_its_servers_load_is_in_doubt_and_told() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones().apply(write);
                            return new Outcome.Unknown("no answer");
                        });
        var calls = new AtomicInteger();
        office.zones()
                .beforeAnything(
                        () -> {
                            // two reads, the write, the read back
                            if (calls.incrementAndGet() == 5) {
                                Mistake.TOO_DEEP.make();
                            }
                        });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        String said = done.result().report().toString();
        assertTrue(said.contains("it is stored; serving it failed too"), said);
        assertTrue(said.contains("broke while it made its servers load example.test."), said);
        assertEquals(Exit.DONE, office.resume().result().exit());
    }

    @Test
    void one_that_gives_nothing_at_all_is_in_doubt() throws Exception {
        Office office = Office.open();
        office.zones().next(_ -> nothing());
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertTrue(done.toString().contains("it gave no answer at all"), done::toString);
    }

    @SuppressWarnings("NullAway")
    private static Outcome nothing() {
        return null;
    }

    @Test
    void the_other_zones_are_written_and_the_broken_one_is_named() throws Exception {
        Office office = Office.twoZones();
        Office whole = Office.twoZones();
        for (int i = 0; i < 2; i++) {
            office.zones()
                    .next(
                            write ->
                                    write.zone().equals(Office.OTHER)
                                            ? brokenAtOther(write)
                                            : office.zones().apply(write));
        }
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals("10 mx1.other.test.", office.otherMx());
        assertEquals(Exit.DONE, office.resume().result().exit());
        whole.switchToBackup();
        assertEquals(contents(whole), contents(office));
    }

    private static Outcome brokenAtOther(io.mxfail.core.plan.ZoneWrite write) {
        throw new IllegalStateException("cannot write " + write.zone());
    }

    @Test
    void a_secret_that_an_adapter_quotes_is_not_told() throws Exception {
        Office office = Office.open().withDelivery().withProviderSecret();
        office.zones()
                .beforeAnything(
                        () -> {
                            throw new IllegalStateException("cannot sign with opened");
                        });
        String said = office.plan("backup").judged().findings().toString();
        assertTrue(said.contains("cannot sign with ***"), said);
        assertFalse(said.contains("opened"), said);
    }

    @Test
    void a_secret_in_what_an_adapter_says_of_a_write_is_not_told_in_any_form() throws Exception {
        List<Outcome> said =
                List.of(
                        new Outcome.Rejected(
                                FailureKind.INVALID, "bad key opened", Optional.empty()),
                        new Outcome.Partial(List.of(), List.of(Office.MX), "with 6f70656e6564"),
                        new Outcome.Unknown("Authorization: Basic b3BlbmVk"));
        for (Outcome outcome : said) {
            Office office = Office.open().withDelivery().withProviderSecret();
            office.zones().next(_ -> outcome);
            String told = office.switchToBackup().result().report().domains().toString();
            assertTrue(told.contains("***"), told);
            assertFalse(told.matches(".*(opened|6f70656e6564|b3BlbmVk).*"), told);
        }
    }

    @Test
    void a_secret_in_a_refused_read_or_at_the_opening_is_not_told() throws Exception {
        Office office = Office.open().withDelivery().withProviderSecret();
        office.zones().unreadable(FailureKind.FORBIDDEN, "the key opened may not");
        String findings = office.plan("backup").judged().findings().toString();
        assertTrue(findings.contains("the key *** may not"), findings);
        office.atOpening =
                () -> {
                    throw new IllegalArgumentException("`opened` is no key");
                };
        CommandFailure failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertTrue(failure.message().contains("`***` is no key"), failure::message);
    }

    @Test
    void one_that_breaks_as_it_is_opened_or_closed_hides_nothing() throws Exception {
        Office office = Office.open();
        office.atOpening =
                () -> {
                    throw new NoClassDefFoundError("com/example/Client");
                };
        CommandFailure failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertEquals(Exit.REFUSED, failure.exit());
        assertTrue(
                failure.message().contains("the adapter `memory` broke when it was opened"),
                failure::message);
        assertTrue(failure.message().contains("nothing was changed"), failure::message);
        office.atOpening = () -> {};
        office.zones().atClosing(Mistake.BUG::make);
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
    }
}
