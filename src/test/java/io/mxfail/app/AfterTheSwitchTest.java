package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.propagation.VerifyReport;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What verification makes of name servers, resolvers and mail hosts, on virtual time.
class AfterTheSwitchTest {
    private static final RecordKey TEXTS = new RecordKey(Office.EXAMPLE, Type.TXT);
    private static final RecordKey KEY =
            new RecordKey(Name.fromConstantString("b1._domainkey.example.test."), Type.CNAME);

    @Test
    void without_verification_the_end_is_pending() throws Exception {
        Office office = Office.open();
        Switch.Done done = office.switchTo("backup", Order.YES.unverified());
        assertEquals(Exit.PENDING, done.result().exit());
        assertEquals(RunOutcome.UNVERIFIED, done.result().report().outcome());
        assertEquals(Optional.empty(), done.result().verified());
        assertEquals("10 mx.backup.example.", office.mx());
    }

    @Test
    void a_server_that_learns_late_is_waited_for() throws Exception {
        Office office = Office.open();
        office.lookup.lag(Office.NS2, Office.MX);
        office.time.onPause(
                () -> {
                    if (waited(office).compareTo(Duration.ofMinutes(3)) > 0) {
                        office.lookup.catchUp(Office.NS2);
                    }
                });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertTrue(waited(office).compareTo(Duration.ofMinutes(4)) < 0);
        Instant arrived =
                done.result().report().domains().getFirst().times().authoritativeAt().orElseThrow();
        assertTrue(arrived.isAfter(VirtualTime.START.plus(Duration.ofMinutes(3))));
    }

    @Test
    void a_server_that_never_learns_ends_the_wait_as_pending() throws Exception {
        Office office = Office.open();
        office.lookup.lag(Office.NS2, Office.MX);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        assertTrue(waited(office).compareTo(Duration.ofMinutes(15)) >= 0);
        assertTrue(waited(office).compareTo(Duration.ofMinutes(16)) < 0);
    }

    @Test
    void a_server_with_the_new_mx_and_the_old_spf_or_without_the_key_is_waited_for()
            throws Exception {
        for (RecordKey key : List.of(TEXTS, KEY)) {
            Office office = Office.open();
            office.lookup.lag(Office.NS2, key);

            Switch.Done late = office.switchToBackup();

            assertEquals(Exit.PENDING, late.result().exit(), late::toString);
            assertTrue(waited(office).compareTo(Duration.ofMinutes(15)) >= 0);
            VerifyReport.Authoritative second = second(late.result().verified().orElseThrow());
            assertEquals(VerifyReport.ServerState.OLD, second.state());
            String what = key + (key.equals(TEXTS) ? " v=spf1" : "");
            assertEquals(List.of(what), second.missing());
            String error = late.result().report().domains().getFirst().error().orElseThrow();
            assertTrue(error.contains("still old: 192.0.2.2 (" + what + ")"), error);
            VerifyReport asked = verify(office, "backup");
            assertEquals(1, Verify.exit(asked), asked::toString);
            assertEquals(List.of(what), second(asked).missing());
            office.lookup.catchUp(Office.NS2);
            assertEquals(0, Verify.exit(verify(office, "backup")));
        }
    }

