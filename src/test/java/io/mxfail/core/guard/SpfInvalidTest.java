package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpfInvalidTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SpfInvalid();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                            + "example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.999 foo:bar -all\"");
    }

    @Test
    void it_names_each_term_that_is_wrong() {
        assertTrue(finding().message().contains("ip4:192.0.2.999"));
        assertTrue(finding().message().contains("foo:bar"));
        assertEquals(Severity.CRIT, finding().severity());
    }

    @Test
    void a_record_that_cannot_be_edited_is_critical() {
        Finding finding =
                only(
                        Scene.well()
                                .live(
                                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                            + "example.test. 60 IN TXT \"v=spf1 caf\\233 -all\""));
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().contains("characters that no term has"));
    }

    @Test
    void unknown_modifiers_and_macros_are_allowed() {
        Scene scene =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 60 IN TXT \"v=spf1 exp=why.example.test"
                                        + " future=yes exists:%{i}.example.test a/24//64 -all\"");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void what_was_wrong_before_and_stays_is_a_warning() {
        Scene scene =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                    + "example.test. 60 IN TXT \"v=spf1 foo:bar ip4:192.0.2.0/28"
                                    + " include:_spf.backup.test -all\"");
        assertEquals(Severity.WARN, only(scene).severity());
    }
}
