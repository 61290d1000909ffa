package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class EspBounceMxTest implements RuleCase {
    private static final String ONE = "bounce MX 10 bounce.eu.service.test.";

    @Override
    public Rule rule() {
        return new EspBounceMx();
    }

    @Override
    public Scene fine() {
        return Scene.well().esps(Esps.SOME).records("backup", ONE);
    }

    @Override
    public Scene wrong() {
        return Scene.well().esps(Esps.SOME).records("backup", ONE, "bounce MX 20 mx.backup.test.");
    }

    @Test
    void it_is_critical_on_the_target_and_names_the_one_to_keep() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().startsWith("bounce.example.test has 2 MX at backup"));
        assertTrue(
                finding.fix()
                        .startsWith(
                                "keep only `bounce.example.test. MX 10 bounce.eu.service.test.`"),
                finding.fix());
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void hosts_that_need_not_be_alone_may_have_company() {
        Scene scene =
                Scene.well()
                        .esps(Esps.SOME)
                        .records("backup", "in MX 10 in.service.test.", "in MX 20 mx.test.");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void the_site_being_left_is_not_judged_but_a_check_judges_all() {
        Scene scene = Scene.well().esps(Esps.SOME).records("primary", ONE, "bounce MX 20 mx.test.");
        assertEquals(List.of(), rule().judge(scene.situation()));
        assertEquals(1, rule().judge(scene.check().situation()).size());
    }
}
