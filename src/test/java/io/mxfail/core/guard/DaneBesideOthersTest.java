package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.smtp.SmtpProbe;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.ProbeRequest;
import io.mxfail.real.Binary;
import io.mxfail.real.Command;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Postfix;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// TLSA records judged by mxfail, by OpenSSL in a session with the same Postfix, and by
/// ldns-dane on the chain that it showed.
@NeedsServer(Server.POSTFIX)
@TestInstance(Lifecycle.PER_CLASS)
class DaneBesideOthersTest {
    private static final String HOST = "mx1.example.test";

    private enum Shows {
        GOOD,
        EXPIRED,
        WRONG_NAME,
        /// Its own chain, and behind it the certificate of an authority of the same name that has
        /// signed nothing of it.
        STRANGER_BEHIND
    }

    /// Whose certificate a record is of.
    private enum Of {
        HOST,
        AUTHORITY,
        STRANGER
    }

    /// One record at one server.
    ///
    /// @param type usage, selector and matching type
    /// @param met senders that use DANE deliver
    record Case(Shows shows, String type, Of of, boolean met) {
        @Override
        public String toString() {
            return shows + " with " + type + " of " + of;
        }
    }

    private static List<Case> cases() {
        return List.of(
                new Case(Shows.GOOD, "3 1 1", Of.HOST, true),
                new Case(Shows.GOOD, "3 1 2", Of.HOST, true),
                new Case(Shows.GOOD, "3 1 0", Of.HOST, true),
                new Case(Shows.GOOD, "3 0 1", Of.HOST, true),
                new Case(Shows.GOOD, "3 0 2", Of.HOST, true),
                new Case(Shows.GOOD, "3 0 0", Of.HOST, true),
                new Case(Shows.GOOD, "3 1 1", Of.AUTHORITY, false),
                new Case(Shows.GOOD, "3 1 1", Of.STRANGER, false),
                new Case(Shows.GOOD, "2 1 1", Of.AUTHORITY, true),
                new Case(Shows.GOOD, "2 0 1", Of.AUTHORITY, true),
                new Case(Shows.GOOD, "2 0 2", Of.AUTHORITY, true),
                new Case(Shows.GOOD, "2 0 0", Of.AUTHORITY, true),
                new Case(Shows.GOOD, "2 1 1", Of.HOST, false),
                new Case(Shows.GOOD, "2 1 1", Of.STRANGER, false),
                new Case(Shows.EXPIRED, "3 1 1", Of.HOST, true),
                new Case(Shows.EXPIRED, "2 1 1", Of.AUTHORITY, false),
                new Case(Shows.WRONG_NAME, "3 1 1", Of.HOST, true),
                new Case(Shows.WRONG_NAME, "2 1 1", Of.AUTHORITY, false),
                new Case(Shows.STRANGER_BEHIND, "2 1 1", Of.AUTHORITY, true),
                new Case(Shows.STRANGER_BEHIND, "2 1 1", Of.STRANGER, false));
    }

    @TempDir private static Path folder;
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final LabAuthority stranger = LabAuthority.create(Instant.now());
    private final Map<Shows, Postfix> servers = new ConcurrentHashMap<>();
    private final Map<Shows, TlsSession> sessions = new ConcurrentHashMap<>();

