package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The main job, through the command line, on a real PowerDNS: by its HTTP API, and by dynamic
/// updates beside it.
@NeedsServer(Server.POWERDNS)
class FailoverAtPowerDnsTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes", "--wait", "20s"
    };

    @Test
    void a_switch_by_the_api_moves_mail_and_an_undo_gives_back_every_byte() throws Exception {
        thereAndBack("");
    }

    @Test
    void a_switch_by_dynamic_updates_moves_mail_and_an_undo_gives_back_every_byte()
            throws Exception {
        thereAndBack(
                """
                  cas-via:
                    server: %s
                    tsig: {name: %s, algorithm: %s, secret: "file:%s"}
                """);
    }

    @Test
    void a_wrong_key_changes_nothing_and_is_not_shown() throws Exception {
        try (PowerDns server = start();
                Company company = company(server, "")) {
            Files.writeString(company.folder.resolve("api.key"), "wrong-key-0123456789");
            List<String> origin = company.served();

            Company.Ran refused = company.mxfail(SWITCH);

            assertEquals(3, refused.exit(), refused.out() + refused.err());
            assertFalse((refused.out() + refused.err()).contains("wrong-key"));
            assertEquals(origin, company.served());
        }
    }

    private static void thereAndBack(String more) throws Exception {
        try (PowerDns server = start();
                Company company = company(server, more)) {
            List<String> origin = company.served();

            Company.Ran there = company.mxfail(SWITCH);

            assertEquals(0, there.exit(), there.out() + there.err());
            assertEquals(List.of("10 mx.backup.acme.test."), company.mx());
            Company.Ran again = company.mxfail(SWITCH);
            assertTrue(again.out().contains("UNCHANGED"), again.out());

            Company.Ran back = company.mxfail("undo", "--yes", "--wait", "20s");

            assertEquals(0, back.exit(), back.out() + back.err());
            assertEquals(origin, company.served());
        }
    }

    private static PowerDns start() {
        return PowerDns.primary(
                Zone.of("acme.test", "$ORIGIN acme.test.\n" + Company.ZONE, Grant.wholeZone(KEY)));
    }

    /// The company's own profile, with PowerDNS as its provider.
    ///
    /// @param more further lines of the provider, for the server's address, the key and its file
    private static Company company(PowerDns server, String more) throws IOException {
        var company = new Company(server.address(), KEY);
        Path key =
                Files.createFile(
                        company.folder.resolve("api.key"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, PowerDns.API_KEY);
        Path profile = company.folder.resolve("profiles/acme.yaml");
        String provider =
                "provider:\n  type: powerdns\n  url: %s\n  api-key: \"file:%s\"\n"
                                .formatted(server.url(), key)
                        + more.formatted(
                                Company.at(server.address()),
                                KEY.name(),
                                KEY.algorithm(),
                                company.folder.resolve("tsig.secret"));
        String text = Files.readString(profile);
        Files.writeString(profile, text.replaceFirst("(?s)provider:.*?(?=sites:)", provider));
        return company;
    }
}
