package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.adapter.smtp.SmtpProbe;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.MailExchanger;
import io.mxfail.core.probe.Recipient;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.SiteJudgement;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Probing.Limits;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.ProbeRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the probe makes of a real mail server.
@NeedsServer(Server.POSTFIX)
@TestInstance(Lifecycle.PER_CLASS)
class SmtpProbeAtPostfixTest {
    private static final Name HOST = Name.fromConstantString("mx1.example.test.");
    private static final Name SERVED = Name.fromConstantString("example.test.");
    private static final Name FOREIGN = Name.fromConstantString("example.org.");
    private static final Recipient PROBE = Recipient.declared(SERVED, "probe@example.test");
    private static final Recipient STRANGER = Recipient.declared(SERVED, "gone@example.test");
    private static final Recipient RELAYED = Recipient.declared(FOREIGN, "probe@example.org");
    private static final Recipient NOBODY = Recipient.invented(SERVED, "x7f3a@example.test");

    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private Postfix postfix;

    @BeforeAll
    void start() {
        postfix = Postfix.start(setup("mx1.example.test"));
    }

    @AfterAll
    void stop() {
        postfix.close();
    }

    private Postfix.Setup setup(String certificateName) {
        return new Postfix.Setup(
                "mx1.example.test",
                Optional.of(authority.serverPem(certificateName, Duration.ofDays(30))),
                List.of("example.test"),
                List.of("probe@example.test", "postmaster@example.test"));
    }

    private HostProbe probe(Postfix server, Recipient... recipients) {
        var request =
                new ProbeRequest(
                        HOST,
                        List.of(server.address()),
                        List.of(recipients),
                        new ProbeRequest.Identity("probe.example.test", Optional.empty()),
                        new ProbeRequest.Security(
                                StartTls.REQUIRED, "mx1.example.test.", authority.pem()),
                        ProbeRequest.Deadlines.of(Duration.ofSeconds(10)));
        return new SmtpProbe(InstantSource.system()).probe(request);
    }

    private static SiteReport judge(HostProbe probe) {
        Map<Name, List<MailExchanger>> exchangers = new LinkedHashMap<>();
        probe.addresses().getFirst().recipients().stream()
                .map(r -> r.recipient().domain())
                .forEach(domain -> exchangers.put(domain, List.of(new MailExchanger(10, HOST))));
        // Generous, since a busy machine must not turn a healthy host into a slow one.
        var patient = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofDays(1));
        return SiteJudgement.judge(
                new SiteProbe("primary", exchangers, List.of(probe)),
                patient,
                StartTls.REQUIRED,
                Set.of());
    }

    private static List<Verdict> verdicts(HostProbe probe) {
        return probe.addresses().getFirst().recipients().stream()
                .map(RecipientResult::verdict)
                .toList();
    }

    @Test
    void a_postfix_that_takes_the_mail_is_ready_and_its_encryption_trustworthy() {
        HostProbe seen = probe(postfix, PROBE, NOBODY);
        assertEquals(List.of(Verdict.ACCEPTED, Verdict.REFUSED_UNKNOWN_USER), verdicts(seen));
        assertEquals(SiteState.READY, judge(seen).state());
        assertTrue(session(seen).isTrustworthy());
        assertEquals(authority.certificate(), session(seen).chain().getLast());
        assertEquals(
                session(seen).certificate().spkiSha256(),
                Tlsa.forCertificate(3, 1, 1, session(seen).chain().getFirst()).data());
        assertTrue(seen.addresses().getFirst().failure().isEmpty());
    }

    @Test
    void an_unknown_user_and_a_denied_relay_are_told_apart() {
        HostProbe seen = probe(postfix, STRANGER, PROBE, RELAYED);
        assertEquals(
                List.of(Verdict.REFUSED_UNKNOWN_USER, Verdict.ACCEPTED, Verdict.REFUSED_RELAY),
                verdicts(seen));
        assertEquals(SiteState.REJECTING, judge(seen).state());
    }

    @Test
    void one_domain_denied_does_not_hide_that_another_is_served() {
        SiteReport report = judge(probe(postfix, PROBE, RELAYED));
        assertEquals(
                List.of(SiteState.READY, SiteState.REJECTING),
                report.domains().stream().map(d -> d.state()).toList());
    }

    @Test
    void a_certificate_for_another_name_degrades() {
        try (Postfix wrong = Postfix.start(setup("other.example.test"))) {
            HostProbe seen = probe(wrong, PROBE);
            assertFalse(session(seen).nameMatches());
            assertTrue(session(seen).chainTrusted());
            assertEquals(SiteState.DEGRADED, judge(seen).state());
        }
    }

    @Test
    void a_postfix_that_ended_is_unreachable() {
        try (Postfix ended = Postfix.start(setup("mx1.example.test"))) {
            ended.crash();
            HostProbe seen = probe(ended, PROBE);
            assertEquals(Contact.REFUSED, seen.addresses().getFirst().contact());
            assertEquals(SiteState.UNREACHABLE, judge(seen).state());
        }
    }

    private static TlsSession session(HostProbe probe) {
        AddressProbe address = probe.addresses().getFirst();
        return address.tls().session().orElseThrow();
    }
}
