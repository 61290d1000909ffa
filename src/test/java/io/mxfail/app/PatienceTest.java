package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.probe.SiteState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Hosts that greylist are asked a second time, in virtual time.
class PatienceTest {
    private static final Selection ALL = new Selection(List.of(), false, List.of());
    private static final Instant KNOWN = VirtualTime.START.plusSeconds(300);

    private final Office office = Office.open();

    private CheckReport check(Duration wait) throws Exception {
        return new Check(Check.patient(office.world(), wait, office.progress()), office.progress())
                .run(ALL, Optional.of("backup"));
    }

    private SiteState state(CheckReport report) {
        return report.sites().getFirst().report().state();
    }

    private static List<String> ids(CheckReport report) {
        return report.findings().stream().map(Finding::id).toList();
    }

    private static Finding finding(CheckReport report, String id) {
        return report.findings().stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// Puts strangers off until a moment, and takes them from then on.
    private void greylists(Instant known) {
        office.mail.set("mx.backup.example.", Manner.GREYLISTS);
        office.mail.onProbe(
                "mx.backup.example.",
                () -> {
                    if (!office.time.instant().isBefore(known)) {
                        office.mail.set("mx.backup.example.", Manner.TAKES);
                    }
                });
    }

    @Test
    void nobody_waits_unasked_and_it_is_said_when_to_ask_again_and_how() throws Exception {
        greylists(KNOWN);
        CheckReport report = check(Duration.ZERO);
        assertEquals(VirtualTime.START, office.time.instant());
        assertEquals(SiteState.UNKNOWN, state(report));
        for (String id : List.of("GREYLISTED", "TARGET-UNKNOWN")) {
            assertTrue(
                    finding(report, id)
                            .fix()
                            .contains(
                                    "from 2026-11-24T03:10:02Z on it counts to ask again: `mxfail"
                                            + " check --site backup`; to have it wait and ask:"
                                            + " `mxfail check --site backup --wait 6m`"),
                    finding(report, id).fix());
        }
    }

    @Test
    void with_time_to_wait_the_second_answer_is_what_counts() throws Exception {
        greylists(KNOWN);
        CheckReport report = check(Duration.ofMinutes(6));
        assertEquals(SiteState.READY, state(report));
        assertFalse(ids(report).contains("GREYLISTED"), report.findings().toString());
        assertEquals(VirtualTime.START.plusSeconds(301), office.time.instant());
    }

    @Test
    void a_delay_that_does_not_fit_is_not_begun() throws Exception {
        greylists(KNOWN);
        CheckReport report = check(Duration.ofMinutes(4));
        assertEquals(SiteState.UNKNOWN, state(report));
        assertEquals(VirtualTime.START, office.time.instant());
    }

    @Test
    void a_host_that_wants_still_longer_is_asked_as_long_as_there_is_time() throws Exception {
        greylists(VirtualTime.START.plusSeconds(590));
        assertEquals(SiteState.READY, state(check(Duration.ofMinutes(11))));
        assertEquals(VirtualTime.START.plusSeconds(602), office.time.instant());
    }

    @Test
    void a_refusal_at_the_second_time_is_a_refusal() throws Exception {
        office.mail.set("mx.backup.example.", Manner.GREYLISTS);
        office.time.onPause(() -> office.mail.set("mx.backup.example.", Manner.REJECTS));
        CheckReport report = check(Duration.ofMinutes(6));
        assertEquals(SiteState.REJECTING, state(report));
        assertTrue(ids(report).contains("TARGET-RCPT"));
    }

    @Test
    void a_host_that_is_gone_at_the_second_time_said_what_it_said() throws Exception {
        office.mail.set("mx.backup.example.", Manner.GREYLISTS);
        office.time.onPause(() -> office.mail.set("mx.backup.example.", Manner.DOWN));
        assertEquals(SiteState.UNKNOWN, state(check(Duration.ofMinutes(6))));
    }

    @Test
    void a_later_check_finds_the_host_that_knows_us_by_then() throws Exception {
        greylists(KNOWN);
        assertEquals(SiteState.UNKNOWN, state(check(Duration.ZERO)));
        office.time.sleep(Duration.ofMinutes(5));
        CheckReport later = check(Duration.ZERO);
        assertEquals(SiteState.READY, state(later));
        assertFalse(ids(later).contains("GREYLISTED"));
    }

    @Test
    void what_is_no_greylisting_is_not_waited_for() throws Exception {
        for (Manner manner : List.of(Manner.REJECTS, Manner.DOWN, Manner.TAKES)) {
            office.mail.set("mx.backup.example.", manner);
            check(Duration.ofHours(1));
            assertEquals(VirtualTime.START, office.time.instant(), manner.name());
        }
    }
}
