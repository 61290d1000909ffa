package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.smtp.SmtpProbe;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.ProbeRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// mxfail beside the tools that mail administrators trust, on the same servers. Each server is
/// a Postfix; what is true of it stands in the table [Which], and every answer of a tool must be
/// mxfail's, but for those in [#KNOWN].
@NeedsServer(Server.POSTFIX)
@TestInstance(Lifecycle.PER_CLASS)
class OtherToolsAtPostfixTest {
    private static final String HOST = "mx1.example.test";
    private static final String RECIPIENT = "probe@example.test";
    private static final Name DOMAIN = Name.fromConstantString("example.test.");

    /// The servers, and mxfail's answers in the order of [Question]: `y`es, `n`o, or `-` where
    /// nothing can be known.
    private enum Which {
        GOOD("yyyyy"),
        EXPIRED("yynny"),
        WRONG_NAME("yynyy"),
        NO_STARTTLS("yn--y"),
        RELAY_DENIED("yyyyn"),
        GREETS_WITH_421("n---n"),
        SILENT("n---n");

        private final String truth;

        Which(String truth) {
            this.truth = truth;
        }

        Opinion truth() {
            var answers = new EnumMap<Question, Boolean>(Question.class);
            for (Question question : Question.values()) {
                char letter = truth.charAt(question.ordinal());
                if (letter != '-') {
                    answers.put(question, letter == 'y');
                }
            }
            return new Opinion(answers);
        }

        /// Who waits for one that says nothing waits in vain, and so not long.
        Duration patience() {
            return Duration.ofSeconds(this == SILENT ? 1 : 10);
        }
    }

    /// A difference and why it is none of ours.
    private static final Map<String, String> KNOWN =
            Map.of(
                    "SWAKS at WRONG_NAME: TRUSTED yes, mxfail no",
                    "this Swaks checks the chain and the dates, and never the name");

    @TempDir private static Path folder;
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private final Map<Which, Postfix> servers = new ConcurrentHashMap<>();

    @BeforeAll
    void start() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        Files.writeString(folder.resolve("main.cf"), "compatibility_level = 3.6\n");
        Arrays.stream(Which.values())
                .parallel()
                .forEach(which -> servers.put(which, Postfix.start(setup(which))));
    }

    @AfterAll
    void stop() {
        servers.values().parallelStream().forEach(Postfix::close);
    }

    private Postfix.Setup setup(Which which) {
        Postfix.Setup good = accepting(HOST, Duration.ofDays(30));
        return switch (which) {
            case GOOD -> good;
            case EXPIRED -> accepting(HOST, Duration.ofDays(-2));
            case WRONG_NAME -> accepting("other.example.test", Duration.ofDays(30));
            case NO_STARTTLS ->
                    new Postfix.Setup(HOST, Optional.empty(), good.domains(), good.recipients());
            case RELAY_DENIED ->
                    new Postfix.Setup(
                            HOST, good.tls(), List.of("example.org"), List.of("x@example.org"));
            case GREETS_WITH_421 ->
                    good.with(
                            "smtpd_delay_reject = no",
                            "smtpd_client_restrictions ="
                                    + " check_client_access static:{421 4.3.2 not now}");
            case SILENT ->
                    good.with("smtpd_delay_reject = no", "smtpd_client_restrictions = sleep 6");
        };
    }

    private Postfix.Setup accepting(String certificateName, Duration validFor) {
        return Postfix.Setup.accepting(
                HOST, authority.serverPem(certificateName, validFor), "example.test");
    }

    private AddressProbe probe(Which which) {
        var request =
                new ProbeRequest(
                        Name.fromConstantString(HOST + "."),
                        List.of(servers.get(which).address()),
                        List.of(Recipient.declared(DOMAIN, RECIPIENT)),
                        new ProbeRequest.Identity("probe.example.test", Optional.empty()),
                        new ProbeRequest.Security(StartTls.REQUIRED, HOST + ".", authority.pem()),
                        new ProbeRequest.Deadlines(
                                which.patience(), which.patience(), Duration.ofSeconds(30)));
        return new SmtpProbe(InstantSource.system()).probe(request).addresses().getFirst();
    }

    private MailTool.Target target(Which which) {
        return new MailTool.Target(
                servers.get(which).address(),
                HOST,
                RECIPIENT,
                folder.resolve("ca.pem"),
                which.patience());
    }

    private void agree(MailTool tool, Which which) {
        List<String> differences =
                Opinion.of(probe(which))
                        .differences(tool.ask(target(which)), tool.questions())
                        .stream()
                        .map(difference -> tool + " at " + which + ": " + difference)
                        .toList();
        List<String> expected =
                KNOWN.keySet().stream()
                        .filter(known -> known.startsWith(tool + " at " + which + ":"))
                        .toList();
        assertEquals(expected, differences);
    }

    @ParameterizedTest
    @EnumSource
    void mxfail_says_what_is_true(Which which) {
        assertEquals(which.truth(), Opinion.of(probe(which)));
    }

    @ParameterizedTest
    @EnumSource
    @NeedsServer(Server.POSTTLS_FINGER)
    void posttls_finger_agrees(Which which) {
        agree(MailTool.POSTTLS_FINGER, which);
    }

    @ParameterizedTest
    @EnumSource
    @NeedsServer(Server.SWAKS)
    void swaks_agrees(Which which) {
        agree(MailTool.SWAKS, which);
    }

    @ParameterizedTest
    @EnumSource
    @NeedsServer(Server.CHECK_SMTP)
    void check_smtp_agrees(Which which) {
        agree(MailTool.CHECK_SMTP, which);
    }

    private PeerCertificate certificate(Which which) {
        return probe(which).tls().session().orElseThrow().certificate();
    }

    @ParameterizedTest
    @EnumSource(names = {"GOOD", "EXPIRED", "WRONG_NAME"})
    @NeedsServer(Server.POSTTLS_FINGER)
    void posttls_finger_sees_the_same_key(Which which) {
        String said = MailTool.POSTTLS_FINGER.run(target(which));
        String key =
                HexFormat.ofDelimiter(":")
                        .withUpperCase()
                        .formatHex(HexFormat.of().parseHex(certificate(which).spkiSha256()));
        assertTrue(said.contains("pkey_fingerprint=" + key), said);
    }

    @Test
    @NeedsServer(Server.CHECK_SMTP)
    void check_smtp_sees_the_same_last_moment() {
        String said = MailTool.CHECK_SMTP.run(target(Which.GOOD));
        String last =
                DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(certificate(Which.GOOD).validity().notAfter());
        assertTrue(said.replaceAll(" +", " ").contains("will expire on " + last), said + last);
    }
}
