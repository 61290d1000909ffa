package io.mxfail;

import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.real.Bind;
import io.mxfail.real.Dkim;
import io.mxfail.real.Dovecot;
import io.mxfail.real.Grant;
import io.mxfail.real.Key;
import io.mxfail.real.Milter;
import io.mxfail.real.Ports;
import io.mxfail.real.Postfix;
import io.mxfail.real.Receiver;
import io.mxfail.real.Zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A company whose two sites keep mailboxes of their own, and somebody outside who judges its mail:
/// a Postfix each and a Dovecot over each one's mailbox, with BIND between them. Each site sends
/// through a port at which one has to log in, from an address of its own.
final class ProvenCompany implements AutoCloseable {
    static final String MAILBOX = "password of+the/mailboxes 1";
    static final String LOGIN = "password of+the/relays 2";

    /// Where mail of the sites comes from, as SPF has it.
    static final String PRIMARY_SENDS = "127.0.0.3";

    static final String BACKUP_SENDS = "127.0.0.2";
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final String ZONE =
            """
            $TTL 2
            @ SOA ns1 hostmaster 1 3600 600 604800 2
            @ NS ns1
            ns1 A 127.0.0.1
            @ MX 10 mx.primary
            @ TXT "v=spf1 ip4:127.0.0.3 ~all"
            _dmarc TXT "v=DMARC1; p=reject"
            mx.primary A 127.0.0.1
            mx.backup A 127.0.0.1
            relay.primary A 127.0.0.1
            relay.backup A 127.0.0.1
            imap A 127.0.0.1
            bk1.keys TXT %s
            """;

    /// One that sends for others from the backup's address.
    private static final String SERVICE =
            """
            $TTL 2
            @ SOA ns1.acme.test. hostmaster 1 3600 600 604800 2
            @ NS ns1.acme.test.
            @ TXT "v=spf1 ip4:127.0.0.2 -all"
            """;
    private static final String PROFILE =
            """
            version: 1
            name: acme
            domains: [acme.test]
            provider: {type: rfc2136, server: "@bind@", tsig: @tsig@}
            sites:
              primary:
                mx: ["10 mx.primary.acme.test."]
                spf: [ip4:127.0.0.3]
                submission: {host: relay.primary.acme.test, port: @primary-relay@, user: news, password: "file:@login@", from: "news@${domain}"}
              backup:
                mx: ["10 mx.backup.acme.test."]
                spf: [ip4:127.0.0.2]
                dkim: ["bk1._domainkey CNAME bk1.keys.acme.test."]
                submission: {host: relay.backup.acme.test, port: @backup-relay@, user: news, password: "file:@login@", from: "news@${domain}"}
            spf: {policy: active}
            checks: {recipients: ["postmaster@${domain}"], helo: ops.example.test}
            verify:
              timeout: 8s
              delivery:
                to: "probe@${domain}"
                from: ops@example.test
                imap: "imaps://probe@imap.acme.test:@primary-imap@"
                password: "file:@mailbox@"
                sites:
                  backup: {imap: "imaps://probe@imap.acme.test:@backup-imap@", password: "file:@mailbox@"}
              outbound:
                to: probe@outside.test
                imap: "imaps://probe@imap.acme.test:@outside-imap@"
                password: "file:@mailbox@"
            dns: {authoritative: ["@bind@"], resolvers: []}
            smtp:
              connect-to:
                mx.primary.acme.test: "@primary@"
                mx.backup.acme.test: "@backup@"
              ca-file: ../ca.pem
            """;

    final Desk desk;
    final Path login;
    final Path mailbox;
    private final Key key = Key.random("mxfail-key");
    private final Dkim signer = Dkim.create("acme.test", "bk1");
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Bind bind;
    private final Dovecot logins;
    private Postfix primary;
    private Postfix backup;
    private Postfix outside;

    /// How the backup differs from what the profile says of it.
    enum Backup {
        /// it keeps its mail, and sends from its own address
        AS_WRITTEN,
        /// it hands the company's mail on to the primary
        FORWARDING,
        /// it sends from an address that no SPF record names
        SENDING_ELSEWHERE,
        /// it has bounces come to a domain of its own, and signs nothing
        A_SERVICE,
        /// its IMAP server shows a mailbox that nothing comes to
        NOT_SHOWN
    }

    private ProvenCompany() throws IOException {
        desk = started(new Desk());
        Files.writeString(desk.folder.resolve("ca.pem"), AUTHORITY.pem());
        login = Keyring.keep(desk.folder, "login.secret", LOGIN);
        mailbox = Keyring.keep(desk.folder, "mailbox.secret", MAILBOX);
        Zone zone = Zone.of("acme.test", ZONE.formatted(signer.record()), Grant.wholeZone(key));
        bind = started(Bind.primary(List.of(zone, Zone.of("service.test", SERVICE)), ""));
        logins = started(dovecot(desk.folder, "news", LOGIN));
    }

