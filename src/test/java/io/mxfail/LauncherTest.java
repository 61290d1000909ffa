package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.LauncherBench.Ran;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/// The launcher by itself, with a Maven and Javas that only note what they were asked for.
class LauncherTest {
    @TempDir private Path folder;
    private LauncherBench bench;

    @BeforeEach
    void set() throws IOException {
        bench = new LauncherBench(folder);
        bench.maven("");
        bench.javaOnPath("25.0.1");
    }

    @AfterEach
    void clear() throws IOException {
        bench.close();
    }

    @Test
    void the_first_call_builds_and_says_so_and_later_ones_just_run() throws Exception {
        Path launcher = bench.checkout("mxfail");

        Ran first = bench.run(launcher, "status", "--json");

        assertEquals(0, first.exit(), first.err());
        assertTrue(first.err().startsWith("mxfail: building once with Maven"), first.err());
        assertEquals(List.of("status", "--json"), bench.arguments(first));
        Ran second = bench.run(launcher, "status");
        assertEquals("", second.err());
        assertEquals(1, bench.builds());
    }

    @Test
    void a_path_with_blanks_and_arguments_with_anything_arrive_whole() throws Exception {
        Path launcher = bench.checkout("a b/it's $HOME");

        Ran ran = bench.run(launcher, "switch", "--reason", "two  words", "", "*", "$(x)");

        assertEquals(0, ran.exit(), ran.err());
        assertEquals(
                List.of("switch", "--reason", "two  words", "", "*", "$(x)"), bench.arguments(ran));
    }

    @Test
    void symbolic_links_lead_to_the_checkout_and_the_working_directory_stays() throws Exception {
        Path launcher = bench.checkout("mxfail");
        Path links = Files.createDirectories(folder.resolve("some/bin"));
        Files.createSymbolicLink(links.resolve("second"), launcher);
        Path first = Files.createSymbolicLink(links.resolve("mxfail"), Path.of("second"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));

        Ran ran = bench.in(elsewhere).run(first, "version");

        assertEquals(0, ran.exit(), ran.err());
        assertEquals(elsewhere.toRealPath().toString(), bench.workingDirectory(ran));
    }

    @Test
    void found_along_the_path_or_called_by_a_bare_name_it_finds_its_checkout() throws Exception {
        Path launcher = bench.checkout("mxfail");

        Ran ran = bench.in(launcher.getParent()).run(Path.of("sh"), "mxfail", "version");

        assertEquals(0, ran.exit(), ran.err());
        assertEquals(List.of("version"), bench.arguments(ran));
    }

    @Test
    void two_first_calls_at_once_build_once() throws Exception {
        twoAtOnce();
    }

    @Test
    void two_first_calls_at_once_build_once_where_there_is_no_flock() throws Exception {
        bench.without("flock");
        twoAtOnce();
    }

    private void twoAtOnce() throws Exception {
        bench.maven("sleep 1");
        Path launcher = bench.checkout("mxfail");

        Process one = bench.start(launcher, "one");
        Process two = bench.start(launcher, "two");

        assertEquals(0, one.waitFor(), bench.errors());
        assertEquals(0, two.waitFor(), bench.errors());
        assertEquals(1, bench.builds());
        assertTrue(bench.errors().contains("waiting for the build"), bench.errors());
    }

    @Test
    void a_java_that_is_too_old_is_told_in_one_line() throws Exception {
        bench.javaOnPath("17.0.12");
        refused(bench.run(bench.checkout("mxfail"), "version"), "no JDK 25 or newer was found");
    }

    @Test
    void no_java_at_all_is_told_in_one_line() throws Exception {
        bench.without("java");
        refused(bench.run(bench.checkout("mxfail"), "version"), "no JDK 25 or newer was found");
    }

    @Test
    void no_maven_is_told_in_one_line() throws Exception {
        bench.without("mvn");
        refused(bench.run(bench.checkout("mxfail"), "version"), "needs Maven");
    }

