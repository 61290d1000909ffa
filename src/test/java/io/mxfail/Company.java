package io.mxfail;

import io.mxfail.cli.Cli;
import io.mxfail.cli.Platform;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Ask;
import io.mxfail.real.Key;

import org.xbill.DNS.Type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// A company with its zone on a real name server, two mail hosts, and mxfail in front of them.
final class Company implements AutoCloseable {
    /// A public key of 2048 bits that nobody signs with.
    private static final String DKIM_KEY =
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxIXT6HWVoAtvQVA5j+YwsbbpNyuQTpm7"
                    + "FlvTplm8MJiVdAergLeW7+x4Pkhoyy5ULwtCz44p42OjXzTY5gl9FXWRfd7Y+zD2cdEihpETXSEd"
                    + "3bcBN6Olj8Vij3GhtoSgYsYbygrRsGNTdFk6pASFRhinEr6k5dnvqTcnN5g3PORv6rU9xZzBVZ28"
                    + "M8fR3BBUUPs4LR6kymexCQWQxgD88G0dsThtUpxowWXRlPT8C05iTm5EPiNNpvn+TLXnHUDf3fOZ"
                    + "rmKtn2KNb8oLTLWCkZIdNDrxvq/JC2Wnp83+W/uhnmTSNQkR8v2V8GWDxILujjShEGDbczRG41JK"
                    + "zXt0FQIDAQAB";

    static final String ZONE =
            """
            $TTL 3600
            @ SOA ns1 hostmaster 1 3600 600 604800 300
            @ NS ns1
            ns1 A 127.0.0.1
            @ MX 10 mx.primary
            @ 900 TXT "v=spf1 ip4:192.0.2.10 ~all"
            @ 900 TXT "site-verification=keep-me"
            @ 900 TXT "%s" "%s"
            @ 900 TXT "quotes \\" and \\\\ and \\195\\164"
            smtp CNAME relay.primary
            mx.primary A 127.0.0.1
            mx.backup A 127.0.0.1
            relay.primary A 127.0.0.1
            relay.backup A 127.0.0.1
            bk.dkim.backup TXT "v=DKIM1; k=rsa; p=" "%s" "%s"
            """
                    .formatted(
                            "a".repeat(140),
                            "b".repeat(140),
                            DKIM_KEY.substring(0, 200),
                            DKIM_KEY.substring(200));

    /// The key that the backup's selector leads to, as the strings of a TXT record.
    static List<String> dkim() {
        return List.of("v=DKIM1; k=rsa; p=", DKIM_KEY.substring(0, 200), DKIM_KEY.substring(200));
    }

    final Path folder;
    final LabMailServer primary;
    final LabMailServer backup;
    private final InetSocketAddress dns;
    private Path runs;

    /// What a profile of the company may say differently.
    ///
    /// @param domains as in the profile: a list in YAML's flow style
    /// @param sites as in the profile, with their indentation
    /// @param authoritative the name servers that verification asks
    record Shape(String domains, String sites, List<InetSocketAddress> authoritative) {
        Shape {
            authoritative = List.copyOf(authoritative);
        }

        Shape withSites(String others) {
            return new Shape(domains, others, authoritative);
        }
    }

