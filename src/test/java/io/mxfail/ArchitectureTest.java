package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Holds [Architecture] against the program, and every rule of it against `io.mxfail.wrong`, a
/// program that breaks each: a rule that cannot fail guards nothing.
class ArchitectureTest {
    private static final String WRONG = "io.mxfail.wrong";

    private static final JavaClasses PROGRAM = importing(Main.class, "io.mxfail");
    private static final JavaClasses WRONG_PROGRAM = importing(ArchitectureTest.class, WRONG);

    /// Only what stands beside `witness`: the program's classes without its tests, or the reverse.
    private static JavaClasses importing(Class<?> witness, String top) {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        String place = witness.getProtectionDomain().getCodeSource().getLocation().getPath();
        return new ClassFileImporter()
                .withImportOption(location -> location.contains(place))
                .importPackages(top);
    }

    @TestFactory
    Stream<DynamicTest> the_program_keeps() {
        return Architecture.rules("io.mxfail").stream()
                .map(rule -> DynamicTest.dynamicTest(rule.toString(), () -> rule.check(PROGRAM)));
    }

    @Test
    void the_program_was_read() {
        assertTrue(PROGRAM.contain(Main.class));
        assertFalse(PROGRAM.contain(ArchitectureTest.class));
    }

    @Test
    void arrows_that_are_not_drawn_are_found() {
        breaks(
                Architecture.arrowsAsDrawn(WRONG),
                "core.dns.Upwards",
                "core.unheard.Stray",
                "adapter.one.One",
                "adapter.two.Two",
                "cli.Command",
                "lab.dns.Server",
                "wire.http.Client");
    }

    @Test
    void cycles_are_found() {
        breaks(Architecture.noCycles(WRONG), "core.dns.Upwards", "core.mail.Downwards");
    }

    @Test
    void files_sockets_and_resolvers_in_the_core_are_found() {
        breaks(
                Architecture.coreTouchesNothingOutside(WRONG),
                "core.mail.Impure.readsFiles",
                "core.mail.Impure.readsStreams",
                "core.mail.Impure.asksResolver",
                "core.mail.Impure.asksAsLibrary",
                "core.mail.Impure.opensSocket",
                "core.mail.Impure.sendsQuery");
    }

    @Test
    void clocks_in_the_core_are_found() {
        breaks(
                Architecture.coreAsksNoClock(WRONG),
                "core.mail.Impure.knowsTheTime",
                "core.mail.Impure.measures",
                "core.mail.Impure.refersToClock");
    }

    @Test
    void threads_in_the_core_are_found() {
        breaks(
                Architecture.coreStartsNoThread(WRONG),
                "core.mail.Impure.startsThread",
                "core.mail.Impure.goesParallel");
    }

    @Test
    void the_environment_and_chance_in_the_core_are_found() {
        breaks(
                Architecture.coreReadsNoEnvironment(WRONG),
                "core.mail.Impure.readsEnvironment",
                "core.mail.Impure.throwsDice");
    }

    @Test
    void output_past_the_views_is_found() {
        breaks(
                Architecture.outputOnlyWhereItBelongs(WRONG),
                "port.Chatter.speaks",
                "port.Chatter.complains");
    }

    @Test
    void a_package_without_null_marks_is_found() {
        breaks(Architecture.everyPackageIsNullMarked(WRONG), "core.unheard.Stray");
    }

    @Test
    void pure_code_breaks_no_rule() {
        for (ArchRule rule : Architecture.rules(WRONG)) {
            for (String line : violations(rule)) {
                assertFalse(line.contains(WRONG + ".core.plan.Pure"), line);
            }
        }
    }

    @Test
    void the_table_is_the_one_of_the_architecture() {
        var drawn = new ArrayList<String>();
        for (String from : new TreeSet<>(Architecture.rooms())) {
            var to = new TreeSet<>(Architecture.rooms());
            to.removeIf(room -> room.equals(from) || !Architecture.mayImport(from, room));
            drawn.add(from + " -> " + String.join(" ", to));
        }
        String core =
                "core.dns core.guard core.journal core.mail core.plan core.probe core.profile"
                        + " core.propagation";
        assertEquals(
                List.of(
                        "Main -> adapter.one adapter.two app cli "
                                + core
                                + " format lab port spi view wire.dns wire.http",
                        "adapter.one -> " + core + " format port spi wire.dns wire.http",
                        "adapter.two -> " + core + " format port spi wire.dns wire.http",
                        "app -> " + core + " format port spi",
                        "cli -> app " + core + " view",
                        "core.dns -> ",
                        "core.guard -> core.mail core.plan core.probe core.profile"
                                + " core.propagation",
                        "core.journal -> core.guard core.plan core.profile core.propagation",
                        "core.mail -> core.dns",
                        "core.plan -> core.dns core.mail core.profile",
                        "core.probe -> core.dns core.profile",
                        "core.profile -> core.dns core.mail",
                        "core.propagation -> core.dns",
                        "format -> " + core,
                        "lab -> " + core + " port wire.dns wire.http",
                        "port -> " + core + " spi",
                        "spi -> " + core,
                        "view -> app " + core + " format",
                        "wire.dns -> " + core + " spi",
                        "wire.http -> " + core + " spi"),
                drawn);
    }

    private static void breaks(ArchRule rule, String... places) {
        List<String> found = violations(rule);
        for (String place : places) {
            assertTrue(
                    found.stream().anyMatch(line -> line.contains(WRONG + "." + place)),
                    () -> "not found: " + place + " among " + String.join("\n", found));
        }
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(WRONG_PROGRAM).getFailureReport().getDetails();
    }
}
