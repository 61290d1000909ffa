package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Key;
import io.mxfail.real.NameServer;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/// A zone file whose server was not made to load it: what is written is not served, and `resume`
/// sees to that.
abstract class ReloadOnResumeContract {
    private static final Zone ZONE = Zone.of("acme.test", "$ORIGIN acme.test.\n" + Company.ZONE);
    private static final List<String> PRIMARY = List.of("10 mx.primary.acme.test.");
    private static final List<String> BACKUP = List.of("10 mx.backup.acme.test.");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    private NameServer server;
    private Company company;
    private Path gate;

    abstract NameServer start(Zone zone);

    abstract Path file(Zone zone);

    /// The server's own reload command.
    abstract List<String> reload();

    @BeforeEach
    void open() throws IOException {
        server = start(ZONE);
        company = new Company(server.address(), Key.random("unused-key"));
        gate = company.folder.resolve("gate");
        Files.writeString(
                gate,
                """
                #!/bin/sh
                if [ -e %1$s/broken ]; then echo 'no control channel' >&2; exit 1; fi
                if [ -e %1$s/slow ]; then touch %1$s/reached; exec sleep 60; fi
                exec "$@"
                """
                        .formatted(company.folder));
        Files.setPosixFilePermissions(gate, PosixFilePermissions.fromString("rwx------"));
        String words =
                reload().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
        company.provider(
                "{type: zonefile, path: \"%s\", reload: [%s, %s], timeout: 60s}"
                        .formatted(file(ZONE), gate, words));
    }

    @AfterEach
    void shut() throws Exception {
        company.close();
        server.close();
    }

    @Test
    void what_was_written_and_not_loaded_is_served_after_resume() throws Exception {
        Path broken = Files.createFile(company.folder.resolve("broken"));
        Company.Ran half = company.mxfail(SWITCH);
        assertEquals(4, half.exit(), half.out() + half.err());
        assertTrue((half.out() + half.err()).contains("no control channel"), half.out());
        assertEquals(PRIMARY, company.mx());

        Company.Ran still = company.mxfail("resume", newest(), "--yes", "--wait", "5s");
        assertEquals(4, still.exit(), still.out() + still.err());
        assertEquals(PRIMARY, company.mx());

        Files.delete(broken);
        assertServedAfterResume();
    }

    @Test
    void a_run_that_was_killed_between_the_file_and_the_reload_is_served_after_resume()
            throws Exception {
        Path slow = Files.createFile(company.folder.resolve("slow"));
        try (Victim victim =
                Victim.start(company.folder.resolve("victim.log"), company.arguments(SWITCH))) {
            victim.awaitUntil(
                    "the reload command runs",
                    () -> Files.exists(company.folder.resolve("reached")));
            victim.kill();
        }
        assertTrue(Files.readString(file(ZONE)).contains("MX 10 mx.backup\n"));
        assertEquals(PRIMARY, company.mx());

        Files.delete(slow);
        assertServedAfterResume();
    }

    private void assertServedAfterResume() {
        Company.Ran resumed = company.mxfail("resume", newest(), "--yes", "--wait", "20s");
        assertEquals(0, resumed.exit(), resumed.out() + resumed.err());
        assertEquals(BACKUP, company.mx());
        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");
        assertEquals(0, back.exit(), back.out() + back.err());
        assertEquals(PRIMARY, company.mx());
    }

    private String newest() {
        return company.mxfail("history").out().lines().findFirst().orElseThrow().split(" ")[0];
    }
}