    Company(InetSocketAddress dns, Key key) throws IOException {
        this.dns = dns;
        this.folder = Files.createTempDirectory("mxfail-test");
        this.runs = folder.resolve("state");
        LabAuthority authority = LabAuthority.create(Instant.now());
        Mailboxes boxes =
                Mailboxes.of(
                        "postmaster@acme.test",
                        "billing@acme.test",
                        "postmaster@shop.test",
                        "billing@shop.test");
        this.primary = LabMailServer.start(authority, "mx.primary.acme.test", boxes);
        this.backup = LabMailServer.start(authority, "mx.backup.acme.test", boxes);
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        Path secret =
                Files.createFile(
                        folder.resolve("tsig.secret"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, key.secret());
        profile(at(dns), key.name(), key.algorithm());
    }

    /// What the profile says unless a test wants something else.
    Shape shape() {
        return new Shape(
                "[acme.test]",
                """
                  primary:
                    mx: ["10 mx.primary.acme.test."]
                    spf: [ip4:192.0.2.10]
                    records: ["smtp CNAME relay.primary.acme.test."]
                  backup:
                    mx: ["10 mx.backup.acme.test."]
                    spf: [ip4:198.51.100.20]
                    dkim: ["bk._domainkey CNAME bk.dkim.backup.acme.test."]
                    records: ["smtp CNAME relay.backup.acme.test."]
                """,
                List.of(dns));
    }

    /// Writes the profile, with another server or key where a test wants it wrong.
    void profile(String server, String keyName, String algorithm) throws IOException {
        profile(server, keyName, algorithm, shape());
    }

    /// Writes a profile of another shape.
    void profile(String server, String keyName, String algorithm, Shape shape) throws IOException {
        Path profiles = Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(
                profiles.resolve("acme.yaml"),
                """
                version: 1
                name: acme
                domains: %s
                provider:
                  type: rfc2136
                  server: %s
                  tsig: {name: %s, algorithm: %s, secret: "file:%s"}
                sites:
                %schecks:
                  recipients: ["postmaster@${domain}", "billing@${domain}"]
                  latency: {warn: 50s, crit: 60s}
                dns: {authoritative: %s, resolvers: []}
                smtp:
                  connect-to:
                    mx.primary.acme.test: "%s"
                    mx.backup.acme.test: "%s"
                  ca-file: %s
                """
                        .formatted(
                                shape.domains(),
                                server,
                                keyName,
                                algorithm,
                                folder.resolve("tsig.secret"),
                                shape.sites(),
                                shape.authoritative().stream()
                                        .map(address -> '"' + at(address) + '"')
                                        .toList(),
                                at(primary.address()),
                                at(backup.address()),
                                folder.resolve("ca.pem")));
    }

    /// Writes the company's zone elsewhere.
    ///
    /// @param options what stands behind `provider:` in a profile
    void provider(String options) throws IOException {
        Path profile = folder.resolve("profiles/acme.yaml");
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replaceFirst(
                                "(?s)provider:.*?(?=sites:)",
                                Matcher.quoteReplacement("provider: " + options + "\n")));
    }

    static String at(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// What one call of the program left.
    ///
    /// @param out with folded lines made one again, for tests that look for words
    /// @param verbatim what it printed, to the letter
    record Ran(int exit, String out, String err, String verbatim) {}

    /// Runs one command line in this process, without a terminal.
    Ran mxfail(String... args) {
        return mxfail(new Wiring(), args);
    }

    /// Runs one command line with other parts.
    Ran mxfail(Platform.Factory factory, String... args) {
        return plain(factory, arguments(args).toArray(String[]::new));
    }

    /// Runs exactly that command line.
    Ran plain(String... args) {
        return plain(new Wiring(), args);
    }

    private static Ran plain(Platform.Factory factory, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var platform =
                new Platform(
                        factory,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        "test");
        int exit = new Cli(platform).run(args);
        return new Ran(
                exit,
                Unfolded.text(out.toString(StandardCharsets.UTF_8)),
                Unfolded.text(err.toString(StandardCharsets.UTF_8)),
                out.toString(StandardCharsets.UTF_8));
    }

    /// A command line that works on this company.
    List<String> arguments(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(
                1,
                List.of(
                        "--profiles",
                        folder.resolve("profiles").toString(),
                        "--state",
                        runs.toString()));
        return all;
    }

    /// Where runs are remembered.
    Path runs() {
        return runs;
    }

    /// From now on runs are remembered there.
    void rememberRunsIn(String name) {
        runs = folder.resolve(name);
    }

    /// Everything mxfail may touch, as the server serves it, TTLs included.
    List<String> served() {
        var served = new ArrayList<String>();
        for (String name : List.of("acme.test.", "smtp.acme.test.", "bk._domainkey.acme.test.")) {
            for (int type : List.of(Type.MX, Type.TXT, Type.CNAME)) {
                Ask.message(dns, name, type)
                        .getSection(org.xbill.DNS.Section.ANSWER)
                        .forEach(record -> served.add(record.toString()));
            }
        }
        return served.stream().sorted().distinct().toList();
    }

    List<String> mx() {
        return Ask.data(dns, "acme.test.", Type.MX);
    }

    @Override
    public void close() throws IOException {
        primary.close();
        backup.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
