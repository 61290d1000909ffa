package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.imap.ScriptedImap;
import io.mxfail.adapter.smtp.SubmissionRelay;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.real.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The passwords of a submission relay and of mailboxes, at servers that refuse them and repeat
/// what they heard: no command tells them.
class SecretsOfMailTest {
    private static final Key KEY = Key.random("mxfail-key");
    private static final String RELAY = "canary-of+the/relay 0123456789";
    private static final String MAILBOX = "canary-of+the/mailbox 9876543210";

    private static final String OWN = "canary-of+the/backups-mailbox 5556667770";

    private final List<AutoCloseable> parts = new ArrayList<>();
    private Company company;
    private SubmissionRelay relay;
    private ScriptedImap imap;

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    @BeforeEach
    void open() throws Exception {
        AuthoritativeServer dns =
                started(
                        AuthoritativeServer.start(
                                List.of(
                                        ZoneVersion.parse(
                                                "acme.test.", Company.ZONE + "imap A 127.0.0.1\n")),
                                List.of(UpdateKey.of(KEY.name(), KEY.algorithm(), KEY.secret()))));
        company = started(new Company(dns.address(0), KEY));
        LabAuthority authority = LabAuthority.create(Instant.now());
        relay =
                started(
                        SubmissionRelay.start(authority, "relay.backup.acme.test", "-")
                                .repeating());
        imap = started(ScriptedImap.named("imap.acme.test", SecretsOfMailTest::repeat));
        Path ca = company.folder.resolve("ca.pem");
        Files.writeString(
                ca, Files.readString(ca) + authority.pem() + ScriptedImap.AUTHORITY.pem());
        Path secrets = Files.createDirectory(company.folder.resolve("secrets"));
        Path profile = company.folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(
                                "    spf: [ip4:198.51.100.20]\n",
                                """
                                    spf: [ip4:198.51.100.20]
                                    submission:
                                      {host: relay.backup.acme.test, user: news, password: "file:%s"}
                                """
                                        .formatted(Keyring.keep(secrets, "relay", RELAY)))
                        .replace(
                                "checks:\n",
                                """
                                verify:
                                  timeout: 5s
                                  delivery:
                                    to: postmaster@acme.test
                                    from: ops@example.test
                                    imap: "imaps://probe@imap.acme.test:%d"
                                    password: "file:%s"
                                    sites:
                                      backup: {imap: "imaps://own@imap.acme.test:%d", password: "file:%s"}
                                checks:
                                """
                                        .formatted(
                                                imap.address().getPort(),
                                                Keyring.keep(secrets, "mailbox", MAILBOX),
                                                imap.address().getPort(),
                                                Keyring.keep(secrets, "own", OWN)))
                        .replace(
                                "  connect-to:\n",
                                "  connect-to:\n    relay.backup.acme.test: \"%s\"\n"
                                        .formatted(Company.at(relay.address()))));
    }

    @AfterEach
    void shut() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    /// Refuses everything with what it was.
    private static void repeat(ScriptedImap.Line line) throws Exception {
        line.say("* OK ready");
        for (String heard = line.hear(); ; heard = line.hear()) {
            line.say(
                    "%s NO [ALERT] not %s that is %s"
                            .formatted(
                                    heard.split(" ")[0],
                                    heard,
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    heard.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void no_command_tells_a_password() throws Exception {
        var spy = new Spy(List.of(RELAY, MAILBOX, OWN, KEY.secret()));
        for (String line :
                List.of(
                        "lint",
                        "check -v",
                        "check --json",
                        "check --send -v",
                        "check --send --json",
                        "check --save FOLDER/seen",
                        "check --replay FOLDER/seen",
                        "plan --to backup -v",
                        "plan --to backup --json",
                        "plan --to backup --output markdown",
                        "plan --to backup --out FOLDER/plan",
                        "switch --to backup --from primary --yes --wait 3s --accept SUBMISSION-AUTH"
                                + " --reason canary",
                        "status -v",
                        "verify --expect backup --wait 2s",
                        "verify --expect backup --wait 2s --json",
                        "history",
                        "undo --yes --wait 3s",
                        "history --json")) {
            Company.Ran ran =
                    company.mxfail(line.replace("FOLDER", company.folder.toString()).split(" "));
            String all = ran.verbatim() + ran.out() + ran.err();
            spy.assertSilent(line, all);
            assertTrue(!all.contains("unexpected error"), all);
            if (line.startsWith("check")) {
                assertNotEquals(0, ran.exit(), all);
            }
        }
        assertHeard(RELAY, relay.heard());
        assertHeard(MAILBOX, imap.heard());
        assertHeard(OWN, imap.heard());
        Path secrets = company.folder.resolve("secrets");
        spy.assertSilent(
                company.folder,
                List.of(
                        secrets.resolve("relay"),
                        secrets.resolve("mailbox"),
                        secrets.resolve("own"),
                        company.folder.resolve("tsig.secret")));
    }

    /// Otherwise there was nothing to repeat.
    private static void assertHeard(String secret, List<String> heard) {
        assertEquals(List.of(secret), new Spy(List.of(secret)).found(String.join("\n", heard)));
    }
}
