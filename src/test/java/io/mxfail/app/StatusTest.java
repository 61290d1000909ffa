package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.propagation.StatusReport;
import io.mxfail.core.propagation.VerifyReport;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `status` and `verify` say at the times between and after changes, on virtual time.
class StatusTest {
    private static final Selection ALL = new Selection(List.of(), false, List.of());
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void caches_hold_old_data_after_a_switch_that_nobody_verified() throws Exception {
        Office office = Office.open();
        office.switchTo("backup", Order.YES.unverified());
        Instant end = VirtualTime.START.plus(HOUR);

        assertEquals(Optional.of(end), only(status(office)).caches().until());
        assertEquals(1, exit(office));
        assertEquals(Optional.of(end), verified(office).cachesUntil());

        // a later look does not begin to count anew
        office.time.sleep(Duration.ofMinutes(40));
        assertEquals(Optional.of(end), only(status(office)).caches().until());
        assertEquals(Optional.of(end), verified(office).cachesUntil());

        office.time.sleep(Duration.ofMinutes(21));
        assertEquals(Optional.empty(), only(status(office)).caches().until());
        assertEquals(0, exit(office));
    }

    @Test
    void after_an_undo_caches_may_hold_what_was_undone_for_its_own_ttl() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.time.sleep(Duration.ofMinutes(5));
        office.undo();
        Instant undone = office.time.instant();

        Optional<Instant> until = only(status(office)).caches().until();
        assertEquals(Optional.of(undone.plusSeconds(60)), until);

