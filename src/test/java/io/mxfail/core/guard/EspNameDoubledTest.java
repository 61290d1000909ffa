package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class EspNameDoubledTest implements RuleCase {
    @Override
    public Rule rule() {
        return new EspNameDoubled();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .records(
                        "backup",
                        "em CNAME u1.service.test.",
                        "em2.example.test. CNAME u1.service.test.",
                        "notexample.test CNAME u2.service.test.");
    }

    @Override
    public Scene wrong() {
        return Scene.well().records("backup", "em.example.test CNAME u1.service.test.");
    }

    @Test
    void it_warns_and_shows_the_name_that_was_meant() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertEquals("em.example.test.example.test.", finding.where().subject());
        assertTrue(finding.fix().contains("`em.example.test.`"), finding.fix());
    }

    @Test
    void the_domain_itself_twice_is_seen_and_so_are_keys() {
        assertEquals(
                "example.test.example.test.",
                only(Scene.well().records("primary", "example.test TXT \"a\"")).where().subject());
        assertEquals(
                1,
                rule().judge(
                                Scene.well()
                                        .dkim(
                                                "backup",
                                                "s1._domainkey.example.test CNAME k.service.test.")
                                        .situation())
                        .size());
    }

    @Test
    void one_name_is_told_once() {
        assertEquals(
                1,
                rule().judge(
                                Scene.well()
                                        .records(
                                                "backup",
                                                "em.example.test MX 10 a.service.test.",
                                                "em.example.test MX 20 b.service.test.")
                                        .situation())
                        .size());
        assertEquals(List.of(), rule().judge(Scene.well().situation()));
    }
}
