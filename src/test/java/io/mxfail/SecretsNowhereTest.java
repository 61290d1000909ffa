package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.PowerDns;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// Every provider that takes a secret, with every command, at an honest service, with a wrong
/// secret, and at a service that repeats what it hears: nothing that mxfail prints or keeps tells
/// it, in whatever form.
class SecretsNowhereTest {
    private static final Key KEY = Key.random("unused-key");

    /// The providers that are opened with a secret, and what makes one.
    enum Opened {
        CLOUDFLARE(Keyring::cloudflare),
        ROUTE53(Keyring::route53),
        GOOGLE(Keyring::google),
        AZURE(Keyring::azure);

        private final Keyring.Maker keyring;

        Opened(Keyring.Maker keyring) {
            this.keyring = keyring;
        }
    }

    /// Commands that only look, in every format that they have.
    private static final List<String> LOOKS =
            List.of(
                    "lint",
                    "lint --json",
                    "check -v",
                    "check --json",
                    "check --output nagios",
                    "check --save FOLDER/seen-N",
                    "status -v",
                    "status --json",
                    "plan --to backup -v",
                    "plan --to backup --json",
                    "plan --to backup --output markdown",
                    "plan --to backup --out FOLDER/plan-N",
                    "plan --to backup --export nsupdate",
                    "plan --to backup --export bind",
                    "plan --to backup --export aws",
                    "plan --to backup --export curl",
                    "switch --to backup --dry-run",
                    "verify --expect backup --wait 1s",
                    "history",
                    "history --json");

    private static final List<String> LOOKS_AT_TROUBLE =
            List.of(
                    "check -v",
                    "check --json",
                    "check --save FOLDER/trouble",
                    "status --json",
                    "plan --to backup -v",
                    "plan --to backup --json",
                    "plan --to backup --export curl",
                    "providers check",
                    "providers check --json",
                    "history");

    private static final List<String> PROVIDERS =
            List.of(
                    "providers check",
                    "providers check --json",
                    "providers policy",
                    "providers policy --json");

    private static final List<String> CHANGES =
            List.of(
                    "switch --to backup --from primary --yes --no-verify",
                    "prepare --to backup --yes --no-verify",
                    "settle --yes --no-verify");

    @Test
    void no_command_tells_the_secret_of_an_update_key() throws Exception {
        nothingTells((folder, dns) -> Keyring.rfc2136(KEY, folder, dns));
    }