    @BeforeAll
    void start() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), authority.pem() + stranger.pem());
        Arrays.stream(Shows.values()).parallel().forEach(this::start);
    }

    private void start(Shows shows) {
        String pem =
                switch (shows) {
                    case GOOD -> authority.serverPem(HOST, Duration.ofDays(30));
                    case EXPIRED -> authority.serverPem(HOST, Duration.ofDays(-2));
                    case WRONG_NAME ->
                            authority.serverPem("other.example.test", Duration.ofDays(30));
                    case STRANGER_BEHIND ->
                            authority.serverPem(HOST, Duration.ofDays(30)) + stranger.pem();
                };
        Postfix postfix = Postfix.start(Postfix.Setup.accepting(HOST, pem, "example.test"));
        servers.put(shows, postfix);
        var request =
                new ProbeRequest(
                        Name.fromConstantString(HOST + "."),
                        List.of(postfix.address()),
                        List.of(),
                        new ProbeRequest.Identity("probe.example.test", Optional.empty()),
                        new ProbeRequest.Security(StartTls.REQUIRED, HOST + ".", authority.pem()),
                        ProbeRequest.Deadlines.of(Duration.ofSeconds(10)));
        sessions.put(
                shows,
                new SmtpProbe(InstantSource.system())
                        .probe(request)
                        .addresses()
                        .getFirst()
                        .tls()
                        .session()
                        .orElseThrow());
    }

    @AfterAll
    void stop() {
        servers.values().parallelStream().forEach(Postfix::close);
    }

    private Tlsa record(Case test) {
        Certificate certificate =
                switch (test.of()) {
                    case HOST -> sessions.get(test.shows()).chain().getFirst();
                    case AUTHORITY -> authority.certificate();
                    case STRANGER -> stranger.certificate();
                };
        List<Integer> numbers =
                Stream.of(test.type().split(" ", -1)).map(Integer::valueOf).toList();
        return Tlsa.forCertificate(
                numbers.getFirst(), numbers.get(1), numbers.getLast(), certificate);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mxfail_says_whether_it_is_met(Case test) {
        assertEquals(test.met(), DaneMatch.meets(sessions.get(test.shows()), record(test)));
    }

    /// Told to do as RFC 7672 has it for mail: a record of the host's own key asks for no name.
    @ParameterizedTest
    @MethodSource("cases")
    @NeedsServer(Server.OPENSSL)
    void openssl_agrees(Case test) {
        String said =
                Command.run(
                                Binary.require("openssl")
                                        .command(
                                                "s_client",
                                                "-starttls",
                                                "smtp",
                                                "-connect",
                                                "127.0.0.1:"
                                                        + servers.get(test.shows())
                                                                .address()
                                                                .getPort(),
                                                "-dane_tlsa_domain",
                                                HOST,
                                                "-dane_tlsa_rrdata",
                                                record(test).toString(),
                                                "-dane_ee_no_namechecks"),
                                "")
                        .output();
        assertTrue(said.contains("BEGIN CERTIFICATE"), said);
        assertEquals(test.met(), said.contains("Verification: OK"), said);
    }

    /// Known difference: given records from a file it compares the name with its final dot, which
    /// no certificate has, and so lets no authority's record pass; `-n` says that it need not, and
    /// is heard for the host's own alone.
    @ParameterizedTest
    @MethodSource("cases")
    @NeedsServer(Server.LDNS_DANE)
    void ldns_dane_agrees(Case test) throws IOException {
        Path chain = Files.createTempFile(folder, "chain", ".pem");
        Files.writeString(
                chain,
                sessions.get(test.shows()).chain().stream()
                        .map(DaneBesideOthersTest::pem)
                        .collect(Collectors.joining()));
        Path tlsa = Files.createTempFile(folder, "tlsa", ".zone");
        Files.writeString(tlsa, "_25._tcp." + HOST + ". 300 IN TLSA " + record(test) + "\n");
        Command.Result result =
                Command.run(
                        Binary.require("ldns-dane")
                                .command(
                                        "-c",
                                        chain.toString(),
                                        "-t",
                                        tlsa.toString(),
                                        "-f",
                                        folder.resolve("ca.pem").toString(),
                                        "-n",
                                        "verify"));
        if (test.met() && record(test).usage() == 2) {
            assertTrue(result.output().endsWith("hostname mismatch\n"), result.output());
        } else {
            assertEquals(test.met(), result.exit() == 0, result.output());
        }
    }

    private static String pem(Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }
}
