package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class OutsideAdaptersTest {
    private static final String PROFILE =
            """
            version: 1
            name: acme
            domains: [acme.test]
            provider: {type: flat, path: ../acme.flat}
            sites:
              primary: {mx: ["10 mx1.acme.test."]}
              backup: {mx: ["10 mx2.acme.test."]}
            """;

    @TempDir private Path scratch;
    private Path providers;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk();
        desk.profile("acme", PROFILE);
        providers = Files.createDirectory(scratch.resolve("providers"));
        Files.setPosixFilePermissions(providers, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void shut() throws IOException {
        desk.close();
    }

    private Desk.Ran run(String command, String... more) {
        String[] args = new String[more.length + 3];
        args[0] = command;
        args[1] = "--providers-dir";
        args[2] = providers.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return desk.mxfail(args);
    }

    @Test
    void a_type_of_an_outside_jar_lints_with_its_options_and_is_listed() throws Exception {
        Sample.jar(scratch, providers);
        Desk.Ran lint = run("lint");
        assertEquals(0, lint.exit(), lint.all());
        desk.profile("acme", PROFILE.replace("path:", "paht:"));
        Desk.Ran wrong = run("lint");
        assertEquals(2, wrong.exit(), wrong.all());
        assertTrue(wrong.all().contains("did you mean `path`"), wrong.all());
    }

    @Test
    void its_zones_are_read_and_written() throws Exception {
        Sample.jar(scratch, providers);
        Files.writeString(
                desk.folder.resolve("acme.flat"),
                "acme.test. 300 SOA ns1.acme.test. host.acme.test. 1 1 1 1 30\n"
                        + "acme.test. 300 MX 10 mx1.acme.test.\n");
        Desk.Ran plan = run("plan", "--to", "backup");
        assertTrue(plan.out().contains("+ 10 mx2.acme.test."), plan.all());
    }

    @Test
    void without_the_jar_the_type_is_unknown() {
        Desk.Ran lint = run("lint");
        assertEquals(1, lint.exit(), lint.all());
        assertTrue(lint.all().contains("--providers-dir"), lint.all());
        assertEquals(2, run("plan", "--to", "backup").exit());
    }

    @Test
    void a_folder_or_jar_that_others_can_write_is_not_used_and_told() throws Exception {
        Path jar = Sample.jar(scratch, providers);
        for (Path open : new Path[] {providers, jar}) {
            var permissions = Files.getPosixFilePermissions(open);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
            Desk.Ran lint = run("lint");
            assertEquals(1, lint.exit(), lint.all());
            assertTrue(lint.err().contains("chmod go-w " + open), lint.all());
            Files.setPosixFilePermissions(open, permissions);
        }
    }

    @Test
    void a_broken_jar_keeps_no_other_from_its_work() throws Exception {
        Sample.jar(scratch, providers);
        Files.writeString(providers.resolve("a-broken.jar"), "not a jar");
        Desk.Ran lint = run("lint");
        assertEquals(0, lint.exit(), lint.all());
        assertTrue(lint.err().contains("a-broken.jar"), lint.all());
    }

    @Test
    void no_outside_adapter_takes_the_place_of_a_built_in_one() throws Exception {
        Sample.jar(scratch, providers);
        OutsideAdapters found = OutsideAdapters.in(providers, Set.of("flat"));
        assertTrue(found.factories().isEmpty());
        assertFalse(found.troubles().isEmpty());
    }

    @Test
    void the_usual_folder_is_below_the_users_data() throws Exception {
        Path data = Files.createDirectories(scratch.resolve("data/mxfail/providers"));
        assertEquals(
                Optional.of(data),
                OutsideAdapters.usualFolder(
                        Map.of("XDG_DATA_HOME", scratch.resolve("data").toString())));
        assertEquals(
                Optional.empty(), OutsideAdapters.usualFolder(Map.of("HOME", scratch.toString())));
    }
}
