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
import org.xbill.DNS.Type;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    void where_the_name_servers_are_silent_too_mail_hosts_with_a_known_address_are_probed()
            throws Exception {
        Office office = Office.open();
        office.zones().unreadable(FailureKind.TIMEOUT);
        office.lookup.silence(Office.NS1);
        office.lookup.silence(Office.NS2);

        CheckReport report = check(office);
        // the primary's hosts lie in the dead zone, the backup's elsewhere
        assertEquals(List.of(SiteState.UNKNOWN, SiteState.READY), states(report));
        finding(report, "PROVIDER-UNREACHABLE");
        String silent = finding(report, "NS-UNREACHABLE").message();
        assertTrue(silent.startsWith("no name server of example.test. answers: "), silent);
        assertTrue(
                silent.contains(Office.NS1 + " (") && silent.contains(Office.NS2 + " ("), silent);
        assertEquals(2, Check.exit(report));
    }

    @Test
    void a_mail_host_in_a_dead_zone_is_probed_where_a_resolver_remembers_it() throws Exception {
        Office office = Office.open().withResolver();
        office.zones().unreadable(FailureKind.TIMEOUT);
        office.lookup.silence(Office.NS1);
        office.lookup.silence(Office.NS2);
        office.lookup.cache(
                Office.RESOLVER, Office.set("mx1.example.test.", Type.A, 300, "192.0.2.10"));

        assertEquals(List.of(SiteState.READY, SiteState.READY), states(check(office)));
    }

    @Test
    void nobody_is_asked_the_same_twice() throws Exception {
        Office office = Office.twoZones().withResolver();
        check(office);

        List<String> servers =
                office.lookup.askedOfServers().stream()
                        // where the resolver in the test gets its own answers from
                        .filter(line -> !line.startsWith("192.0.2.255"))
                        .toList();
        assertTrue(servers.size() > 20, servers.toString());
        assertEquals(List.of(), repeated(servers));
        assertEquals(List.of(), repeated(office.lookup.askedOfResolvers()));
    }

    private static List<String> repeated(List<String> lines) {
        return lines.stream()
                .filter(line -> Collections.frequency(lines, line) > 1)
                .distinct()
                .sorted()
                .toList();
    }

    /// The mail host answers only once the provider was asked, and the provider only once the mail
    /// host was: one after the other, neither would ever end.
    @Test
    void the_provider_is_read_while_the_mail_hosts_are_probed() throws Exception {
        Office office = Office.open();
        var met = new CyclicBarrier(2);
        office.zones().onRead(() -> meet(met));
        office.mail.onProbe("mx.backup.example.", () -> meet(met));

        assertEquals(List.of(SiteState.READY, SiteState.READY), states(check(office)));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("they wait for each other", e);
        }
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
