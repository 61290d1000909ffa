package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.journal.FullDisk;
import io.mxfail.adapter.rfc2136.Rfc2136Factory;
import io.mxfail.app.World;
import io.mxfail.cli.Platform;
import io.mxfail.core.profile.ProviderConfig;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Bind;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Ports;
import io.mxfail.real.Server;
import io.mxfail.real.Zone;
import io.mxfail.spi.DnsProvider;
import io.mxfail.spi.ProviderDescription;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Whatever is wrong with the input: one clear message that says what, where and what to type
/// next, the exit code of the contract, no stack trace, no secret, and a zone and a journal as
/// they were. With `--json` the same as one object on stdout.
@NeedsServer(Server.BIND)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongInputTest {
    private static final String PROFILE =
            """
            version: 1
            name: acme
            domains: [acme.test]
            provider:
              type: rfc2136
              server: "@SERVER@"
              tsig: @TSIG@
            sites:
              primary:
                mx: ["10 mx.primary.acme.test."]
                spf: [ip4:192.0.2.10]
              backup:
                mx: ["10 mx.backup.acme.test."]
                spf: [ip4:198.51.100.20]
            checks: {recipients: ["postmaster@${domain}"]}
            dns: {authoritative: ["@SERVER@"], resolvers: []}
            smtp:
              ca-file: ../ca.pem
              connect-to: {mx.primary.acme.test: "@PRIMARY@", mx.backup.acme.test: "@BACKUP@"}
            """;

    private static final String[] SWITCH = {
        "switch", "--to", "backup", "--from", "primary", "--yes"
    };

    private final Key key = Key.random("mxfail-key");
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private Bind bind;
    private LabMailServer primary;
    private LabMailServer backup;

    @BeforeAll
    void start() throws IOException {
        bind =
                Bind.primary(
                        Zone.of(
                                "acme.test",
                                """
                                $TTL 3600
                                @ SOA ns1 hostmaster 1 3600 600 604800 300
                                @ NS ns1
                                ns1 A 127.0.0.1
                                @ MX 10 mx.primary
                                @ 900 TXT "v=spf1 ip4:192.0.2.10 ~all"
                                mx.primary A 127.0.0.1
                                mx.backup A 127.0.0.1
                                alias CNAME mx.backup
                                """,
                                Grant.wholeZone(key)));
        Mailboxes boxes = Mailboxes.of("postmaster@acme.test");
        primary = LabMailServer.start(authority, "mx.primary.acme.test", boxes);
        backup = LabMailServer.start(authority, "mx.backup.acme.test", boxes);
    }

    @AfterAll
    void stop() {
        primary.close();
        backup.close();
        bind.close();
    }

    /// One mistake.
    ///
    /// @param name what the operator did wrong
    /// @param exit of the contract
    /// @param says what the message must hold, each part somewhere
    private record Mistake(String name, int exit, Act act, List<String> says) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Makes a mistake at a desk where all is well.
    @FunctionalInterface
    private interface Act {
        /// @param more options to add to the command line
        Desk.Ran at(Desk desk, String... more) throws Exception;
    }

    private static Mistake wrong(String name, int exit, Act act, String... says) {
        return new Mistake(name, exit, act, List.of(says));
    }

    /// A profile with one text in place of another; `switch` and `lint` see it alike.
    private Mistake profile(String name, String right, String wrong, String... says) {
        return new Mistake(
                name,
                2,
                (desk, more) -> {
                    write(desk, text -> replaced(text, right, wrong));
                    Desk.Ran lint = desk.mxfail("lint");
                    assertEquals(2, lint.exit(), lint.all());
                    assertTrue(lint.said().contains(says[0]), lint.all());
                    return run(desk, SWITCH, more);
                },
                List.of(says));
    }

    /// A switch by a profile that was edited.
    private Act switching(UnaryOperator<String> edit) {
        return (desk, more) -> {
            write(desk, edit);
            return run(desk, SWITCH, more);
        };
    }

    private static String replaced(String text, String right, String wrong) {
        assertTrue(text.contains(right), "the profile lacks " + right);
        return text.replace(right, wrong);
    }

    List<Mistake> mistakes() {
        return List.of(
                profile(
                        "an unknown key",
                        "recipients:",
                        "recipient:",
                        "acme.yaml:15:10: error: ",
                        "`recipient`",
                        "`recipients`"),
                profile(
                        "a number with a leading zero",
                        "smtp:\n",
                        "smtp:\n  port: 025\n",
                        "acme.yaml:18:9: error: ",
                        "025",
                        "leading zero"),
                profile(
                        "a leading zero in record data",
                        "    spf: [ip4:198.51.100.20]\n",
                        "    spf: [ip4:198.51.100.20]\n"
                                + "    records: [\"_imap._tcp SRV 00 5 143 imap.acme.test.\"]\n",
                        "acme.yaml:15:",
                        "00",
                        "leading zero"),
                profile(
                        "an alias",
                        "spf: [ip4:198.51.100.20]",
                        "spf: *terms",
                        "acme.yaml:14:10: error: ",
                        "alias"),
                profile(
                        "a duplicate key",
                        "name: acme\n",
                        "name: acme\nname: other\n",
                        "acme.yaml:3:1: error: ",
                        "`name`",
                        "twice"),
                profile(
                        "a second document",
                        "smtp:\n",
                        "---\nsmtp:\n",
                        "acme.yaml:17:",
                        "document"),
                profile(
                        "an MX without preference",
                        "10 mx.backup.acme.test.",
                        "mx.backup.acme.test.",
                        "acme.yaml:13:",
                        "PREFERENCE"),
                profile(
                        "a host without its final dot",
                        "10 mx.backup.acme.test.",
                        "10 mx.backup.acme.test",
                        "acme.yaml:13:",
                        "`mx.backup.acme.test.`",
                        "`mx.backup.acme.test.acme.test.`"),
                profile(
                        "an unquoted semicolon",
                        "    spf: [ip4:198.51.100.20]\n",
                        "    spf: [ip4:198.51.100.20]\n"
                                + "    dkim: [\"bk._domainkey TXT v=DKIM1; p=QUJD\"]\n",
                        "acme.yaml:15:",
                        ";",
                        "quote"),
                wrong(
                        "an MX that names an alias",
                        3,
                        switching(
                                text ->
                                        text.replace("10 mx.backup.", "10 alias.")
                                                .replace(
                                                        "{mx.",
                                                        "{alias.acme.test: \"@BACKUP@\", mx.")),
                        "MX-CNAME",
                        "alias.acme.test",
                        "fix: "),
                wrong(
                        "a secret in the clear",
                        2,
                        switching(
                                text ->
                                        text.replace(
                                                "@TSIG@",
                                                "{name: mxfail-key, algorithm: hmac-sha256,"
                                                        + " secret: \"%s\"}"
                                                                .formatted(key.secret()))),
                        "acme.yaml:7:60: error: ",
                        "env:NAME"),
                wrong(
                        "an environment variable that is not set",
                        2,
                        switching(
                                text ->
                                        text.replace(
                                                "@TSIG@",
                                                "{name: mxfail-key, algorithm: hmac-sha256,"
                                                        + " secret: \"env:MXFAIL_NOT_SET\"}")),
                        "MXFAIL_NOT_SET",
                        "not set",
                        "`secret`"),
                wrong(
                        "a server that nobody runs",
                        3,
                        (desk, more) -> {
                            String nobody = Desk.at(nobody());
                            write(
                                    desk,
                                    text ->
                                            text.replace(
                                                    "server: \"@SERVER@\"",
                                                    "server: \"" + nobody + "\""));
                            return run(desk, SWITCH, more);
                        },
                        "PROVIDER-UNREACHABLE",
                        "refused",
                        "fix: "),
                wrong(
                        "a wrong TSIG secret",
                        3,
                        (desk, more) -> {
                            write(desk, text -> text);
                            desk.tsig(key.forged());
                            return run(desk, SWITCH, more);
                        },
                        "PROVIDER-AUTH",
                        "BADSIG",
                        "fix: correct the key or the secret"),
                wrong(
                        "a wrong TSIG key name",
                        3,
                        (desk, more) -> {
                            String unknown = desk.tsig(Key.random("other-key"));
                            write(desk, text -> text.replace("@TSIG@", unknown));
                            return run(desk, SWITCH, more);
                        },
                        "PROVIDER-AUTH",
                        "BADKEY",
                        "other-key",
                        "fix: "),
                wrong(
                        "a clock that is wrong",
                        3,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(desk, lateBy(Duration.ofHours(1)), SWITCH, more);
                        },
                        "PROVIDER-AUTH",
                        "BADTIME",
                        "ahead of this machine's",
                        "fix: set the clock of this machine"),
                wrong(
                        "a zone that does not exist",
                        3,
                        switching(text -> text.replace("[acme.test]", "[acme.test, nosuch.test]")),
                        "PROVIDER-ZONE",
                        "nosuch.test",
                        "go on without it by --domain acme.test",
                        "fix: "),
                wrong(
                        "a zone that does not exist, and a mailbox that the backup lacks",
                        3,
                        switching(
                                text ->
                                        text.replace("[acme.test]", "[acme.test, nosuch.test]")
                                                .replace("postmaster@", "nobody@")),
                        "PROVIDER-ZONE",
                        "TARGET-RCPT",
                        "nobody@acme.test"),
                wrong(
                        "a wrong secret, when a plan is made",
                        3,
                        (desk, more) -> {
                            write(desk, text -> text);
                            desk.tsig(key.forged());
                            return run(desk, new String[] {"plan", "--to", "backup"}, more);
                        },
                        "PROVIDER-AUTH",
                        "fix: correct the key or the secret"),
                wrong(
                        "a wrong secret, when a reviewed plan is applied",
                        3,
                        (desk, more) -> {
                            Path plan = plan(desk);
                            desk.tsig(key.forged());
                            return run(
                                    desk, new String[] {"apply", plan.toString(), "--yes"}, more);
                        },
                        "cannot read the records of acme.test",
                        "PROVIDER-AUTH",
                        "fix: correct the key or the secret"),
                wrong(
                        "a wrong secret, when sites are checked",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            desk.tsig(key.forged());
                            return run(desk, new String[] {"check"}, more);
                        },
                        "PROVIDER-AUTH",
                        "fix: correct the key or the secret"),
                wrong(
                        "a plan file edited by hand",
                        2,
                        (desk, more) -> {
                            Path plan = plan(desk);
                            Files.writeString(
                                    plan,
                                    Files.readString(plan).replace("10 mx.backup", "20 mx.backup"));
                            return run(
                                    desk, new String[] {"apply", plan.toString(), "--yes"}, more);
                        },
                        "plan.json",
                        "id",
                        "plan again"),
                wrong(
                        "a plan of another profile",
                        2,
                        (desk, more) -> {
                            Path plan = plan(desk);
                            write(desk, text -> text.replace("name: acme", "name: other"));
                            return run(
                                    desk, new String[] {"apply", plan.toString(), "--yes"}, more);
                        },
                        "acme",
                        "other"),
                wrong(
                        "a state folder that cannot be made",
                        3,
                        (desk, more) -> {
                            write(desk, text -> text);
                            Files.writeString(desk.state, "a file where the folder should be");
                            return run(desk, SWITCH, more);
                        },
                        "state",
                        "nothing was changed",
                        "--state DIR"),
                wrong(
                        "a disk that is full",
                        3,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(desk, withoutRoom(desk), SWITCH, more);
                        },
                        "No space left on device",
                        "nothing was changed",
                        "--state DIR"),
                wrong(
                        "a disk that is full, found before anyone is asked to confirm",
                        3,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    withoutRoom(desk),
                                    new String[] {"switch", "--to", "backup"},
                                    more);
                        },
                        "No space left on device"),
                wrong(
                        "a site that the profile does not have",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    new String[] {
                                        "switch", "--to", "bakup", "--from", "primary", "--yes"
                                    },
                                    more);
                        },
                        "`bakup`",
                        "primary, backup"),
                wrong(
                        "an active site that the profile does not have",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    new String[] {
                                        "switch", "--to", "backup", "--from", "primry", "--yes"
                                    },
                                    more);
                        },
                        "`primry`",
                        "primary, backup"),
                wrong(
                        "nobody at the terminal",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(desk, new String[] {"switch", "--to", "backup"}, more);
                        },
                        "no terminal",
                        "nothing changed",
                        "--yes"),
                wrong(
                        "an unknown option",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    new String[] {"switch", "--to", "backup", "--force"},
                                    more);
                        },
                        "--force",
                        "mxfail switch --help"),
                wrong(
                        "an unknown command",
                        2,
                        (desk, more) -> run(desk, new String[] {"swich"}, more),
                        "`swich`",
                        "mxfail --help"),
                wrong(
                        "a finding id that does not exist",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    new String[] {
                                        "switch",
                                        "--to",
                                        "backup",
                                        "--from",
                                        "primary",
                                        "--yes",
                                        "--accept",
                                        "TARGET-RCTP",
                                        "--reason",
                                        "known"
                                    },
                                    more);
                        },
                        "TARGET-RCTP",
                        "TARGET-RCPT"),
                wrong(
                        "a finding that nobody can accept",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    new String[] {
                                        "switch",
                                        "--to",
                                        "backup",
                                        "--from",
                                        "primary",
                                        "--yes",
                                        "--accept",
                                        "MX-EMPTY@acme.test",
                                        "--reason",
                                        "tired"
                                    },
                                    more);
                        },
                        "MX-EMPTY",
                        "cannot be accepted"),
                wrong(
                        "a plan file that does not exist",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(desk, new String[] {"apply", "/no/plan", "--yes"}, more);
                        },
                        "/no/plan: no such file",
                        "nothing changed"),
                wrong(
                        "a plan file without end",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(desk, new String[] {"apply", "/dev/zero", "--yes"}, more);
                        },
                        "/dev/zero",
                        "larger than any plan"),
                wrong(
                        "a folder for a plan that does not exist",
                        2,
                        (desk, more) -> {
                            write(desk, text -> text);
                            return run(
                                    desk,
                                    new String[] {
                                        "plan", "--to", "backup", "--out", "/no/folder/plan.json"
                                    },
                                    more);
                        },
                        "cannot write the plan to /no/folder/plan.json: no such file or folder"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_clearly_and_changes_nothing(Mistake mistake) throws Exception {
        List<String> soa = Ask.data(bind.address(), "acme.test.", Type.SOA);
        try (Desk desk = desk()) {
            Desk.Ran ran = mistake.act().at(desk);
            Desk.Ran json = mistake.act().at(desk, "--json");

            String said = ran.out() + ran.err() + ran.said();
            assertEquals(mistake.exit(), ran.exit(), ran.all());
            assertEquals(mistake.exit(), json.exit(), json.all());
            assertAll(
                    mistake.says().stream()
                            .map(
                                    part ->
                                            () ->
                                                    assertTrue(
                                                            said.contains(part),
                                                            () ->
                                                                    part
                                                                            + " is not in: "
                                                                            + ran.all())));
            json.json();
            mistake.says().stream()
                    .filter(part -> part.matches("[A-Z0-9]+(-[A-Z0-9]+)+"))
                    .forEach(id -> assertTrue(json.out().contains(id), json.all()));
            for (String text : List.of(ran.err(), json.out())) {
                int once = text.indexOf("nothing was changed");
                assertEquals(once, text.lastIndexOf("nothing was changed"), text);
            }
            for (String text : List.of(said, json.out() + json.err())) {
                assertFalse(text.contains("\tat "), text);
                assertFalse(text.contains("Exception"), text);
                assertFalse(text.contains(key.secret()), text);
                assertFalse(text.contains("unexpected"), text);
            }
            assertEquals(soa, Ask.data(bind.address(), "acme.test.", Type.SOA));
            assertEquals(
                    List.of("10 mx.primary.acme.test."),
                    Ask.data(bind.address(), "acme.test.", Type.MX));
            assertFalse(wrote(desk), "the journal knows of a write");
        }
    }

    private static boolean wrote(Desk desk) throws IOException {
        Path runs = desk.state.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return false;
        }
        try (var files = Files.list(runs)) {
            return files.findAny().isPresent();
        }
    }

    private Desk desk() throws IOException {
        Desk desk = new Desk();
        Files.writeString(desk.folder.resolve("ca.pem"), authority.pem());
        return desk;
    }

    private void write(Desk desk, UnaryOperator<String> mistake) throws IOException {
        String text = mistake.apply(PROFILE);
        desk.profile(
                "acme",
                text.replace("@SERVER@", Desk.at(bind.address()))
                        .replace("@TSIG@", desk.tsig(key))
                        .replace("@PRIMARY@", Desk.at(primary.address()))
                        .replace("@BACKUP@", Desk.at(backup.address())));
    }

    private Path plan(Desk desk) throws IOException {
        write(desk, text -> text);
        Path plan = desk.folder.resolve("plan.json");
        assertEquals(0, desk.mxfail("plan", "--to", "backup", "--out", plan.toString()).exit());
        return plan;
    }

    private static Desk.Ran run(Desk desk, String[] line, String... more) {
        return run(desk, new Wiring(), line, more);
    }

    private static Desk.Ran run(
            Desk desk, Platform.Factory factory, String[] line, String... more) {
        var all = new ArrayList<>(List.of(line));
        all.addAll(List.of(more));
        return desk.mxfail(factory, all.toArray(String[]::new));
    }

    /// An address of this machine where nobody listens.
    private static InetSocketAddress nobody() {
        return new InetSocketAddress("127.0.0.1", Ports.free());
    }

    /// The program with signatures of an hour ago.
    private static Altered lateBy(Duration late) {
        InstantSource clock = () -> Instant.now().minus(late);
        return new Altered(
                world ->
                        new World(
                                world.profiles(),
                                new World.Providers() {
                                    @Override
                                    public List<ProviderDescription> descriptions() {
                                        return world.providers().descriptions();
                                    }

                                    @Override
                                    public Optional<ProviderDescription> description(String type) {
                                        return world.providers().description(type);
                                    }

                                    @Override
                                    public Optional<DnsProvider> open(ProviderConfig config) {
                                        return Optional.of(new Rfc2136Factory(clock).open(config));
                                    }
                                },
                                world.network(),
                                world.records(),
                                world.time(),
                                world.operator()));
    }

    private static Altered withoutRoom(Desk desk) {
        return new Altered(
                world ->
                        new World(
                                world.profiles(),
                                world.providers(),
                                world.network(),
                                new World.Records(
                                        FullDisk.journal(desk.state),
                                        world.records().lease(),
                                        world.records().ids()),
                                world.time(),
                                world.operator()));
    }
}
