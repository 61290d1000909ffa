package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class ReportsInsideTest implements RuleCase {
    @Override
    public Rule rule() {
        return new ReportsInside();
    }

    @Override
    public Scene fine() {
        return reporting("mailto:dmarc@example.test,mailto:dmarc@reports.test");
    }

    @Override
    public Scene wrong() {
        return reporting("mailto:dmarc@example.test");
    }

    private static Scene reporting(String rua) {
        return Scene.well()
                .world("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=none; rua=" + rua + "\"\n");
    }

    @Test
    void it_warns_and_names_the_address() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(finding().message().endsWith("fails with it: mailto:dmarc@example.test"));
    }

    @Test
    void another_domain_that_is_switched_with_it_is_no_better() {
        Scene scene = reporting("mailto:dmarc@other.test").domain("other.test.");
        assertTrue(
                rule().judge(scene.situation()).stream()
                        .anyMatch(
                                f ->
                                        f.where()
                                                .domain()
                                                .equals(java.util.Optional.of("example.test."))));
    }

    @Test
    void a_domain_of_the_profile_that_is_not_asked_about_is_no_better_either() {
        Situation both = reporting("mailto:dmarc@other.test").domain("other.test.").situation();
        var one =
                new Situation(
                        both.task(),
                        both.domains().stream()
                                .filter(d -> d.name().toString(true).equals("example.test"))
                                .toList(),
                        both.probes(),
                        both.names(),
                        both.zones(),
                        both.services());
        assertEquals(1, rule().judge(one).size());
    }

    @Test
    void reports_on_tls_count_too_and_a_web_address_does_not_fail() {
        Scene mail =
                Scene.well()
                        .world(
                                "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1;"
                                        + " rua=mailto:tls@example.test\"\n");
        assertTrue(only(mail).message().startsWith("every TLS report"));
        Scene web =
                Scene.well()
                        .world(
                                "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1;"
                                        + " rua=https://example.test/tls\"\n");
        assertEquals(List.of(), rule().judge(web.situation()));
    }

    /// Who copies a remedy without filling it in gets no report.
    @Test
    void a_place_to_fill_in_is_no_mailbox_elsewhere() {
        Scene scene = reporting("mailto:dmarc@example.test," + ReportsInside.FILL_IN);
        Finding finding = only(scene);
        assertTrue(finding.message().endsWith("," + " " + ReportsInside.FILL_IN), finding::message);
        assertTrue(finding.fix().startsWith("put a mailbox that does not fail"), finding::fix);
    }
}
