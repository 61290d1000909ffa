package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.guard.Finding.Where;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class BlockingTest {
    private static Finding finding(String id, Severity severity, String site) {
        return new Finding(
                id,
                severity,
                new Where(
                        "acme",
                        Optional.of("example.test."),
                        site.isEmpty() ? Optional.empty() : Optional.of(site),
                        "subject"),
                "message",
                "fix",
                "RFC 5321");
    }

    private static int blockers(Finding finding, String... accepted) {
        return Blocking.of(List.of(finding), "backup", List.of(accepted)).size();
    }

    @Test
    void what_is_critical_blocks_on_the_target_the_records_and_the_provider() {
        assertEquals(1, blockers(finding("TARGET-RCPT", Severity.CRIT, "backup")));
        assertEquals(1, blockers(finding("PROVIDER-AUTH", Severity.CRIT, "")));
        assertEquals(0, blockers(finding("SMTP-SLOW", Severity.WARN, "backup")));
    }

    @Test
    void the_site_being_left_never_blocks() {
        assertEquals(0, blockers(finding("TARGET-RCPT", Severity.CRIT, "primary")));
        assertEquals(0, blockers(finding("TARGET-UNKNOWN", Severity.UNKNOWN, "primary")));
    }

    @Test
    void not_knowing_blocks_only_where_it_is_about_the_targets_recipients() {
        assertEquals(1, blockers(finding("TARGET-UNKNOWN", Severity.UNKNOWN, "backup")));
        assertEquals(0, blockers(finding("MX-ADDR", Severity.UNKNOWN, "backup")));
        assertEquals(0, blockers(finding("PORT25-BLOCKED", Severity.UNKNOWN, "")));
    }

    @Test
    void a_finding_is_accepted_by_its_id_or_its_id_and_domain() {
        Finding finding = finding("TARGET-RCPT", Severity.CRIT, "backup");
        assertEquals(0, blockers(finding, "TARGET-RCPT"));
        assertEquals(0, blockers(finding, "TARGET-RCPT@example.test"));
        assertEquals(1, blockers(finding, "TARGET-RCPT@example.net"));
        assertEquals(
                1, Blocking.accepted(List.of(finding), "backup", List.of("TARGET-RCPT")).size());
    }

    @Test
    void some_findings_nobody_can_accept() {
        for (String id : JudgedPlan.NEVER_ACCEPTABLE) {
            Finding finding = finding(id, Severity.CRIT, "");
            assertEquals(1, blockers(finding, id, id + "@example.test"));
            assertEquals(Optional.empty(), Blocking.override(finding));
        }
        assertEquals(
                Optional.of("--accept MX-ADDR --reason TEXT"),
                Blocking.override(finding("MX-ADDR", Severity.CRIT, "backup")));
    }
}
