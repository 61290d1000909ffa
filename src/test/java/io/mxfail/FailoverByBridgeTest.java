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
import java.util.ArrayList;
import java.util.List;

/// The main job through the documentation's bridge instead of an adapter.
@NeedsServer({Server.BIND, Server.PYTHON})
class FailoverByBridgeTest {
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "30s"
    };

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
        Path meter = company.folder.resolve("meter");
        try (var script = FailoverByBridgeTest.class.getResourceAsStream("/metered-bridge")) {
            Files.copy(script, meter);
        }
        company.provider(
                "{type: exec, timeout: 60s, command: [/bin/sh, %s, %s, %s, 127.0.0.1, \"%d\", %s]}"
                        .formatted(
                                meter,
                                company.folder,
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

    @Test
    void a_throttled_write_is_refused_with_the_time_to_wait_and_made_by_the_next_run()
            throws Exception {
        Files.createFile(company.folder.resolve("throttle-write"));
        Company.Ran refused = company.mxfail(SWITCH);
        assertEquals(3, refused.exit(), refused.out() + refused.err());
        String said = refused.out() + refused.err();
        assertTrue(said.contains("too many requests"), said);
        assertTrue(said.contains("it asks to wait 2 s"), said);
        assertEquals(List.of("10 mx.primary.acme.test."), company.mx());
        assertEquals(1, requests("apply"));

        Company.Ran there = company.mxfail(SWITCH);
        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(2, requests("apply"));
    }

    @Test
    void a_throttled_read_is_waited_for() throws Exception {
        Files.createFile(company.folder.resolve("throttle-read"));
        Company.Ran there = company.mxfail(SWITCH);
        assertEquals(0, there.exit(), there.out() + there.err());
        assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
    }

    @Test
    void a_bridge_that_stays_throttled_is_unreachable_and_the_finding_says_how_long()
            throws Exception {
        company.provider(
                "{type: exec, timeout: 10s, command: [/bin/sh, -c, \"%s\"]}"
                        .formatted(
                                "echo '{\\\"error\\\": {\\\"code\\\": \\\"throttled\\\","
                                    + " \\\"message\\\": \\\"quota\\\", \\\"retryAfterSeconds\\\":"
                                    + " 3600}}'; exit 1"));
        Company.Ran plan = company.mxfail("plan", "--to", "backup");
        assertEquals(3, plan.exit(), plan.out() + plan.err());
        String said = plan.out() + plan.err();
        assertTrue(said.contains("quota; it asks to wait 3600 s"), said);
    }

    /// The protocol cannot try a write, and an `apply` that must fail may be misunderstood.
    @Test
    void a_check_of_the_provider_says_that_nothing_can_be_tried_and_ends_with_1() throws Exception {
        Company.Ran check = providersCheck();
        assertEquals(1, check.exit(), check.out() + check.err());
        assertTrue(
                check.out().contains("credentials  proven       a read was answered"), check.out());
        assertTrue(
                check.out()
                        .contains(
                                "write        not proven   this provider has no way to try a write"
                                        + " without making it"),
                check.out());
        assertTrue(check.out().contains("No record was changed."), check.out());
        Company.Ran json = providersCheck("--json");
        assertEquals(1, json.exit(), json.out());
        assertTrue(json.out().contains("\"state\" : \"open\""), json.out());
        assertEquals(0, requests("apply"));
    }

    private Company.Ran providersCheck(String... more) {
        var args =
                new ArrayList<>(
                        List.of(
                                "providers",
                                "check",
                                "--profiles",
                                company.folder.resolve("profiles").toString()));
        args.addAll(List.of(more));
        return company.plain(args.toArray(String[]::new));
    }

    private long requests(String verb) throws IOException {
        return Files.readAllLines(company.folder.resolve("requests")).stream()
                .filter(verb::equals)
                .count();
    }
}
