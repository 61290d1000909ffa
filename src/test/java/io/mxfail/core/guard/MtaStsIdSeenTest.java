package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.MtaStsId;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MtaStsIdSeenTest implements RuleCase {
    private static final String POLICY =
            "version: STSv1\nmode: enforce\nmx: mx1.example.test\nmx: mx.backup.test\n"
                    + "max_age: 604800\n";

    private static Scene scene(String id) {
        return Scene.well()
                .bump("_mta-sts.example.test. 600 IN TXT \"v=STSv1; id=" + id + "\"\n")
                .mtaSts(new MtaStsFetched.Served(POLICY));
    }

    @Override
    public Rule rule() {
        return new MtaStsIdSeen();
    }

    @Override
    public Scene fine() {
        return scene(MtaStsId.of(POLICY));
    }

    @Override
    public Scene wrong() {
        return scene(MtaStsId.of("the former policy"));
    }

    @Test
    void a_planned_switch_waits_until_the_new_id_is_seen() {
        assertEquals(Severity.CRIT, finding().severity());
        assertTrue(finding().message().contains("before its TTL has passed"), finding().message());
        assertEquals(
                "`mxfail prepare --to backup` writes it now; then switch after"
                        + " 2026-11-24T03:00:00Z",
                finding().fix());
    }

    @Test
    void an_id_that_was_written_a_moment_ago_is_waited_for_too() {
        Finding found = only(fine().policyUnseen("2026-11-24T02:59:00Z"));
        assertEquals(Severity.CRIT, found.severity());
        assertEquals("switch after 2026-11-24T02:59:00Z", found.fix());
        assertEquals(
                List.of(), rule().judge(fine().policyUnseen("2026-11-24T02:49:00Z").situation()));
    }

    @Test
    void in_an_emergency_the_hazard_says_it() {
        assertEquals(List.of(), rule().judge(wrong().mode(Mode.EMERGENCY).situation()));
    }

    @Test
    void an_id_that_was_there_before_mxfail_is_told() {
        String message = only(scene("20240101")).message();
        assertTrue(message.contains("was not written by mxfail"), message);
    }

    @Test
    void a_check_says_that_the_id_stands_for_another_policy() {
        Finding found = only(wrong().check());
        assertEquals(Severity.WARN, found.severity());
        assertTrue(found.message().contains("stands for another policy"), found.message());
        assertEquals(
                "`mxfail prepare --to SITE` writes the id of the policy that is served",
                found.fix());
        assertTrue(only(scene("20240101").check()).message().contains("was not written by mxfail"));
    }

    @Test
    void a_record_behind_an_alias_is_not_ours_to_write() {
        Scene scene = Scene.well().bump("").mtaSts(new MtaStsFetched.Served(POLICY)).check();
        assertTrue(only(scene).message().contains("is an alias"));
    }

    @Test
    void without_a_policy_or_without_bump_there_is_nothing_to_say() {
        assertEquals(List.of(), rule().judge(Scene.well().bump("").situation()));
        assertEquals(
                List.of(),
                rule().judge(Scene.well().mtaSts(new MtaStsFetched.Served(POLICY)).situation()));
    }
}
