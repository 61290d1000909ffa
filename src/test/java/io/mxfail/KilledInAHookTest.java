package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A process that the kernel kills while a program of the operator runs.
class KilledInAHookTest {
    private static final String[] SWITCH = {
        "switch",
        "--to",
        "backup",
        "--from",
        "primary",
        "--yes",
        "--mode",
        "emergency",
        "--wait",
        "20s"
    };
    private static final List<String> PRIMARY = List.of("10 mx.primary.acme.test.");
    private static final List<String> BACKUP = List.of("10 mx.backup.acme.test.");

    private TwoProfiles both;
    private Company company;
    private Path ran;

    @BeforeEach
    void open() throws IOException {
        both = new TwoProfiles();
        company = both.company;
        Files.delete(company.folder.resolve("profiles/other.yaml"));
        ran = company.folder.resolve("ran");
        Path hook = company.folder.resolve("hook");
        // waits where it is told to, and no longer than its folder is there
        Files.writeString(
                hook,
                """
                #!/bin/sh
                cd %s && echo "$MXFAIL_HOOK again=$MXFAIL_AGAIN" >> ran
                while [ -f "hold-$MXFAIL_HOOK" ]; do sleep 0.1; done
                """
                        .formatted(company.folder));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                company.folder.resolve("profiles/acme.yaml"),
                "hooks: {pre-switch: [%s], fence: [%s], post-switch: [%s]}\n"
                        .formatted(hook, hook, hook),
                StandardOpenOption.APPEND);
    }

    @AfterEach
    void shut() throws IOException {
        both.close();
    }

    private List<String> ran() {
        try {
            return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void killedIn(String hook) throws IOException {
        Path hold = Files.createFile(company.folder.resolve("hold-" + hook));
        try (var victim =
                Victim.start(company.folder.resolve("child.log"), company.arguments(SWITCH))) {
            victim.awaitUntil("the hook " + hook + " runs", () -> ran().contains(hook + " again="));
            victim.kill();
        }
        Files.delete(hold);
        assertEquals(PRIMARY, both.mx("acme.test."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pre-switch", "fence"})
    void resume_runs_it_again_and_finishes(String hook) throws IOException {
        killedIn(hook);
        Company.Ran status = company.mxfail("status");
        if (hook.equals("fence")) {
            assertTrue(status.out().contains("mxfail resume"), status.out());
        }
        Company.Ran resumed = company.mxfail("resume", "--yes", "--wait", "20s");
        assertEquals(0, resumed.exit(), resumed.out() + resumed.err());
        assertEquals(BACKUP, both.mx("acme.test."));
        List<String> hooks = ran();
        assertTrue(hooks.contains(hook + " again=yes"), hooks::toString);
        assertEquals("post-switch again=", hooks.getLast());
        String other = hook.equals("fence") ? "pre-switch" : "fence";
        assertTrue(hooks.contains(other + " again="), hooks::toString);
        assertFalse(hooks.contains(other + " again=yes"), hooks::toString);
        assertTrue(
                (resumed.out() + resumed.err()).contains("not known to have ended"),
                resumed.out() + resumed.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch", "prepare"})
    void whatever_is_typed_next_names_the_fence(String command) throws IOException {
        killedIn("fence");
        Company.Ran next =
                command.equals("switch")
                        ? company.mxfail(SWITCH)
                        : company.mxfail("prepare", "--to", "backup", "--yes");
        assertEquals(0, next.exit(), next.out() + next.err());
        assertTrue(
                next.err()
                        .replaceAll("\\s+", " ")
                        .contains(
                                "had begun and is not known to have ended: nobody knows whether"
                                        + " primary still takes mail"),
                next.err());
    }
}
