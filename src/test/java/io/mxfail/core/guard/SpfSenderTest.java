package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfSenderTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfSender();
    }

    @Override
    public Scene fine() {
        return Scene.well().senders("primary", "192.0.2.10").senders("backup", "192.0.2.33");
    }

    @Override
    public Scene wrong() {
        return fine().senders("backup", "192.0.2.33", "2001:db8::33");
    }

    @Test
    void the_address_that_is_not_authorised_is_named_with_its_term() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertEquals("2001:db8::33", finding.where().subject());
        assertTrue(finding.message().contains("says softfail to it after the switch (by ~all)"));
        assertTrue(finding.fix().startsWith("add ip6:2001:db8::33 to `spf` of site backup"));
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void a_sender_of_the_site_being_left_never_blocks() {
        Finding finding = only(fine().senders("primary", "192.0.2.99"));
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void in_a_breach_the_site_being_left_shall_not_be_authorised() {
        assertEquals(
                List.of(),
                rule().judge(
                                fine().senders("primary", "192.0.2.99")
                                        .mode(Mode.BREACH)
                                        .situation()));
    }

    @Test
    void an_include_without_an_answer_leaves_it_unknown() {
        Finding finding = only(fine().silent("_spf.backup.test."));
        assertEquals(Severity.UNKNOWN, finding.severity());
    }
}
