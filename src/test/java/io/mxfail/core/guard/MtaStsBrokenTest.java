package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.MtaStsFetched;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MtaStsBrokenTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MtaStsBroken();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .mtaSts(
                        new MtaStsFetched.Served(
                                "version: STSv1\nmode: enforce\nmx: mx1.example.test\n"
                                        + "max_age: 604800\n"));
    }

    @Override
    public Scene wrong() {
        return Scene.well().mtaSts(new MtaStsFetched.Failed("answers 404"));
    }

    @Test
    void it_says_why_and_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals("the policy host mta-sts.example.test answers 404", finding().message());
    }

    @Test
    void a_text_that_is_no_policy_says_what_is_wrong() {
        Scene scene = Scene.well().mtaSts(new MtaStsFetched.Served("version: STSv1\nmode: on\n"));
        assertTrue(only(scene).message().endsWith("`mode` must be enforce, testing or none"));
    }

    @Test
    void where_mxfail_owns_the_id_a_planned_switch_is_blocked_and_an_emergency_leaves_it_alone() {
        String record = "_mta-sts.example.test. 60 IN TXT \"v=STSv1; id=1\"\n";
        Finding planned = only(wrong().bump(record));
        assertEquals(Severity.CRIT, planned.severity());
        assertTrue(planned.message().endsWith("the id of the record stays as it is"));
        assertEquals(
                Severity.WARN,
                only(wrong().bump(record).mode(io.mxfail.core.plan.Mode.EMERGENCY)).severity());
        assertEquals(Severity.WARN, only(wrong().bump(record).check()).severity());
    }

    @Test
    void a_domain_without_a_policy_is_no_fault() {
        assertEquals(List.of(), rule().judge(Scene.well().situation()));
    }
}
