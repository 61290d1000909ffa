package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MtaStsMxTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MtaStsMx();
    }

    @Override
    public Scene fine() {
        return policy("enforce", "mx1.example.test", "*.backup.test");
    }

    @Override
    public Scene wrong() {
        return policy("enforce", "mx1.example.test");
    }

    private static Scene policy(String mode, String... mx) {
        return Scene.well()
                .mtaSts(
                        new MtaStsFetched.Served(
                                "version: STSv1\nmode: "
                                        + mode
                                        + "\nmx: "
                                        + String.join("\nmx: ", mx)
                                        + "\nmax_age: 604800\n"));
    }

    @Test
    void an_unlisted_target_blocks_a_planned_switch_and_names_the_line() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertTrue(finding.message().contains("(enforce, kept for 168 h) does not list mx.backup"));
        assertTrue(finding.fix().startsWith("add `mx: mx.backup.test` to the policy file"));
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
    }

    @Test
    void in_an_emergency_it_warns() {
        assertEquals(Severity.WARN, only(wrong().mode(Mode.EMERGENCY)).severity());
    }

    @Test
    void a_policy_that_only_tests_warns() {
        assertEquals(Severity.WARN, only(policy("testing", "mx1.example.test")).severity());
    }

    @Test
    void a_wildcard_stands_for_one_label() {
        assertEquals(
                List.of(Severity.CRIT, Severity.WARN),
                rule().judge(policy("enforce", "mx1.example.test", "*.test").situation()).stream()
                        .map(Finding::severity)
                        .toList());
    }

    @Test
    void a_check_judges_every_site() {
        List<Finding> findings = rule().judge(policy("enforce", "*.x.test").check().situation());
        assertEquals(2, findings.stream().filter(f -> f.severity() == Severity.CRIT).count());
    }

    @Test
    void a_listed_host_that_no_site_has_is_told() {
        Finding finding = only(policy("enforce", "mx1.example.test", "*.backup.test", "mx2.test"));
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("lists mx2.test, which no site has"));
    }

    @Test
    void and_so_is_a_wildcard_that_no_host_fits() {
        Finding finding =
                only(policy("enforce", "mx1.example.test", "*.backup.test", "*.former.test"));
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("lists *.former.test, which no site has"));
    }
}
