package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Contact;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.Reply;
import io.mxfail.core.probe.Stage;
import io.mxfail.core.probe.StepResult;
import io.mxfail.core.probe.TlsResult;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class ProbeRefusedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ProbeRefused();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return answering(554, "5.7.1 Client host [192.0.2.200] blocked using dnsbl.test");
    }

    private static Scene answering(int code, String text) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.answering(
                                        "192.0.2.20",
                                        Reply.of(code, List.of(text)),
                                        Scene.unknownUser())));
    }

    @Test
    void it_shows_the_reply_and_does_not_block_by_itself() {
        Finding finding = finding();
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(
                finding.message().contains("192.0.2.20:25 answers 554 5.7.1 Client host"),
                finding.message());
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void another_refusal_is_another_rules() {
        assertEquals(
                List.of(), rule().judge(answering(554, "5.7.1 Relay access denied").situation()));
    }

    private static HostProbe control(StepResult... steps) {
        return HostProbe.of(
                Name.fromConstantString("control.test."),
                List.of(
                        new AddressProbe(
                                new ServerAddress("192.0.2.99", 25),
                                Contact.CONNECTED,
                                List.of(steps),
                                List.of(),
                                TlsResult.notTried(),
                                Optional.empty())));
    }

    private static StepResult step(Stage stage, boolean ok, int code, String text) {
        return new StepResult(stage, ok, Duration.ZERO, Reply.of(code, List.of(text)));
    }

    @Test
    void the_control_host_tells_a_bad_name_of_this_machine_from_a_site_that_is_alone() {
        String alone =
                only(wrong().control(
                                        control(
                                                step(Stage.GREETING, true, 220, "hi"),
                                                step(Stage.EHLO, true, 250, "hi"))))
                        .message();
        assertTrue(
                alone.endsWith(
                        "; the control host control.test greets it: this site alone refuses it"),
                alone);
        String both =
                only(wrong().control(
                                        control(
                                                step(
                                                        Stage.GREETING,
                                                        false,
                                                        554,
                                                        "5.7.1 your IP is blocked using"
                                                                + " dnsbl.test"))))
                        .message();
        assertTrue(
                both.contains("control.test refuses it, too: this machine has a bad name"), both);
        assertFalse(finding().message().contains("control"));
    }
}