    /// Starts all of it and writes the profile.
    static ProvenCompany start(Backup kind) throws IOException {
        var company = new ProvenCompany();
        try {
            company.open(kind);
            return company;
        } catch (IOException | RuntimeException | Error e) {
            company.close();
            throw e;
        }
    }

    private void open(Backup kind) throws IOException {
        var judge = new Receiver("mx.outside.test", bind.address());
        Milter reader = started(Milter.start(judge::judge));
        outside =
                started(
                        Postfix.start(
                                accepting("mx.outside.test", "outside.test")
                                        .with(reader.setting())));
        primary =
                site(
                        "primary",
                        accepting("mx.primary.acme.test", "acme.test")
                                .sending("outside.test", outside.address(), PRIMARY_SENDS),
                        List.of());
        var signing = new ArrayList<String>();
        if (kind != Backup.A_SERVICE) {
            signing.add(started(Milter.start(signer::sign)).setting());
        }
        backup = site("backup", backup(kind), signing);
        shown("outside", outside);
        if (kind == Backup.NOT_SHOWN) {
            words.put("backup-imap", words.getOrDefault("outside-imap", ""));
        }
        words.put("bind", Desk.at(bind.address()));
        words.put("tsig", desk.tsig(key));
        words.put("login", login.toString());
        words.put("mailbox", mailbox.toString());
        profile(PROFILE);
    }

    private Postfix.Setup backup(Backup kind) {
        if (kind == Backup.FORWARDING) {
            return accepting("mx.backup.acme.test")
                    .sending("acme.test", primary.address(), BACKUP_SENDS);
        }
        Postfix.Setup keeping = accepting("mx.backup.acme.test", "acme.test");
        Postfix.Setup bouncing =
                keeping.with(
                        "sender_canonical_classes = envelope_sender",
                        "sender_canonical_maps = inline:{news@acme.test=bounce@service.test}");
        return (kind == Backup.A_SERVICE ? bouncing : keeping)
                .sending(
                        "outside.test",
                        outside.address(),
                        kind == Backup.SENDING_ELSEWHERE ? "127.0.0.9" : BACKUP_SENDS);
    }

    private static Postfix.Setup accepting(String host, String... domains) {
        return Postfix.Setup.accepting(host, pem(host), domains);
    }

    private static String pem(String host) {
        return AUTHORITY.serverPem(host, Duration.ofDays(30));
    }

    private static Dovecot dovecot(Path maildir, String user, String password) {
        return Dovecot.start(new Dovecot.Setup(pem("imap.acme.test"), maildir, user, password));
    }

    /// A Postfix with a second port for those who log in, and what shows its mailbox.
    ///
    /// @param further settings of that port
    private Postfix site(String name, Postfix.Setup setup, List<String> further)
            throws IOException {
        Path shown = desk.folder.resolve(name + ".pem");
        Files.writeString(shown, pem("relay." + name + ".acme.test"));
        var settings = new ArrayList<>(logins.settings());
        settings.addAll(further);
        settings.add("smtpd_tls_chain_files = " + shown);
        settings.add("myhostname = relay." + name + ".acme.test");
        int port = Ports.free();
        Postfix postfix =
                started(Postfix.start(setup, List.of(new Postfix.Listener(port, settings))));
        words.put(name, Desk.at(postfix.address()));
        words.put(name + "-relay", Integer.toString(port));
        shown(name, postfix);
        return postfix;
    }

    private void shown(String name, Postfix postfix) {
        Dovecot dovecot = started(dovecot(postfix.maildir(), "probe", MAILBOX));
        words.put(name + "-imap", Integer.toString(dovecot.address().getPort()));
    }

    /// Writes the profile anew, without a message to the outside.
    void withoutOutbound() throws IOException {
        profile(PROFILE.replaceFirst("(?s)  outbound:.*?(?=dns:)", ""));
    }

    private void profile(String text) throws IOException {
        String filled = text;
        for (var word : words.entrySet()) {
            filled = filled.replace("@" + word.getKey() + "@", word.getValue());
        }
        desk.profile("acme", filled);
    }

    Postfix primary() {
        return primary;
    }

    Postfix backup() {
        return backup;
    }

    Postfix outside() {
        return outside;
    }

    /// What the password that this company's relays ask for is said to be.
    void loginIs(String password) {
        Keyring.keep(desk.folder, "login.secret", password);
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("does not end", e);
            }
        }
    }
}