    private static void refused(Ran ran, String message) {
        assertEquals(3, ran.exit(), ran.err());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(message), ran.err());
    }

    @Test
    void a_checkout_that_cannot_be_written_is_told_in_one_line() throws Exception {
        Path launcher = bench.checkout("mxfail");
        Files.writeString(launcher.resolveSibling("target"), "in the way");

        Ran ran = bench.run(launcher, "version");

        assertEquals(1, ran.exit());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains("target/run is not writable"), ran.err());
    }

    @Test
    void java_home_goes_first_where_it_fits_and_is_passed_over_where_not() throws Exception {
        Path launcher = bench.checkout("mxfail");
        Path good = bench.jdk("good jdk", "26");
        Path old = bench.jdk("old", "17.0.1");

        assertEquals(good + "/bin/java", bench.with("JAVA_HOME", good.toString()).javaOf(launcher));
        for (String odd : List.of(old.toString(), folder + "/none", "", "relative", good + "/")) {
            Ran ran = bench.with("JAVA_HOME", odd).run(launcher, "version");
            assertEquals(0, ran.exit(), odd + ": " + ran.err());
            assertEquals("", ran.err(), odd);
        }
    }

    @Test
    void a_java_that_was_removed_since_the_build_is_replaced() throws Exception {
        Path launcher = bench.checkout("mxfail");
        Path jdk = bench.jdk("passing", "25");
        assertEquals(0, bench.with("JAVA_HOME", jdk.toString()).run(launcher, "version").exit());
        Files.delete(jdk.resolve("bin/java"));

        assertEquals(0, bench.run(launcher, "version").exit());
    }

    @Test
    void no_home_is_no_obstacle() throws Exception {
        Ran ran = bench.withoutVariable("HOME").run(bench.checkout("mxfail"), "version");
        assertEquals(0, ran.exit(), ran.err());
    }

    @Test
    void changed_and_removed_sources_are_built_again() throws Exception {
        Path launcher = bench.checkout("mxfail");
        bench.run(launcher, "version");
        Path source = launcher.resolveSibling("src/main/java/A.java");

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        Ran ran = bench.run(launcher, "version");

        assertTrue(ran.err().startsWith("mxfail: sources have changed"), ran.err());
        assertEquals(2, bench.builds());
    }

    @Test
    void a_build_that_fails_is_shown_and_tried_again() throws Exception {
        bench.maven("echo '[ERROR] it broke'; exit 1");
        Path launcher = bench.checkout("mxfail");

        Ran broken = bench.run(launcher, "version");

        assertEquals(1, broken.exit());
        assertEquals("", broken.out());
        assertTrue(broken.err().contains("[ERROR] it broke"), broken.err());
        assertTrue(broken.err().contains("the build failed"), broken.err());
        bench.maven("");
        assertEquals(0, bench.run(launcher, "version").exit());
    }

    @Test
    void the_exit_code_is_that_of_the_program() throws Exception {
        Path launcher = bench.checkout("mxfail");
        assertEquals(7, bench.with("FAKE_EXIT", "7").run(launcher, "version").exit());
        assertEquals(7, bench.with("FAKE_EXIT", "7").run(launcher, "version").exit());
    }

    @Test
    void calls_that_work_start_from_the_cache_of_the_build() throws Exception {
        Path launcher = bench.checkout("a b/mxfail");
        Ran ran = bench.run(launcher, "status");
        assertTrue(ran.out().contains("<-XX:AOTCache="), ran.out());
        assertFalse(bench.run(launcher, "version").out().contains("AOTCache"));
        assertFalse(bench.run(launcher).out().contains("AOTCache"));
    }

    @Test
    void where_no_cache_can_be_made_calls_start_without() throws Exception {
        Ran ran = bench.with("FAKE_TRAINING", "fails").run(bench.checkout("mxfail"), "status");
        assertEquals(0, ran.exit(), ran.err());
        assertFalse(ran.out().contains("AOTCache"), ran.out());
    }

    @Test
    void a_copy_without_sources_and_without_the_program_says_so() throws Exception {
        Path launcher = bench.checkout("mxfail");
        Files.delete(launcher.resolveSibling("pom.xml"));

        Ran ran = bench.run(launcher, "version");

        assertEquals(1, ran.exit());
        assertTrue(ran.err().contains("the copy is incomplete"), ran.err());
    }
}
