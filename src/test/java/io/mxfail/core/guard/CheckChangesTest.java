package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class CheckChangesTest {
    @Test
    void without_a_check_before_everything_is_new() {
        CheckChanges changes =
                CheckChanges.between(
                        Optional.empty(),
                        report(SiteState.READY, finding("A", Severity.WARN, "a")));
        assertEquals(1, changes.appeared().size());
        assertEquals(List.of(), changes.gone());
        assertEquals(Optional.empty(), changes.sites().getFirst().before());
    }

    @Test
    void other_words_in_a_message_are_no_change() {
        assertTrue(
                CheckChanges.between(
                                Optional.of(
                                        report(
                                                SiteState.READY,
                                                finding("A", Severity.WARN, "took 1.2 s"))),
                                report(SiteState.READY, finding("A", Severity.WARN, "took 1.3 s")))
                        .isEmpty());
    }

    @Test
    void what_grows_worse_appears_and_what_it_was_is_gone() {
        CheckChanges changes =
                CheckChanges.between(
                        Optional.of(report(SiteState.READY, finding("A", Severity.WARN, "a"))),
                        report(SiteState.REJECTING, finding("A", Severity.CRIT, "a")));
        assertEquals(Severity.CRIT, changes.appeared().getFirst().severity());
        assertEquals(Severity.WARN, changes.gone().getFirst().severity());
        assertEquals(
                new CheckChanges.Moved(
                        "acme",
                        "backup",
                        Optional.of(SiteState.READY),
                        Optional.of(SiteState.REJECTING)),
                changes.sites().getFirst());
    }

    @Test
    void what_is_fine_is_never_news() {
        assertTrue(
                CheckChanges.between(
                                Optional.of(report(SiteState.READY)),
                                report(SiteState.READY, finding("A", Severity.OK, "fine")))
                        .isEmpty());
    }

    private static CheckReport report(SiteState state, Finding... findings) {
        return new CheckReport(
                List.of(
                        new CheckReport.Site(
                                "acme", new SiteReport("backup", state, List.of(), List.of()))),
                List.of(findings),
                List.of());
    }

    private static Finding finding(String id, Severity severity, String message) {
        return new Finding(
                id,
                severity,
                new Finding.Where("acme", Optional.empty(), Optional.of("backup"), "mx"),
                message,
                "mend it",
                "RFC 5321");
    }
}
