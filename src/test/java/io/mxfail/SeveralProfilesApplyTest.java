package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Plan files where the folder holds several profiles: a plan says itself whose it is.
class SeveralProfilesApplyTest {
    private static final List<String> PRIMARY = List.of("10 mx.primary.acme.test.");
    private static final List<String> BACKUP = List.of("10 mx.backup.acme.test.");

    private TwoProfiles both;

    @BeforeEach
    void open() throws IOException {
        both = new TwoProfiles();
    }

    @AfterEach
    void shut() throws IOException {
        both.close();
    }

    private String planned(String profile) {
        String file = both.company.folder.resolve(profile + ".plan").toString();
        Company.Ran ran =
                both.company.mxfail("plan", "-p", profile, "--to", "backup", "--out", file);
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        return file;
    }

    private Company.Ran apply(String file, String... more) {
        var args = new ArrayList<>(List.of("apply", file, "--yes", "--wait", "20s"));
        args.addAll(List.of(more));
        return both.company.mxfail(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-p acme", "-p acme -p other", "--all"})
    void a_plan_is_applied_to_its_own_profile_alone(String options) {
        String file = planned("acme");
        Company.Ran ran = apply(file, options.isEmpty() ? new String[0] : options.split(" ", -1));
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(BACKUP, both.mx("acme.test."));
        assertEquals(PRIMARY, both.mx("other.test."));
    }

    @Test
    void a_plan_of_another_profile_than_the_one_named_is_refused() {
        String file = planned("acme");
        Company.Ran ran = apply(file, "-p", "other");
        assertEquals(2, ran.exit(), ran.out() + ran.err());
        String said = ran.err().replaceAll("\\s+", " ");
        assertTrue(said.contains("made from the profile `acme`"), said);
        assertEquals(PRIMARY, both.mx("acme.test."));
        assertEquals(PRIMARY, both.mx("other.test."));
    }

    @Test
    void domains_of_another_profile_are_none_of_the_plan() {
        Company.Ran ran = apply(planned("acme"), "--domain", "other.test");
        assertEquals(2, ran.exit(), ran.out() + ran.err());
        assertEquals(PRIMARY, both.mx("acme.test."));
        assertEquals(PRIMARY, both.mx("other.test."));
    }

    @Test
    void plans_of_two_profiles_are_applied_at_the_same_time() throws Exception {
        List<String> files = List.of(planned("acme"), planned("other"));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Company.Ran>> jobs =
                    files.stream().<Callable<Company.Ran>>map(file -> () -> apply(file)).toList();
            for (Future<Company.Ran> done : executor.invokeAll(jobs)) {
                assertEquals(0, done.get().exit(), done.get().out() + done.get().err());
            }
        }
        assertEquals(BACKUP, both.mx("acme.test."));
        assertEquals(BACKUP, both.mx("other.test."));
        Company.Ran history = both.company.mxfail("history");
        assertEquals(3, history.out().split("switched", -1).length, history.out());
    }

    @Test
    void what_was_applied_is_taken_back_by_its_file_and_the_other_profile_stays() {
        String acme = planned("acme");
        String other = planned("other");
        assertEquals(0, apply(acme).exit());
        assertEquals(0, apply(other).exit());
        Company.Ran ran = both.company.mxfail("undo", acme, "--yes", "--wait", "20s");
        assertTrue(ran.exit() == 0 || ran.exit() == 5, ran.out() + ran.err());
        assertEquals(PRIMARY, both.mx("acme.test."));
        assertEquals(BACKUP, both.mx("other.test."));
    }

    @Test
    void a_mistake_in_a_neighbour_does_not_hold_up_a_plan_whose_profile_is_named()
            throws IOException {
        String file = planned("acme");
        Path other = both.company.folder.resolve("profiles/other.yaml");
        Files.writeString(other, Files.readString(other).replace("sites:", "sitse:"));
        Company.Ran ran = apply(file, "-p", "acme");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(BACKUP, both.mx("acme.test."));
    }

    @Test
    void nor_one_of_a_profile_that_the_plan_alone_names_nor_its_undo() throws IOException {
        String file = planned("acme");
        Path other = both.company.folder.resolve("profiles/other.yaml");
        Files.writeString(other, Files.readString(other).replace("sites:", "sitse:"));
        Company.Ran ran = apply(file);
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        assertEquals(BACKUP, both.mx("acme.test."));
        String said = ran.err().replaceAll("\\s+", " ");
        assertTrue(said.contains("other.yaml beside has errors: no SPF term is taken off"), said);

        Company.Ran unsaid = both.company.mxfail("undo", "--yes");
        assertEquals(2, unsaid.exit(), unsaid.out() + unsaid.err());
        String how = unsaid.err().replaceAll("\\s+", " ");
        assertTrue(how.contains("name what is meant with -p: acme"), how);
        String run = runOf("acme");
        Company.Ran undone = both.company.mxfail("undo", run, "--yes", "--wait", "20s");
        assertTrue(undone.exit() == 0 || undone.exit() == 5, undone.out() + undone.err());
        assertEquals(PRIMARY, both.mx("acme.test."));

        String orphan = planned("acme");
        Files.move(both.company.folder.resolve("profiles/acme.yaml"), other.resolveSibling("x"));
        Company.Ran refused = apply(orphan);
        assertEquals(2, refused.exit(), refused.out() + refused.err());
        assertEquals(PRIMARY, both.mx("acme.test."));
    }

    private String runOf(String profile) {
        return both.company
                .mxfail("history", "-p", profile)
                .verbatim()
                .lines()
                .flatMap(
                        line ->
                                Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}")
                                        .matcher(line)
                                        .results())
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }
}