    @Test
    void a_foreign_string_that_one_server_lacks_is_nobodys_business() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.lookup.lag(Office.NS2, TEXTS);
        var strings = new java.util.ArrayList<>(office.zones().at(TEXTS).orElseThrow().data());
        strings.add("\"a-new=neighbour\"");
        office.zones()
                .put(Office.set("example.test.", Type.TXT, 300, strings.toArray(new String[0])));
        assertEquals(0, Verify.exit(verify(office, "backup")));
    }

    @Test
    void what_a_settling_took_off_must_be_gone_at_every_server() throws Exception {
        Office office = Office.open().withActiveSpf();
        office.switchToBackup();
        office.time.sleep(Duration.ofDays(6));
        office.lookup.lag(Office.NS2, TEXTS);

        Switch.Done late =
                new Settle(office.world(), office.confirmation(), Progress.SILENT)
                        .run(Order.YES.fromAnywhere().request("settle"));

        assertEquals(Exit.PENDING, late.result().exit(), late::toString);
        VerifyReport seen = verify(office, "backup");
        assertEquals(1, Verify.exit(seen), seen::toString);
        assertEquals(List.of(TEXTS + " v=spf1"), second(seen).missing());
        office.lookup.catchUp(Office.NS2);
        assertEquals(0, Verify.exit(verify(office, "backup")));
    }

    @Test
    void an_undo_waits_for_the_old_spf_and_for_the_key_to_go() throws Exception {
        for (RecordKey key : List.of(TEXTS, KEY)) {
            Office office = Office.open();
            office.switchToBackup();
            office.lookup.lag(Office.NS2, key);

            Switch.Done late = office.undo();

            assertEquals(Exit.PENDING, late.result().exit(), late::toString);
            assertEquals(1, Verify.exit(verify(office, "primary")));
            office.lookup.catchUp(Office.NS2);
            assertEquals(0, Verify.exit(verify(office, "primary")));
        }
    }

    private static VerifyReport verify(Office office, String site) throws Exception {
        return new Verify(office.world(), Progress.SILENT)
                .run(
                        new Selection(List.of(), false, List.of()),
                        Optional.of(site),
                        Optional.empty());
    }

    private static VerifyReport.Authoritative second(VerifyReport report) {
        return report.domains().getFirst().authoritative().get(1);
    }

    @Test
    void a_dead_server_is_named_and_not_waited_for() throws Exception {
        Office office = Office.open();
        office.lookup.silence(Office.NS2);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
        assertTrue(waited(office).compareTo(Duration.ofMinutes(1)) < 0, waited(office)::toString);
        String error = done.result().report().domains().getFirst().error().orElseThrow();
        assertTrue(error.contains("192.0.2.2"), error);
    }

    @Test
    void a_resolver_that_rightly_holds_the_old_data_keeps_it_pending_until_its_ttl_ends()
            throws Exception {
        Office office = Office.open().withResolver();
        office.lookup.cache(Office.RESOLVER, office.zones().at(Office.MX).orElseThrow());
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PENDING, done.result().exit());
        VerifyReport.Domain seen = done.result().verified().orElseThrow().domains().getFirst();
        assertEquals(VerifyReport.ResolverState.OLD, seen.resolvers().getFirst().state());
        assertEquals(Optional.of(VirtualTime.START.plus(Duration.ofHours(1))), seen.cachesUntil());
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("caches end by 2026-11-24T04:05:00Z"), note);
        assertTrue(note.contains("mxfail verify -p acme --expect backup"), note);
    }

    @Test
    void a_resolver_whose_cache_ends_in_time_is_waited_for() throws Exception {
        Office office = Office.open().withResolver();
        office.lookup.cache(
                Office.RESOLVER, Office.set("example.test.", Type.MX, 600, "10 mx1.example.test."));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertTrue(waited(office).compareTo(Duration.ofMinutes(10)) >= 0);
    }

    @Test
    void names_that_are_not_published_yet_are_never_asked_at_a_resolver() throws Exception {
        Office office = Office.open().withResolver();
        office.site(
                "backup",
                java.util.List.of("10 mxb.${domain}."),
                java.util.List.of("mxb A 192.0.2.21", "smtp CNAME relay.backup.example."));
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertFalse(
                office.lookup.askedOfResolvers().stream().anyMatch(q -> q.contains("mxb")),
                () -> office.lookup.askedOfResolvers().toString());
    }

    @Test
    void a_target_that_defers_at_first_is_asked_again() throws Exception {
        Office office = Office.open();
        office.time.onPause(
                () -> {
                    if (waited(office).compareTo(Duration.ofMinutes(2)) > 0) {
                        office.mail.set("mx.backup.example.", Manner.TAKES);
                    }
                });
        office.whileAsking = () -> office.mail.set("mx.backup.example.", Manner.DEFERS);
        Switch.Done done = office.switchTo("backup", Order.YES.asking());
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
    }

    @Test
    void a_target_that_begins_to_refuse_is_an_alarm() throws Exception {
        Office office = Office.open();
        office.whileAsking = () -> office.mail.set("mx.backup.example.", Manner.REJECTS);
        Switch.Done done = office.switchTo("backup", Order.YES.asking());
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertEquals(Office.open().zones().text(), office.zones().text());
    }

    private static Duration waited(Office office) {
        return Duration.between(VirtualTime.START, office.time.instant());
    }
}
