package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.journal.RunOutcome;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.List;

/// The way back from runs that moved no mail: what they published or took off is awaited at the
/// name servers, and nobody says that anything was switched.
class UndoWithoutMoveTest {
    private static final RecordKey DKIM =
            new RecordKey(Name.fromConstantString("b1._domainkey.example.test."), Type.CNAME);
    private static final RecordKey TEXTS = new RecordKey(Office.EXAMPLE, Type.TXT);

    @Test
    void a_preparation_is_taken_back_at_every_name_server() throws Exception {
        Office office = Office.open();
        String origin = office.zones().text();
        office.prepare("backup");

        Switch.Done done = office.undo();

        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals(origin, office.zones().text());
        assertEquals(RunOutcome.RESTORED, done.result().report().outcome());
        assertEquals(RunOutcome.RESTORED, done.result().report().domains().getFirst().outcome());
        assertEquals(
                List.of(RunOutcome.RESTORED),
                office.newest().ended().stream().map(end -> end.outcome()).toList());
    }

    @Test
    void a_server_that_still_serves_what_was_prepared_is_named_and_nothing_counts_as_done()
            throws Exception {
        for (RecordKey key : List.of(DKIM, TEXTS, Office.MX)) {
            Office office = Office.open();
            office.prepare("backup");
            office.lookup.lag(Office.NS2, key);

            Switch.Done done = office.undo();

            assertEquals(Exit.PENDING, done.result().exit(), done::toString);
            String error = done.result().report().domains().getFirst().error().orElseThrow();
            assertEquals(Office.NS2 + " does not serve the new " + key + " yet", error);
        }
    }

    @Test
    void without_verification_it_is_not_said_to_be_seen() throws Exception {
        Office office = Office.open();
        office.prepare("backup");

        Switch.Done done = office.undo(Order.YES.fromAnywhere().unverified());

        assertEquals(Exit.PENDING, done.result().exit(), done::toString);
    }

    @Test
    void a_way_back_that_died_is_finished_by_resume_with_the_same_proof() throws Exception {
        Office office = Office.open();
        String origin = office.zones().text();
        office.prepare("backup");
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::undo);
        office.restart();
        assertEquals(origin, office.zones().text());
        office.lookup.lag(Office.NS2, DKIM);
        office.zones()
                .put(Office.set(DKIM.name().toString(), Type.CNAME, 60, "b1.dkim.backup.example."));
        office.lookup.lag(Office.NS2, DKIM);

        Switch.Done late = office.resume();

        assertEquals(Exit.PENDING, late.result().exit(), late::toString);
        assertEquals(origin, office.zones().text());
    }

    @Test
    void a_domain_whose_mail_stays_is_awaited_in_a_run_that_moves_another() throws Exception {
        Office office = Office.twoZones();
        // the other domain is at backup already, but for its SPF record
        office.zones().put(Office.set("other.test.", Type.MX, 60, "10 mx.backup.example."));
        office.zones().put(Office.set("smtp.other.test.", Type.CNAME, 60, "relay.backup.example."));
        office.zones()
                .put(
                        Office.set(
                                "b1._domainkey.other.test.",
                                Type.CNAME,
                                60,
                                "b1.dkim.backup.example."));
        assertEquals(Exit.DONE, office.switchTo("backup", Order.YES.asking()).result().exit());
        RecordKey texts = new RecordKey(Office.OTHER, Type.TXT);
        assertTrue(office.zones().at(texts).toString().contains("_spf.backup.example"));
        office.lookup.lag(Office.NS2, texts);

        Switch.Done back = office.undo();

        assertEquals(Exit.PENDING, back.result().exit(), back::toString);
        assertEquals(
                List.of(RunOutcome.SWITCHED, RunOutcome.UNVERIFIED),
                back.result().report().domains().stream().map(d -> d.outcome()).toList());
    }
}
