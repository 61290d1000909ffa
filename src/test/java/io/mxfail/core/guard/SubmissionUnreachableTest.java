package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Authentication;
import io.mxfail.core.probe.Authentication.Status;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class SubmissionUnreachableTest implements RuleCase {
    private static final RelayAddress SERVES = serving(Reply.of(220, List.of("hello")));

    @Override
    public Rule rule() {
        return new SubmissionUnreachable();
    }

    @Override
    public Scene fine() {
        return Scene.well().relay("backup", SERVES);
    }

    @Override
    public Scene wrong() {
        return Scene.well().relay("backup", Scene.deadRelay("192.0.2.58", Contact.REFUSED));
    }

    private static RelayAddress serving(Reply greeting) {
        return Scene.relaying(
                Scene.certificate("smtp.example.test", true, true),
                Authentication.of(Status.ACCEPTED, "235 welcome"),
                new StepResult(
                        Stage.GREETING, greeting.isPositive(), Duration.ofMillis(3), greeting));
    }

    @Test
    void a_relay_that_takes_no_connection_blocks() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().contains("smtp.example.test:587 of backup"));
        assertTrue(finding.message().contains("192.0.2.58:587 refuses the connection"));
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void so_does_one_that_refuses_service() {
        Finding finding =
                only(
                        Scene.well()
                                .relay(
                                        "backup",
                                        serving(Reply.of(554, List.of("5.3.2 no service")))));
        assertTrue(finding.message().contains("greeting: 554 5.3.2 no service"));
    }

    @Test
    void and_a_name_that_leads_nowhere() {
        assertTrue(only(Scene.well().relay("backup")).message().endsWith("has no address"));
        assertEquals(
                Severity.UNKNOWN,
                only(Scene.well().relay("backup", HostProbe.Resolution.FAILED)).severity());
    }

    @Test
    void one_dead_address_of_several_is_a_warning() {
        Scene half =
                Scene.well()
                        .relay("backup", SERVES, Scene.deadRelay("192.0.2.59", Contact.TIMED_OUT));
        assertEquals(Severity.WARN, only(half).severity());
    }

    @Test
    void what_this_machine_cannot_reach_is_not_known() {
        Scene here =
                Scene.well()
                        .relay("backup", Scene.deadRelay("2001:db8::58", Contact.NO_ROUTE_HERE));
        assertEquals(Severity.UNKNOWN, only(here).severity());
    }
}
