package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Binary;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Zones in the work tree of a Git repository: mxfail changes the file, somebody commits and pushes
/// it, and a server that mxfail knows nothing of takes it from there.
@NeedsServer(Server.GIT)
class ZonesInGitTest {
    private static final List<String> PRIMARY = List.of("10 mx.primary.acme.test.");
    private static final List<String> BACKUP = List.of("10 mx.backup.acme.test.");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "2s"
    };

    private AuthoritativeServer server;
    private Company company;
    private Path tree;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        String zone = "$ORIGIN acme.test.\n; the mail team's\n" + Company.ZONE;
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", zone)), List.of());
        company = new Company(server.address(0), Key.random("unused-key"));
        tree = Files.createDirectory(company.folder.resolve("zones"));
        file = Files.writeString(tree.resolve("acme.test.zone"), zone);
        company.provider(
                "{type: zonefile, path: \"%s/$${zone}.zone\"}".formatted(tree).replace("$$", "$"));
        git("init", "-q", "-b", "main");
        git("add", ".");
        commit("as it was");
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    @Test
    void a_switch_changes_the_file_alone_and_says_who_must_publish_it() throws Exception {
        Company.Ran there = company.mxfail(SWITCH);
        assertEquals(5, there.exit(), there.out() + there.err());
        String left = file + " must be published (commit and push it, or load it)";
        assertTrue(there.err().contains("zone}.zone; to be served, " + left), there.err());
        assertTrue(
                there.out()
                        .contains(
                                "UNVERIFIED  the old data is served at "
                                        + Company.at(server.address(0))
                                        + "; to be served, "
                                        + left),
                there.out());
        assertEquals(" M acme.test.zone\n", git("status", "--porcelain", "--ignored"));
        assertEquals(PRIMARY, company.mx());

        Company.Ran early = company.mxfail("verify", "--expect", "backup");
        assertEquals(2, early.exit(), early.out());
        published("moved to the backup");
        assertEquals(BACKUP, company.mx());
        Company.Ran seen = company.mxfail("verify", "--expect", "backup");
        assertEquals(0, seen.exit(), seen.out() + seen.err());
    }

    @Test
    void without_verification_the_words_are_the_same() {
        Company.Ran there =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--no-verify");
        assertEquals(5, there.exit(), there.out() + there.err());
        assertTrue(there.out().contains("to be served, " + file), there.out());
    }

    @Test
    void an_undo_leaves_a_higher_serial_and_nothing_else() throws Exception {
        String before = Files.readString(file);
        assertEquals(5, company.mxfail(SWITCH).exit());
        published("moved to the backup");
        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "2s");
        assertEquals(5, back.exit(), back.out() + back.err());
        assertTrue(back.out().contains("to be served, " + file), back.out());
        assertEquals(" M acme.test.zone\n", git("status", "--porcelain", "--ignored"));
        published("moved back");
        assertEquals(PRIMARY, company.mx());
        assertEquals("", git("status", "--porcelain", "--ignored"));
        assertEquals(before.replace("hostmaster 1 ", "hostmaster 3 "), Files.readString(file));
        assertEquals(0, company.mxfail("verify", "--expect", "primary").exit());
    }

    /// Commits the file, and serves it.
    private void published(String message) throws Exception {
        commit(message);
        server.load(ZoneVersion.parse("acme.test.", Files.readString(file)));
    }

    private void commit(String message) throws Exception {
        git("-c", "user.name=a", "-c", "user.email=a@example.test", "commit", "-qam", message);
    }

    private String git(String... words) throws Exception {
        var command = new ArrayList<>(Binary.require("git").command("-C", tree.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
