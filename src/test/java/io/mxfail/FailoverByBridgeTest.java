package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The main job through the documentation's bridge instead of an adapter.
@NeedsServer({Server.BIND, Server.PYTHON})
class FailoverByBridgeTest {
    private final Key key = Key.random("mxfail-key");
    private Bind bind;
    private Company company;

    @BeforeEach
    void open() throws IOException {
        bind = Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(key)));
        company = new Company(bind.address(), key);
        Path keyFile = company.folder.resolve("update.key");
        Files.writeString(
                keyFile,
                "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                        .formatted(key.name(), key.algorithm(), key.secret()));
        company.provider(
                "{type: exec, timeout: 60s, command: [%s, 127.0.0.1, \"%d\", %s]}"
                        .formatted(
                                Path.of("docs/examples/nsupdate-bridge").toAbsolutePath(),
                                bind.address().getPort(),
                                keyFile));
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        bind.close();
    }

    @Test
    void a_switch_moves_mail_and_an_undo_gives_back_every_byte() {
        List<String> origin = company.served();

        Company.Ran there =
                company.mxfail(
                        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "30s");
        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());

        Company.Ran back = company.mxfail("undo", "--yes", "--wait", "30s");
        assertEquals(0, back.exit(), back.out() + back.err());
        assertEquals(origin, company.served());
    }

    @Test
    void a_bridge_that_fails_changes_nothing_and_is_quoted_without_its_secret() throws Exception {
        Files.writeString(
                company.folder.resolve("update.key"),
                "key \"%s\" { algorithm %s; secret \"%s\"; };\n"
                        .formatted(key.name(), key.algorithm(), key.forged().secret()));
        Company.Ran refused =
                company.mxfail("switch", "--to", "backup", "--from", "primary", "--yes");
        assertEquals(3, refused.exit(), refused.out() + refused.err());
        String said = refused.out() + refused.err();
        assertTrue(said.contains("the server does not take the key"), said);
        assertFalse(said.contains(key.secret()), said);
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
    }
}
