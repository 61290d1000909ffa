package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.Contact;

import org.junit.jupiter.api.Test;

import java.util.List;

final class Port25BlockedTest implements RuleCase {
    @Override
    public Rule rule() {
        return new Port25Blocked();
    }

    @Override
    public Scene fine() {
        return Scene.well().control(Contact.CONNECTED);
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .probed(
                        "primary",
                        Scene.host(
                                "mx1.example.test.", Scene.dead("192.0.2.10", Contact.TIMED_OUT)))
                .probed(
                        "backup",
                        Scene.host("mx.backup.test.", Scene.dead("192.0.2.20", Contact.TIMED_OUT)))
                .control(Contact.TIMED_OUT);
    }

    @Test
    void it_is_unknown_and_the_target_is_not_called_unreachable() {
        assertEquals(Severity.UNKNOWN, finding().severity());
        assertTrue(finding().message().contains("control.test"));
        assertTrue(finding().fix().contains("`mxfail check --replay FILE`"));
        Situation situation = wrong().situation();
        assertEquals(List.of(), new TargetUnreachable().judge(situation));
        assertEquals(1, new TargetUnknown().judge(situation).size());
    }
}
