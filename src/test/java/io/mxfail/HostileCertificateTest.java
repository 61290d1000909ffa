package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.smtp.ScriptedServer;
import io.mxfail.lab.mail.OddCertificate;
import io.mxfail.planted.Fault;
import io.mxfail.planted.HostedPolicy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

/// Certificates with absurd contents that a trusted authority has signed, shown by a mail host and
/// by the host of the MTA-STS policy: each changes its finding and nothing else, in time, and
/// without a control character on any screen ([Hostile] looks at all of them).
class HostileCertificateTest {
    private static final Duration FAR = Duration.ofSeconds(60);
    private static final String MAIL = "mx.primary.acme.test";
    private static final String POLICY = "mta-sts.acme.test";

    /// @param what in words
    /// @param odd what is odd about it, to be done to one that fits
    /// @param mail what a mail host's is found to be; empty: nothing
    /// @param words what the finding says
    /// @param policy whether the policy host's holds
    private record Case(
            String what,
            java.util.function.UnaryOperator<OddCertificate> odd,
            String mail,
            String words,
            boolean policy) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static String[] many(int count, String... more) {
        return Stream.concat(
                        IntStream.range(0, count).mapToObj("n%d.example.test"::formatted),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    static List<Case> cases() {
        return List.of(
                new Case("nothing odd", odd -> odd, "", "", true),
                new Case(
                        "1,400 names, the last of which fits",
                        odd -> odd.naming(many(1_400, odd.subject())),
                        "",
                        "",
                        true),
                new Case(
                        "1,400 names that do not fit",
                        odd -> odd.naming(many(1_400)),
                        "TLS-NAME",
                        "n3.example.test and 1396 more",
                        false),
                new Case(
                        "10,000 names, more than a handshake may hold",
                        odd -> odd.naming(many(10_000, odd.subject())),
                        "TLS-MISSING",
                        "fails in the handshake",
                        false),
                new Case(
                        "valid from the year 1 to the year 9999",
                        odd -> odd.valid("00010101000000Z", "99991231235959Z"),
                        "",
                        "",
                        true),
                new Case(
                        "valid from the year 9999 on",
                        odd -> odd.valid("99990101000000Z", "99991231235959Z"),
                        "TLS-EXPIRED",
                        "valid from 9999-01-01T00:00:00Z",
                        false),
                new Case(
                        "ended before it began",
                        odd -> odd.valid(OddCertificate.day(30), OddCertificate.day(-30)),
                        "TLS-EXPIRED",
                        "a certificate outside its dates",
                        false),
                new Case(
                        "neither a subject nor names",
                        odd -> odd.of("").naming(),
                        "TLS-NAME",
                        "shows one without any name",
                        false),
                new Case("names and no subject", odd -> odd.of(""), "", "", true),
                new Case(
                        "a name with letters that look like others",
                        odd -> odd.naming(odd.subject().replace('a', '\u0430')),
                        "TLS-NAME",
                        "shows ",
                        false),
                new Case(
                        "a subject that is not ASCII",
                        odd -> odd.of("m\u00fcller \u202e\u65e5\u672c").naming(),
                        "TLS-NAME",
                        "m\u00fcller",
                        false),
                new Case(
                        "the name with an octet 0 behind it",
                        odd -> odd.naming(odd.subject() + "\0"),
                        "TLS-NAME",
                        "shows ",
                        false),
                new Case(
                        "escape sequences for names",
                        odd -> odd.of("\u001b]0;owned\u0007").naming("\u001b[2J\u009b31mevil"),
                        "TLS-NAME",
                        "evil",
                        false),
                new Case(
                        "a number of 16,000 bits",
                        odd -> odd.numbered(BigInteger.ONE.shiftLeft(16_000)),
                        "",
                        "",
                        true),
                new Case(
                        "a number below zero",
                        odd -> odd.numbered(BigInteger.ONE.shiftLeft(500).negate()),
                        "",
                        "",
                        true));
    }

    private static Hostile world(String zone) throws IOException {
        var world = new Hostile(zone);
        Files.writeString(
                world.company.folder.resolve("ca.pem"),
                OddCertificate.authority(),
                StandardOpenOption.APPEND);
        return world;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_mail_host_shows_it(Case the) throws Exception {
        var certificate = the.odd().apply(OddCertificate.fitting(MAIL)).issued();
        try (var world = world(Company.ZONE);
                var server =
                        new ScriptedServer(
                                line -> {
                                    line.say("220 mx.primary.acme.test ESMTP");
                                    line.hear();
                                    line.raw("250-mx.primary.acme.test\r\n250 STARTTLS\r\n");
                                    if (line.hear().equals("STARTTLS")) {
                                        line.say("220 go ahead");
                                        takeMail(
                                                (SSLSocket)
                                                        certificate
                                                                .serverContext()
                                                                .getSocketFactory()
                                                                .createSocket(
                                                                        line.socket, null, true));
                                    } else {
                                        line.say("250 ok");
                                        line.obey("RCPT TO:<mxfail-probe", "550 5.1.1 unknown");
                                    }
                                })) {
            Hostile.Shown shown =
                    assertTimeoutPreemptively(
                            FAR, () -> world.check(Hostile.Enemies.mail(server.address())));

            assertEquals(
                    the.mail().isEmpty() ? Set.of() : Set.of(the.mail()),
                    shown.news(),
                    shown::text);
            assertTrue(shown.text().contains(the.words()), shown::text);
        }
    }

    private static void takeMail(SSLSocket secure) throws IOException {
        secure.setUseClientMode(false);
        var in =
                new BufferedReader(
                        new InputStreamReader(secure.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer =
                    line.startsWith("RCPT TO:<mxfail-probe") ? "550 5.1.1 unknown" : "250 ok";
            secure.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_host_of_the_policy_shows_it(Case the) throws Exception {
        var certificate = the.odd().apply(OddCertificate.fitting(POLICY)).issued();
        String zone = Company.ZONE + "_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts A 192.0.2.80\n";
        try (var world = world(zone);
                var server =
                        HostedPolicy.start(
                                certificate.serverContext(),
                                new Fault.Served(
                                        200,
                                        "text/plain",
                                        "version: STSv1\nmode: enforce\nmx: *.primary.acme.test\n"
                                                + "mx: *.backup.acme.test\nmax_age: 86400\n"))) {
            Hostile.Shown shown =
                    assertTimeoutPreemptively(
                            FAR, () -> world.check(Hostile.Enemies.policies(server.address())));

            assertEquals(
                    the.policy() ? Set.of() : Set.of("MTASTS-BROKEN"), shown.news(), shown::text);
        }
    }
}
