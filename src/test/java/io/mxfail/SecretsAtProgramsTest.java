package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.real.ChildJvm;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// While programs of the operator run (hooks, a bridge, a zone checker, a reload command, a program
/// that tells a secret): no command line on the machine tells a secret, and none of them has one in
/// its environment that is not its own.
class SecretsAtProgramsTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final Key TOLD = Key.random("told");
    private static final String RELAY = "canary-of-the-relay-0123456789";
    private static final String TOKEN = "canary-of-the-bridge-0123456789";
    private static final String OPERATORS_OWN = "canary-of-the-operator-0123456789";

    /// What mxfail is started with.
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "COMPANY_KEY", KEY.secret(),
                    "RELAY_PASSWORD", RELAY,
                    "DNS_TOKEN", TOKEN,
                    "PAGER_TOKEN", OPERATORS_OWN);

    private AuthoritativeServer server;
    private Company company;
    private Path seen;

    @BeforeEach
    void open() throws IOException {
        server =
                AuthoritativeServer.start(
                        List.of(ZoneVersion.parse("acme.test.", Company.ZONE)),
                        List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret())));
        company = new Company(server.address(0), KEY);
        seen = Files.createDirectory(company.folder.resolve("seen"));
        neighbour("first", "cloudflare, token: \"env:DNS_TOKEN\"");
        neighbour(
                "second",
                "rfc2136, server: 192.0.2.1, tsig: {name: k, algorithm: hmac-sha256, secret:"
                        + " \"env:COMPANY_KEY\"}");
        profile(
                "rfc2136, server: \"%s\", tsig: {name: %s, algorithm: %s, secret: \"env:COMPANY_KEY\"}"
                        .formatted(Company.at(server.address(0)), KEY.name(), KEY.algorithm()));
    }

    @AfterEach
    void shut() throws IOException {
        company.close();
        server.close();
    }

    /// A profile of somebody else in the same folder.
    private void neighbour(String name, String provider) throws IOException {
        Files.writeString(
                company.folder.resolve("profiles/" + name + ".yaml"),
                """
                version: 1
                name: %1$s
                domains: [%1$s.test]
                provider: {type: %2$s}
                sites:
                  one: {mx: ["10 mx.one.example."]}
                  two: {mx: ["10 mx.two.example."]}
                """
                        .formatted(name, provider));
    }

    /// The company's profile with another provider, hooks and a relay's password.
    private void profile(String provider) throws IOException {
        Path file = company.folder.resolve("profiles/acme.yaml");
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replaceFirst(
                                "(?s)provider:.*?(?=sites:)",
                                Matcher.quoteReplacement("provider: {type: " + provider + "}\n"))
                        .replaceFirst("(?s)hooks:.*?\n(?=checks:)", "")
                        .replaceFirst(
                                " {4}spf: \\[ip4:198.51.100.20]\n(?! +submission)",
                                """
                                    spf: [ip4:198.51.100.20]
                                    submission: {host: relay.backup.acme.test, user: news, password: "env:RELAY_PASSWORD"}
                                """)
                        .replaceFirst(
                                "checks:\n",
                                """
                                hooks:
                                  pre-switch: [%1$s]
                                  post-switch: [%2$s]
                                checks:
                                """
                                        .formatted(
                                                looking("pre-switch", ""),
                                                looking("post-switch", ""))));
    }

    /// A program that writes down its environment and everybody's command line.
    ///
    /// @param more what it does then
    private Path looking(String name, String more) throws IOException {
        Path file = company.folder.resolve("look-" + name);
        Files.writeString(
                file,
                """
                #!/bin/sh
                env >> %1$s/%2$s.environment
                cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >> %1$s/%2$s.commands
                %3$s
                exit 0
                """
                        .formatted(seen, name, more));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int mxfail(String... words) throws Exception {
        Path out = company.folder.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(
                                ChildJvm.warm(
                                        Main.class,
                                        company.arguments(words).toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile());
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        assertTrue(process.waitFor(100, TimeUnit.SECONDS));
        String said = Files.readString(out);
        new Spy(List.of(KEY.secret(), TOLD.secret(), RELAY, TOKEN, OPERATORS_OWN))
                .assertSilent(String.join(" ", words), said);
        return process.exitValue();
    }

    /// @param own what it has in its environment beside what is the operator's own
    private void assertSawNothing(String program, String... own) throws IOException {
        Path environment = seen.resolve(program + ".environment");
        assertTrue(
                Files.exists(environment),
                program + " did not run: " + Files.readString(company.folder.resolve("out")));
        var all = new ArrayList<>(List.of(KEY.secret(), TOLD.secret(), RELAY, TOKEN));
        var spy = new Spy(all);
        spy.assertSilent(
                "the process list beside " + program,
                Files.readString(seen.resolve(program + ".commands"), StandardCharsets.ISO_8859_1));
        assertEquals(
                Stream.of(own).toList(),
                spy.found(Files.readString(environment)),
                program + " has them in its environment");
    }

    @Test
    void a_hook_has_what_the_operator_gave_it_and_no_secret_of_a_profile() throws Exception {

        int exit =
                mxfail(
                        "switch",
                        "-p",
                        "acme",
                        "--to",
                        "backup",
                        "--from",
                        "primary",
                        "--yes",
                        "--wait",
                        "20s",
                        "--accept",
                        "SUBMISSION-UNREACHABLE",
                        "--reason",
                        "canary");

        assertTrue(exit == 0 || exit == 5, Files.readString(company.folder.resolve("out")));
        assertSawNothing("pre-switch");
        assertSawNothing("post-switch");
        assertTrue(
                Files.readString(seen.resolve("pre-switch.environment")).contains(OPERATORS_OWN));
    }

    @Test
    void nor_has_a_hook_of_a_profile_that_lies_elsewhere_and_is_one_of_several() throws Exception {
        Path elsewhere = Files.createDirectory(company.folder.resolve("elsewhere"));
        Path file = elsewhere.resolve("acme.yaml");
        Files.move(company.folder.resolve("profiles/acme.yaml"), file);

        Files.writeString(
                company.folder.resolve("profiles/first.yaml"),
                Files.readString(company.folder.resolve("profiles/first.yaml"))
                        .replace("one:", "primary:")
                        .replace("two:", "backup:"));
        mxfail(
                "switch",
                "-p",
                file.toString(),
                "-p",
                "first",
                "--to",
                "backup",
                "--from",
                "primary",
                "--yes",
                "--no-verify",
                "--accept",
                "SUBMISSION-UNREACHABLE",
                "--reason",
                "canary");

        assertSawNothing("pre-switch");
    }

    @Test
    void a_bridge_has_the_variables_that_it_is_given_and_no_others() throws Exception {
        profile(
                "exec, command: [%s], env: [DNS_TOKEN]"
                        .formatted(looking("bridge", "echo $DNS_TOKEN; echo $DNS_TOKEN >&2")));

        mxfail("plan", "-p", "acme", "--to", "backup");

        assertSawNothing("bridge", TOKEN);
        assertEquals(
                List.of(),
                new Spy(List.of(OPERATORS_OWN))
                        .found(Files.readString(seen.resolve("bridge.environment"))));
    }

    @Test
    void a_checker_a_reload_command_and_a_program_that_tells_a_secret_have_none_of_the_others()
            throws Exception {
        Path zone = company.folder.resolve("acme.test.zone");
        Files.writeString(zone, "$ORIGIN acme.test.\n" + Company.ZONE);
        profile(
                "zonefile, path: %s, check: [%s, \"${file}\"], reload: [%s]"
                        .formatted(zone, looking("checker", ""), looking("reload", "")));

        int exit =
                mxfail(
                        "switch",
                        "-p",
                        "acme",
                        "--to",
                        "backup",
                        "--from",
                        "primary",
                        "--yes",
                        "--no-verify",
                        "--accept",
                        "SUBMISSION-UNREACHABLE",
                        "--reason",
                        "canary");

        assertEquals(5, exit, Files.readString(company.folder.resolve("out")));
        for (String program : List.of("checker", "reload")) {
            assertSawNothing(program);
        }

        profile(
                "rfc2136, server: \"%s\", tsig: {name: told, algorithm: hmac-sha256, secret: \"exec:%s\"}"
                        .formatted(
                                Company.at(server.address(0)),
                                looking("teller", "echo " + TOLD.secret())));

        mxfail("plan", "-p", "acme", "--to", "backup");

        assertSawNothing("teller");
    }
}