        office.time.sleep(Duration.ofSeconds(61));
        assertEquals(Optional.empty(), only(status(office)).caches().until());
    }

    @Test
    void an_undo_that_nobody_verified_counts_from_its_write() throws Exception {
        Office office = Office.open();
        office.switchTo("backup", Order.YES.unverified());
        office.time.sleep(Duration.ofMinutes(5));
        office.undo(Order.YES.fromAnywhere().unverified());

        assertEquals(
                Optional.of(office.time.instant().plusSeconds(60)),
                only(status(office)).caches().until());
    }

    @Test
    void an_spf_record_that_a_switch_extended_is_old_data_too() throws Exception {
        Office office = Office.open();
        var txt = new RecordKey(Office.EXAMPLE, Type.TXT);
        office.zones().put(office.zones().at(txt).orElseThrow().withTtl(7200));
        office.switchToBackup();

        Optional<Instant> end = Optional.of(VirtualTime.START.plus(HOUR.multipliedBy(2)));
        assertEquals(end, only(status(office)).caches().until());
        assertEquals(end, verified(office).cachesUntil());
    }

    @Test
    void a_name_server_that_is_silent_is_named_and_no_success() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.time.sleep(HOUR);
        office.lookup.silence(Office.NS2);

        StatusReport.Domain domain = only(status(office));
        assertEquals("backup", domain.active().site());
        assertEquals(
                List.of(new StatusReport.Silent(Office.NS2, "no answer")),
                domain.active().silent());
        assertEquals(1, exit(office));

        office.lookup.wake(Office.NS2);
        assertEquals(0, exit(office));
    }

    @Test
    void data_that_one_server_alone_has_otherwise_is_drift() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.time.sleep(HOUR);
        assertEquals(0, exit(office));
        var smtp = Office.set("smtp.example.test.", Type.CNAME, 1800, "stray.example.");
        var right = office.zones().at(smtp.key()).orElseThrow();
        office.zones().put(smtp);
        office.lookup.lag(Office.NS2, smtp.key());
        office.zones().put(right);

        StatusReport.Domain domain = only(status(office));

        assertEquals("backup", domain.active().site());
        assertEquals(List.of(smtp.key()), domain.drift().stream().map(d -> d.key()).toList());
        assertEquals(1, exit(office));
    }

    @Test
    void a_zone_that_nobody_serves_is_unread() throws Exception {
        Office office = Office.open();
        office.lookup.drop(Office.EXAMPLE);
        String gone = only(status(office)).error().orElseThrow();
        assertTrue(gone.startsWith("cannot find the zone of example.test."), gone);
        assertEquals(3, exit(office));
    }

    @Test
    void one_domain_that_nobody_finds_keeps_no_other_from_being_verified() throws Exception {
        Office office = Office.twoZones();
        office.switchToBackup();
        office.lookup.drop(Office.OTHER);

        VerifyReport report = verify(office, Optional.empty());
        assertEquals(
                List.of(Office.EXAMPLE),
                report.domains().stream().map(d -> d.subject().domain()).toList());
        assertEquals(VerifyReport.Verdict.VERIFIED, report.domains().getFirst().verdict());
        VerifyReport.Unread unread = report.unread().getFirst();
        assertEquals(new VerifyReport.Subject("acme", Office.OTHER, "backup"), unread.subject());
        assertTrue(unread.why().startsWith("cannot find the zone of other.test."), unread.why());
        assertEquals(1, Verify.exit(report));

        office.lookup.drop(Office.EXAMPLE);
        assertEquals(3, Verify.exit(verify(office, Optional.empty())));
    }

    @Test
    void silence_where_no_site_is_expected_is_no_verdict_on_it() throws Exception {
        Office office = Office.open();
        office.lookup.silence(Office.NS1);
        office.lookup.silence(Office.NS2);

        VerifyReport report = verify(office, Optional.empty());
        String why = report.unread().getFirst().why();
        assertTrue(why.contains("192.0.2.1: no answer, 192.0.2.2: no answer"), why);
        assertEquals(why, only(status(office)).error().orElseThrow());
        assertEquals(3, Verify.exit(report));
    }

    @Test
    void data_of_no_site_fails_a_verification_that_expects_none_by_name() throws Exception {
        Office office = Office.twoZones();
        office.zones().put(Office.set("other.test.", Type.MX, 60, "10 mx9.elsewhere.example."));

        VerifyReport report = verify(office, Optional.empty());
        VerifyReport.Domain other = report.domains().getLast();
        assertEquals(Office.OTHER, other.subject().domain());
        assertEquals(VerifyReport.Verdict.FAILED, other.verdict());
        assertEquals("10 mx9.elsewhere.example.", other.authoritative().getFirst().detail());
        assertEquals(VerifyReport.Verdict.VERIFIED, report.domains().getFirst().verdict());
        assertEquals(2, Verify.exit(report));
        List<String> next = Verify.next(report, office.time.instant());
        assertTrue(next.getFirst().contains("--expect"), next::toString);
    }

    @Test
    void to_prepare_is_no_move_that_verify_would_look_for() throws Exception {
        Office office = Office.open();
        new Prepare(office.world(), office.confirmation(), Progress.SILENT)
                .run(Order.YES.request("prepare"), "backup");

        VerifyReport report = verify(office, Optional.empty());
        assertEquals("primary", report.domains().getFirst().subject().expected());
        assertEquals(0, Verify.exit(report));
    }

    @Test
    void a_ttl_that_was_shortened_right_before_the_move_still_counts() throws Exception {
        Office office = Office.open().withResolver();
        office.lookup.cache(Office.RESOLVER, office.zones().at(Office.MX).orElseThrow());
        new Prepare(office.world(), office.confirmation(), Progress.SILENT)
                .run(Order.YES.request("prepare"), "backup");
        Optional<Instant> end = Optional.of(VirtualTime.START.plus(HOUR));
        office.time.sleep(Duration.ofMinutes(10));

        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        assertEquals(end, done.result().report().domains().getFirst().times().cachesUntil());
        office.time.sleep(Duration.ofMinutes(10));

        VerifyReport.Domain seen = verified(office);
        assertEquals(VerifyReport.ResolverState.OLD, seen.resolvers().getFirst().state());
        assertEquals(end, seen.cachesUntil());
        assertEquals(end, only(status(office)).caches().until());
    }

    @Test
    void what_is_wrong_is_told_before_what_is_not_known() throws Exception {
        Office office = Office.twoZones();
        office.lookup.drop(Office.OTHER);
        assertEquals(3, exit(office));
        office.zones().put(Office.set("example.test.", Type.MX, 60, "10 mx9.elsewhere.example."));
        assertEquals(2, exit(office));
    }

    @Test
    void history_is_that_of_the_profiles_and_domains_that_are_named() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        var history = new History(office.world());

        assertEquals(1, history.of(ALL).size());
        assertEquals(1, history.of(selection("acme", "example.test")).size());
        assertEquals(1, history.of(selection("/etc/mail/acme.yaml", "example.test.")).size());
        assertEquals(0, history.of(selection("acme", "other.test")).size());
        assertEquals(0, history.of(selection("else", "example.test")).size());
    }

    private static Selection selection(String profile, String domain) {
        return new Selection(List.of(profile), false, List.of(domain));
    }

    private static VerifyReport verify(Office office, Optional<String> expect) throws Exception {
        return new Verify(office.world(), Progress.SILENT).run(ALL, expect, Optional.empty());
    }

    private static StatusReport status(Office office) throws Exception {
        return new Status(office.world(), Progress.SILENT).run(ALL);
    }

    private static int exit(Office office) throws Exception {
        return Status.exit(status(office), office.time.instant());
    }

    private static StatusReport.Domain only(StatusReport report) {
        assertEquals(1, report.domains().size());
        return report.domains().getFirst();
    }

    private static VerifyReport.Domain verified(Office office) throws Exception {
        return verify(office, Optional.empty()).domains().getFirst();
    }
}
