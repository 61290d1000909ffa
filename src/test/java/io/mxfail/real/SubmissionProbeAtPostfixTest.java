package io.mxfail.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mxfail.adapter.smtp.SmtpSubmissionProbe;
import io.mxfail.core.probe.Authentication.Status;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.SiteState;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.port.Credentials;
import io.mxfail.port.ProbeRequest.Deadlines;
import io.mxfail.port.SubmissionProbe;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What the submission probe makes of a real relay, one that lets its network in without `AUTH`.
@NeedsServer(Server.POSTFIX)
@TestInstance(Lifecycle.PER_CLASS)
class SubmissionProbeAtPostfixTest {
    private final LabAuthority authority = LabAuthority.create(Instant.now());
    private Postfix postfix;

    @BeforeAll
    void start() {
        postfix =
                Postfix.start(
                        Postfix.Setup.accepting(
                                "relay.example.test",
                                authority.serverPem("smtp.example.test", Duration.ofDays(30)),
                                "example.test"));
    }

    @AfterAll
    void stop() {
        postfix.close();
    }

    private RelayAddress ask(String name, Optional<Credentials> credentials) {
        return new SmtpSubmissionProbe(InstantSource.system())
                .probe(
                        new SubmissionProbe.Request(
                                name,
                                List.of(postfix.address()),
                                false,
                                credentials,
                                new SubmissionProbe.Trust("probe.example.test", authority.pem()),
                                Deadlines.of(Duration.ofSeconds(10))))
                .getFirst();
    }

    @Test
    void a_relay_with_a_certificate_for_the_name_is_ready() {
        RelayAddress seen = ask("smtp.example.test", Optional.empty());
        assertEquals(SiteState.READY, seen.state(), seen::toString);
    }

    @Test
    void another_name_is_not_the_relays() {
        RelayAddress seen = ask("smtp.example.org", Optional.empty());
        assertFalse(seen.tls().session().orElseThrow().nameMatches());
        assertEquals(SiteState.REJECTING, seen.state());
    }

    @Test
    void a_relay_without_auth_takes_no_credentials() {
        RelayAddress seen =
                ask("smtp.example.test", Optional.of(new Credentials("news", "secret")));
        assertEquals(Status.NOT_OFFERED, seen.authentication().status());
    }
}
