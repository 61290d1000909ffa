package io.mxfail.adapter.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.probe.Authentication.Status;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.Credentials;
import io.mxfail.port.ProbeRequest.Deadlines;
import io.mxfail.port.SubmissionProbe;
import io.mxfail.real.Ports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The submission probe against a relay of the test's own, with real TLS.
final class SmtpSubmissionProbeTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());
    private static final String NAME = "smtp.example.test";
    private static final Credentials NEWS = new Credentials("news", "s3cret-of-the-relay");
    private static final String PLAIN = base64("\0news\0s3cret-of-the-relay");

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RelayAddress ask(
            InetSocketAddress where, boolean implicit, Optional<Credentials> credentials) {
        return ask(where, implicit, credentials, Deadlines.of(Duration.ofSeconds(5)));
    }

    private static RelayAddress ask(
            InetSocketAddress where,
            boolean implicit,
            Optional<Credentials> credentials,
            Deadlines deadlines) {
        return new SmtpSubmissionProbe(InstantSource.system())
                .probe(
                        new SubmissionProbe.Request(
                                NAME,
                                List.of(where),
                                implicit,
                                credentials,
                                new SubmissionProbe.Trust("probe.example.test", AUTHORITY.pem()),
                                deadlines))
                .getFirst();
    }

    private static RelayAddress ask(SubmissionRelay relay) {
        return ask(relay.address(), false, Optional.of(NEWS));
    }

    private static SubmissionRelay relay(String certificate) throws Exception {
        return SubmissionRelay.start(AUTHORITY, certificate, PLAIN);
    }

    @Test
    void a_relay_that_lets_the_user_in_is_ready_and_hears_of_no_message() throws Exception {
        try (var relay = relay(NAME)) {
            RelayAddress seen = ask(relay);
            assertEquals(Status.ACCEPTED, seen.authentication().status());
            assertEquals(SiteState.READY, seen.state());
            assertEquals(
                    List.of("EHLO", "STARTTLS", "EHLO", "AUTH", "QUIT"),
                    relay.heard().stream()
                            .map(line -> line.split(" ")[0])
                            .collect(Collectors.toList()));
        }
    }

    @Test
    void tls_from_the_first_byte_is_spoken_where_the_port_is_meant_for_it() throws Exception {
        try (var relay = relay(NAME).implicit()) {
            RelayAddress seen = ask(relay.address(), true, Optional.of(NEWS));
            assertEquals(Status.ACCEPTED, seen.authentication().status());
        }
    }

    @Test
    void a_relay_that_knows_login_only_is_served_by_it() throws Exception {
        try (var relay = relay(NAME).offering("AUTH LOGIN")) {
            assertEquals(Status.ACCEPTED, ask(relay).authentication().status());
            assertTrue(relay.heard().contains(base64("s3cret-of-the-relay")));
        }
    }

    @Test
    void a_wrong_password_is_refused_and_is_not_in_the_report() throws Exception {
        try (var relay = SubmissionRelay.start(AUTHORITY, NAME, "another")) {
            RelayAddress seen = ask(relay);
            assertEquals(Status.REFUSED, seen.authentication().status());
            assertEquals("535 5.7.8 authentication failed", seen.authentication().detail());
            assertEquals(SiteState.REJECTING, seen.state());
        }
    }

    @Test
    void a_relay_that_repeats_the_secret_does_not_get_it_into_the_report() throws Exception {
        try (var relay = SubmissionRelay.start(AUTHORITY, NAME, "another").repeating()) {
            RelayAddress seen = ask(relay);
            assertEquals(Status.REFUSED, seen.authentication().status());
            assertFalse(seen.toString().contains(PLAIN.substring(0, 12)), seen::toString);
            assertFalse(seen.toString().contains("s3cret"), seen::toString);
        }
    }

    @Test
    void a_relay_that_makes_those_wait_who_guess_is_heard_out() throws Exception {
        var step = Duration.ofSeconds(1);
        try (var relay =
                SubmissionRelay.start(AUTHORITY, NAME, "another")
                        .hesitating(step.plusMillis(200))) {
            RelayAddress seen =
                    ask(
                            relay.address(),
                            false,
                            Optional.of(NEWS),
                            new Deadlines(step, Duration.ofSeconds(30), Duration.ofSeconds(60)));
            assertEquals(Status.REFUSED, seen.authentication().status(), seen::toString);
        }
    }

    @Test
    void a_stranger_with_the_wrong_certificate_never_sees_the_password() throws Exception {
        try (var relay = relay("relay.backup.test")) {
            RelayAddress seen = ask(relay);
            assertEquals(Status.WITHHELD, seen.authentication().status());
            assertFalse(seen.tls().session().orElseThrow().nameMatches());
            assertTrue(relay.heard().stream().noneMatch(line -> line.startsWith("AUTH")));
        }
    }

    @Test
    void nor_does_one_without_encryption() throws Exception {
        try (var relay = relay(NAME).offering("AUTH PLAIN").inTheClear()) {
            RelayAddress seen = ask(relay);
            assertEquals(TlsResult.Status.NOT_OFFERED, seen.tls().status());
            assertEquals(Status.NOT_REACHED, seen.authentication().status());
            assertTrue(relay.heard().stream().noneMatch(line -> line.startsWith("AUTH")));
        }
    }

    @Test
    void mechanisms_that_are_not_known_leave_it_open() throws Exception {
        try (var relay = relay(NAME).offering("AUTH XOAUTH2 GSSAPI")) {
            assertEquals(Status.UNSUPPORTED, ask(relay).authentication().status());
        }
        try (var relay = relay(NAME).offering("8BITMIME")) {
            assertEquals(Status.NOT_OFFERED, ask(relay).authentication().status());
        }
    }

    @Test
    void without_credentials_nobody_logs_in() throws Exception {
        try (var relay = relay(NAME)) {
            RelayAddress seen = ask(relay.address(), false, Optional.empty());
            assertEquals(Status.NOT_WANTED, seen.authentication().status());
            assertEquals(SiteState.READY, seen.state());
        }
    }

    @Test
    void a_closed_port_is_no_contact() throws IOException {
        var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
        RelayAddress seen = ask(nobody, false, Optional.empty());
        assertEquals(Contact.REFUSED, seen.contact());
        assertEquals(SiteState.UNREACHABLE, seen.state());
    }

    @Test
    void credentials_do_not_show_themselves() {
        assertFalse(NEWS.toString().contains("s3cret"));
    }
}
