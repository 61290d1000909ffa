package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.probe.SiteState;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// What is still seen where the provider cannot be read, which is when it matters most.
class CheckTest {
    private static final Selection ALL = new Selection(List.of(), false, List.of());

    @Test
    void mail_hosts_are_probed_also_where_the_provider_cannot_be_read() throws Exception {
        Office office = Office.twoZones();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.zones().unreadable(FailureKind.UNAVAILABLE);

        CheckReport report = check(office);
        assertEquals(List.of(SiteState.READY, SiteState.REJECTING), states(report));
        assertEquals(2, report.sites().getFirst().report().domains().size());
        Finding unread = finding(report, "PROVIDER-UNREACHABLE");
        assertEquals(Finding.Severity.CRIT, unread.severity());
        assertTrue(
                unread.message().contains("nothing can be planned or written"), unread.message());
        assertTrue(finding(report, "TARGET-RCPT").message().contains("mx.backup.example"));
        assertEquals(2, Check.exit(report));
    }

    @Test
    void so_they_are_where_its_secret_is_not_to_be_had() throws Exception {
        Office office = Office.open().withProviderSecret();

        CheckReport report = check(office);
        assertEquals(List.of(SiteState.READY, SiteState.READY), states(report));
        assertTrue(finding(report, "PROVIDER-AUTH").message().contains("cannot get `key`"));
        assertEquals(2, Check.exit(report));
    }

    @Test
    void where_the_name_servers_are_silent_too_nothing_is_known_and_nothing_claimed()
            throws Exception {
        Office office = Office.open();
        office.zones().unreadable(FailureKind.TIMEOUT);
        office.lookup.silence(Office.NS1);
        office.lookup.silence(Office.NS2);

        CheckReport report = check(office);
        assertEquals(List.of(SiteState.UNKNOWN, SiteState.UNKNOWN), states(report));
        finding(report, "PROVIDER-UNREACHABLE");
        assertEquals(2, Check.exit(report));
    }

    @Test
    void a_goal_that_stands_is_no_good_news_where_mail_is_not_accepted() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.mail.set("mx.backup.example.", Manner.REJECTS);

        Switch.Done done = office.switchTo("backup", Order.YES.from("backup"));
        assertEquals(Exit.DONE, done.result().exit());
        String note = done.result().report().note().orElseThrow();
        assertTrue(
                note.startsWith("nothing to do: the goal stands already, but mail is not"), note);
        assertTrue(note.contains("goes back to its senders: "), note);
        assertTrue(note.contains("billing@example.test"), note);

        office.mail.set("mx.backup.example.", Manner.DOWN);
        note = note(office);
        assertTrue(note.contains("waits at its senders"), note);

        office.mail.set("mx.backup.example.", Manner.TAKES);
        assertEquals("nothing to do: the goal stands already", note(office));
    }

    private static String note(Office office) throws Exception {
        Switch.Done done = office.switchTo("backup", Order.YES.from("backup"));
        return done.result().report().note().orElseThrow();
    }

    private static CheckReport check(Office office) throws Exception {
        return new Check(office.world(), Progress.SILENT).run(ALL, Optional.empty());
    }

    private static List<SiteState> states(CheckReport report) {
        return report.sites().stream().map(site -> site.report().state()).toList();
    }

    private static Finding finding(CheckReport report, String id) {
        return report.findings().stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is none of " + report.findings()));
    }
}