    @Test
    @NeedsServer({Server.BIND, Server.PYTHON})
    void no_command_tells_the_secret_of_a_bridge() throws Exception {
        try (Bind bind = Bind.primary(Zone.of("acme.test", Company.ZONE, Grant.wholeZone(KEY)))) {
            nothingTells((folder, _) -> Keyring.bridge(KEY, folder, bind));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_command_tells_a_secret(Opened opened) throws Exception {
        nothingTells(opened.keyring);
    }

    @Test
    @NeedsServer(Server.POWERDNS)
    void no_command_tells_the_key_of_powerdns() throws Exception {
        try (PowerDns server =
                PowerDns.primary(
                        Zone.of(
                                "acme.test",
                                "$ORIGIN acme.test.\n" + Company.ZONE,
                                Grant.wholeZone(KEY)))) {
            nothingTells((folder, _) -> Keyring.powerDns(server, folder));
        }
    }

    private static void nothingTells(Keyring.Maker maker) throws Exception {
        try (AuthoritativeServer dns =
                        AuthoritativeServer.start(
                                List.of(
                                        ZoneVersion.parse(
                                                "acme.test.",
                                                "$ORIGIN acme.test.\n" + Company.ZONE)),
                                List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
                Company company = new Company(dns.address(0), KEY);
                Keyring keys =
                        maker.in(Files.createDirectory(company.folder.resolve("secrets")), dns)) {
            var story = new Story(company, keys);
            story.atAnHonestService();
            story.withAWrongSecret();
            for (String words : keys.refusals()) {
                story.atAParrot(403, words);
                story.atAParrot(200, words);
            }
            var theirs = new ArrayList<>(files(company.folder.resolve("secrets")));
            theirs.add(company.folder.resolve("tsig.secret"));
            new Spy(keys.secrets()).assertSilent(company.folder, theirs);
        }
    }

    private static List<Path> files(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /// One company and its provider.
    private static final class Story {
        private final Company company;
        private final Keyring keys;
        private final Spy spy;
        private int number;

        Story(Company company, Keyring keys) {
            this.company = company;
            this.keys = keys;
            this.spy = new Spy(keys.secrets());
        }

        void atAnHonestService() throws Exception {
            provider(keys.endpoint());
            lookAround();
            Company.Ran there = run("switch --to backup --from primary --yes --no-verify");
            assertEquals(5, there.exit(), there.out() + there.err());
            run("check --replay FOLDER/seen-1");
            run("history " + newest());
            run("status");
            assertEquals(5, run("undo --yes --no-verify").exit());
            run("plan --to backup --out FOLDER/plan-applied");
            Company.Ran applied = run("apply FOLDER/plan-applied --yes --no-verify");
            assertEquals(5, applied.exit(), applied.out() + applied.err());
            assertEquals(5, run("undo --yes --no-verify").exit());
            keys.loseAnswer().run();
            run("switch --to backup --from primary --yes --no-verify");
            run("resume " + newest() + " --yes --no-verify");
            run("undo --yes --no-verify --json");
            run("history " + newest() + " --json");
        }

        void withAWrongSecret() throws Exception {
            keys.forge().run();
            provider(keys.endpoint());
            for (String change : CHANGES) {
                assertNotEquals(0, run(change).exit(), change);
            }
            Company.Ran refused = run("switch --to backup --from primary --yes --json");
            assertEquals(3, refused.exit(), refused.out() + refused.err());
            LOOKS_AT_TROUBLE.forEach(this::run);
        }

        void atAParrot(int status, String words) throws Exception {
            try (var parrot = new Parrot(status, words)) {
                provider(parrot.address());
                for (String line :
                        List.of(
                                "check -v",
                                "status --json",
                                "plan --to backup --json",
                                "providers check",
                                "switch --to backup --from primary --yes --no-verify",
                                "undo --yes --no-verify")) {
                    assertNotEquals(0, run(line).exit(), line);
                }
                assertTrue(parrot.reads() + parrot.writes() > 0, "nobody asked the parrot");
            }
        }

        private void lookAround() {
            LOOKS.forEach(this::run);
            PROVIDERS.forEach(this::run);
        }

        private void provider(String endpoint) throws Exception {
            company.provider(keys.profile().apply(endpoint));
        }

        private String newest() {
            return company.mxfail("history").out().lines().findFirst().orElseThrow().split(" ")[0];
        }

        private Company.Ran run(String line) {
            number++;
            String full =
                    line.replace("FOLDER", company.folder.toString()).replace("-N", "-" + number);
            Company.Ran ran =
                    line.startsWith("providers ")
                            ? company.plain(providers(full))
                            : company.mxfail(full.split(" "));
            spy.assertSilent(line, ran.verbatim() + ran.out() + ran.err());
            assertTrue(!ran.err().contains("unexpected error"), ran::err);
            return ran;
        }

        private String[] providers(String line) {
            var words = new ArrayList<>(List.of(line.split(" ")));
            words.addAll(List.of("--profiles", company.folder.resolve("profiles").toString()));
            return words.toArray(String[]::new);
        }
    }

    @Test
    void the_spy_finds_a_secret_in_every_disguise() {
        String secret = "p~ss w+rd/12>?>?";
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        var spy = new Spy(List.of(secret));
        List<Supplier<String>> disguises =
                List.of(
                        () -> secret,
                        () -> "p~ss w+rd\n   /12>?>?",
                        () -> "p~ss%20w%2Brd%2F12%3E%3F%3e%3F",
                        () -> HexFormat.of().formatHex(octets),
                        () -> Base64.getEncoder().encodeToString(octets),
                        () ->
                                Base64.getEncoder()
                                        .encodeToString(
                                                ("\0me\0" + secret)
                                                        .getBytes(StandardCharsets.UTF_8)),
                        () ->
                                "x"
                                        + Base64.getUrlEncoder()
                                                .encodeToString(
                                                        (secret + "!")
                                                                .getBytes(StandardCharsets.UTF_8)));
        for (Supplier<String> disguise : disguises) {
            assertEquals(
                    List.of(secret), spy.found("a <" + disguise.get() + "> b"), disguise.get());
        }
        assertEquals(List.of(), spy.found("nothing of the kind"));
    }
}
