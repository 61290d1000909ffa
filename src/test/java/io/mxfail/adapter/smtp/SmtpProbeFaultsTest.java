package io.mxfail.adapter.smtp;

import static io.mxfail.adapter.smtp.Probing.BILLING;
import static io.mxfail.adapter.smtp.Probing.DOMAIN;
import static io.mxfail.adapter.smtp.Probing.HOST;
import static io.mxfail.adapter.smtp.Probing.NOBODY;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.MailExchanger;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.SiteJudgement;
import io.mxfail.core.probe.SiteProbe;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Probing.Limits;
import io.mxfail.core.profile.Probing.StartTls;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.MailFault;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.port.ProbeRequest.Deadlines;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The probe against the lab's own server with each of its faults.
final class SmtpProbeFaultsTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final Duration SLOWNESS = Duration.ofMillis(400);

    /// Generous, since a busy machine must not turn a healthy host into a slow one.
    private static final Limits PATIENT =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(8));

    private interface Check {
        void of(AddressProbe seen);
    }

    private static LabMailServer server(MailFault fault) throws IOException {
        var setup =
                new LabMailServer.Setup(
                        "mx1.example.test",
                        Mailboxes.of("billing@example.test"),
                        SLOWNESS,
                        Duration.ofMillis(20));
        LabMailServer server =
                LabMailServer.start(AUTHORITY, setup, InetAddress.getLoopbackAddress(), 0);
        server.fault(fault);
        return server;
    }

    private static Probing ask(LabMailServer server) {
        return Probing.at(server.address()).trusting(AUTHORITY.pem());
    }

    private static void with(MailFault fault, Check check) throws IOException {
        try (var server = server(fault)) {
            check.of(ask(server).asking(BILLING, NOBODY).run());
        }
    }

    private static SiteState stateOf(AddressProbe seen, Limits limits) {
        var site =
                new SiteProbe(
                        "primary",
                        Map.of(DOMAIN, List.of(new MailExchanger(10, HOST))),
                        List.of(HostProbe.of(HOST, List.of(seen))));
        return SiteJudgement.judge(site, limits, StartTls.REQUIRED, Set.of()).state();
    }

    private static SiteState stateOf(AddressProbe seen) {
        return stateOf(seen, PATIENT);
    }

    private static RecipientResult billing(AddressProbe seen) {
        return seen.declared(DOMAIN).getFirst();
    }

    private static RecipientResult nobody(AddressProbe seen) {
        return seen.invented(DOMAIN).getFirst();
    }

    private static List<Stage> stages(AddressProbe seen) {
        return seen.steps().stream().map(s -> s.stage()).toList();
    }

    @Test
    void a_healthy_host_is_ready_and_every_step_is_timed() throws IOException {
        with(
                MailFault.OK,
                seen -> {
                    assertEquals(SiteState.READY, stateOf(seen));
                    assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
                    assertEquals("2.1.5", billing(seen).reply().enhanced());
                    assertEquals(Verdict.REFUSED_UNKNOWN_USER, nobody(seen).verdict());
                    List<Stage> opening =
                            List.of(
                                    Stage.CONNECT,
                                    Stage.GREETING,
                                    Stage.EHLO,
                                    Stage.STARTTLS,
                                    Stage.TLS,
                                    Stage.EHLO_TLS,
                                    Stage.MAIL,
                                    Stage.RCPT,
                                    Stage.RSET,
                                    Stage.QUIT);
                    assertEquals(opening, stages(seen).subList(0, 10));
                    assertEquals(opening, stages(seen).subList(10, 20));
                    assertTrue(seen.steps().stream().allMatch(s -> s.took().isPositive()));
                });
    }

    @Test
    void the_certificate_of_a_healthy_host_is_described_and_trusted() throws IOException {
        with(
                MailFault.OK,
                seen -> {
                    TlsSession tls = seen.tls().session().orElseThrow();
                    assertEquals("TLSv1.3", tls.protocol());
                    assertEquals(List.of("mx1.example.test"), tls.certificate().names());
                    assertEquals("CN=mxfail lab CA", tls.certificate().issuer());
                    assertEquals(64, tls.certificate().spkiSha256().length());
                    assertTrue(tls.isTrustworthy());
                });
    }

    @Test
    void without_the_ca_file_the_chain_is_not_trusted_but_the_probe_goes_on() throws IOException {
        try (var server = server(MailFault.OK)) {
            AddressProbe seen = Probing.at(server.address()).run();
            TlsSession tls = seen.tls().session().orElseThrow();
            assertFalse(tls.chainTrusted());
            assertTrue(tls.nameMatches() && tls.certificate().isInDate());
            assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
        }
    }

    @Test
    void a_closed_port_is_unreachable() throws IOException {
        with(
                MailFault.DOWN,
                seen -> {
                    assertEquals(Contact.REFUSED, seen.contact());
                    assertEquals(SiteState.UNREACHABLE, stateOf(seen));
                    assertEquals(Verdict.NOT_ASKED, billing(seen).verdict());
                    assertEquals("not asked: refused the connection", billing(seen).reply().text());
                });
    }

    @Test
    void a_slow_host_is_degraded_but_not_dead() throws IOException {
        with(
                MailFault.SLOW,
                seen -> {
                    assertTrue(seen.latency().compareTo(SLOWNESS) >= 0);
                    Limits strict = new Limits(PATIENT.step(), SLOWNESS, PATIENT.crit());
                    assertEquals(SiteState.DEGRADED, stateOf(seen, strict));
                    assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
                });
    }

    @Test
    void a_silent_host_holds_mail_back_and_ends_at_the_greeting_deadline() throws IOException {
        try (var server = server(MailFault.SILENT)) {
            var times =
                    new Deadlines(
                            Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(9));
            AddressProbe seen = ask(server).within(times).run();
            assertEquals(Contact.CONNECTED, seen.contact());
            assertEquals(SiteState.TEMPFAIL, stateOf(seen));
            assertEquals(Stage.GREETING, billing(seen).stage());
            assertEquals("gave no complete answer within 200 ms", billing(seen).reply().text());
        }
    }

    @Test
    void a_host_that_drips_is_left_at_the_step_deadline() throws IOException {
        try (var server = server(MailFault.DRIP)) {
            var times =
                    new Deadlines(
                            Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(9));
            AddressProbe seen = ask(server).within(times).run();
            assertEquals(SiteState.TEMPFAIL, stateOf(seen));
            assertEquals(Stage.EHLO, billing(seen).stage());
            assertEquals(Verdict.NO_ANSWER, billing(seen).verdict());
        }
    }

    @Test
    void garbage_instead_of_a_greeting_is_named_and_holds_mail_back() throws IOException {
        with(
                MailFault.GARBAGE,
                seen -> {
                    assertEquals(SiteState.TEMPFAIL, stateOf(seen));
                    assertEquals(
                            "does not speak SMTP, said: HTTP/1.1 400 Bad Request",
                            seen.failure().orElseThrow().reply().text());
                });
    }

    @Test
    void a_421_greeting_holds_mail_back_and_a_554_greeting_returns_it() throws IOException {
        with(
                MailFault.BUSY,
                seen -> {
                    assertEquals(SiteState.TEMPFAIL, stateOf(seen));
                    assertEquals("4.3.2", billing(seen).reply().enhanced());
                    assertEquals(Verdict.NOT_ASKED, nobody(seen).verdict());
                });
        with(
                MailFault.NO_SERVICE,
                seen -> {
                    assertEquals(SiteState.REJECTING, stateOf(seen));
                    assertEquals(Stage.GREETING, billing(seen).stage());
                });
    }

    @Test
    void a_refusal_of_this_machine_says_nothing_about_the_host() throws IOException {
        with(
                MailFault.BLOCKED,
                seen -> {
                    assertEquals(Verdict.REFUSED_PROBE, billing(seen).verdict());
                    assertEquals(SiteState.UNKNOWN, stateOf(seen));
                });
    }

    @Test
    void refusals_at_rcpt_are_told_apart() throws IOException {
        with(
                MailFault.DEFERS,
                seen -> {
                    assertEquals(Verdict.TEMPFAIL, billing(seen).verdict());
                    assertEquals(SiteState.TEMPFAIL, stateOf(seen));
                });
        with(
                MailFault.GREYLISTS,
                seen -> {
                    assertEquals(Verdict.GREYLISTED, billing(seen).verdict());
                    assertEquals(SiteState.UNKNOWN, stateOf(seen));
                });
        with(
                MailFault.RELAY_DENIED,
                seen -> {
                    assertEquals(Verdict.REFUSED_RELAY, billing(seen).verdict());
                    assertEquals(554, billing(seen).reply().code());
                    assertEquals(SiteState.REJECTING, stateOf(seen));
                });
        with(
                MailFault.UNKNOWN_USERS,
                seen -> {
                    assertEquals(Verdict.REFUSED_UNKNOWN_USER, billing(seen).verdict());
                    assertEquals(SiteState.REJECTING, stateOf(seen));
                });
    }

    @Test
    void a_catch_all_accepts_the_name_that_nobody_has() throws IOException {
        with(
                MailFault.CATCH_ALL,
                seen -> {
                    assertEquals(Verdict.ACCEPTED, nobody(seen).verdict());
                    assertEquals(SiteState.READY, stateOf(seen));
                });
    }

    @Test
    void a_refused_null_sender_is_recorded_and_another_sender_tried() throws IOException {
        try (var server = server(MailFault.NULL_SENDER_REFUSED)) {
            AddressProbe seen = ask(server).from("probe@ops.example.test").run();
            assertEquals(550, seen.nullSenderRefusal().orElseThrow().code());
            assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
        }
    }

    @Test
    void a_refused_null_sender_without_another_proves_nothing() throws IOException {
        try (var server = server(MailFault.NULL_SENDER_REFUSED)) {
            AddressProbe seen = ask(server).run();
            assertTrue(seen.nullSenderRefusal().isPresent());
            assertEquals(Verdict.INCONCLUSIVE, billing(seen).verdict());
            assertEquals(SiteState.UNKNOWN, stateOf(seen));
        }
    }

    @Test
    void a_host_that_hangs_up_at_rcpt_holds_mail_back() throws IOException {
        with(
                MailFault.DROPS,
                seen -> {
                    assertEquals(Verdict.NO_ANSWER, billing(seen).verdict());
                    assertEquals("closed the connection", billing(seen).reply().text());
                    assertEquals(SiteState.TEMPFAIL, stateOf(seen));
                });
    }

    @Test
    void recipients_are_asked_in_the_clear_where_encryption_is_missing() throws IOException {
        Map<MailFault, TlsResult.Status> expected =
                Map.of(
                        MailFault.NO_STARTTLS, TlsResult.Status.NOT_OFFERED,
                        MailFault.STARTTLS_REFUSED, TlsResult.Status.REFUSED,
                        MailFault.TLS_BROKEN, TlsResult.Status.FAILED);
        for (var fault : expected.entrySet()) {
            with(
                    fault.getKey(),
                    seen -> {
                        assertEquals(fault.getValue(), seen.tls().status());
                        assertTrue(seen.tls().isMissing());
                        assertFalse(seen.tls().problem().isEmpty());
                        assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
                        assertEquals(SiteState.DEGRADED, stateOf(seen));
                    });
        }
    }

    @Test
    void an_expired_certificate_is_told_apart_from_an_untrusted_one() throws IOException {
        with(
                MailFault.EXPIRED_CERTIFICATE,
                seen -> {
                    TlsSession tls = seen.tls().session().orElseThrow();
                    assertFalse(tls.certificate().isInDate());
                    assertTrue(tls.chainTrusted() && tls.nameMatches());
                    assertEquals(SiteState.DEGRADED, stateOf(seen));
                    assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
                });
    }

    @Test
    void a_certificate_for_another_name_is_recorded() throws IOException {
        with(
                MailFault.WRONG_NAME,
                seen -> {
                    TlsSession tls = seen.tls().session().orElseThrow();
                    assertFalse(tls.nameMatches());
                    assertTrue(tls.chainTrusted() && tls.certificate().isInDate());
                    assertEquals(List.of("other.host.invalid"), tls.certificate().names());
                    assertEquals(SiteState.DEGRADED, stateOf(seen));
                });
    }

    @Test
    void encryption_is_left_out_where_the_profile_says_off() throws IOException {
        try (var server = server(MailFault.TLS_BROKEN)) {
            AddressProbe seen = ask(server).encrypting(StartTls.OFF).run();
            assertEquals(TlsResult.Status.NOT_TRIED, seen.tls().status());
            assertEquals(Verdict.ACCEPTED, billing(seen).verdict());
        }
    }

    @Test
    void a_probe_never_sends_a_message() throws IOException {
        try (var server = server(MailFault.CATCH_ALL)) {
            ask(server).asking(BILLING, NOBODY).run();
            assertTrue(server.received().isEmpty());
        }
    }

    @Test
    void what_counts_of_the_offer_is_what_comes_under_encryption() throws IOException {
        with(
                MailFault.OK,
                seen -> {
                    assertEquals(1 << 20, seen.extensions().longestMessage().orElseThrow());
                    assertTrue(seen.extensions().offers("8BITMIME"));
                    assertFalse(seen.extensions().offers("STARTTLS"));
                });
    }
}
