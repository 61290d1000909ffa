package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.profile.Probing.StartTls;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MtaStsTlsTest implements RuleCase {
    private static final TlsResult STRANGER = Scene.untrusted("mx.backup.test");

    @Override
    public Rule rule() {
        return new MtaStsTls();
    }

    @Override
    public Scene fine() {
        return policy("enforce", Scene.certificate("mx.backup.test", true, true));
    }

    @Override
    public Scene wrong() {
        return policy("enforce", STRANGER);
    }

    private static Scene policy(String mode, TlsResult shown) {
        return showing(shown)
                .mtaSts(
                        new MtaStsFetched.Served(
                                "version: STSv1\nmode: "
                                        + mode
                                        + "\nmx: mx1.example.test\nmx: mx.backup.test\n"
                                        + "max_age: 604800\n"));
    }

    private static Scene showing(TlsResult shown) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(Scene.accepting("192.0.2.20"), a -> Scene.tls(a, shown))))
                .startTls(StartTls.WANTED);
    }

    @Test
    void an_authority_that_nobody_trusts_blocks_a_planned_switch() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().contains("leads to no authority"), finding.message());
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void every_flaw_is_named() {
        TlsResult both = Scene.certificate("other.test", false, false);
        assertTrue(
                only(policy("enforce", both))
                        .message()
                        .contains("is for another name and is outside its dates"));
        TlsResult none = TlsResult.without(TlsResult.Status.NOT_OFFERED, "");
        assertTrue(only(policy("enforce", none)).message().contains("no encrypted connection"));
    }

    @Test
    void in_an_emergency_and_where_the_policy_only_tests_it_warns() {
        assertEquals(Severity.WARN, only(wrong().mode(Mode.EMERGENCY)).severity());
        assertEquals(Severity.WARN, only(policy("testing", STRANGER)).severity());
    }

    @Test
    void without_a_policy_and_with_one_that_is_taken_back_nobody_asks() {
        assertEquals(List.of(), rule().judge(showing(STRANGER).situation()));
        assertEquals(List.of(), rule().judge(policy("none", STRANGER).situation()));
    }

    @Test
    void of_a_host_that_the_policy_does_not_list_another_rule_speaks() {
        Scene scene =
                showing(STRANGER)
                        .mtaSts(
                                new MtaStsFetched.Served(
                                        "version: STSv1\nmode: enforce\nmx: mx1.example.test\n"
                                                + "max_age: 604800\n"));
        assertEquals(List.of(), rule().judge(scene.situation()));
    }

    @Test
    void a_host_that_was_not_encrypted_to_is_not_judged() {
        assertEquals(List.of(), rule().judge(policy("enforce", TlsResult.notTried()).situation()));
    }
}
