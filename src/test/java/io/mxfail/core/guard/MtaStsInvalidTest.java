package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MtaStsInvalidTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MtaStsInvalid();
    }

    @Override
    public Scene fine() {
        return published("v=STSv1; id=20261124T0304Z;");
    }

    @Override
    public Scene wrong() {
        return published("v=STSv1; id=2026-11-24;");
    }

    private static Scene published(String record) {
        return Scene.well().world("_mta-sts.example.test. 60 IN TXT \"" + record + "\"\n");
    }

    @Test
    void it_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
    }

    @Test
    void two_records_are_as_good_as_none() {
        Scene scene = fine().world("_mta-sts.example.test. 60 IN TXT \"v=STSv1; id=2;\"\n");
        assertTrue(only(scene).message().startsWith("2 records of MTA-STS"));
    }

    @Test
    void silence_leaves_it_unknown() {
        assertEquals(Severity.UNKNOWN, only(fine().silent("_mta-sts.example.test.")).severity());
    }

    @Test
    void a_domain_without_a_policy_is_no_fault() {
        assertEquals(List.of(), rule().judge(Scene.well().situation()));
    }
}
