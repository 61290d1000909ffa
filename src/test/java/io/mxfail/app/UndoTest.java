package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.journal.RunOutcome;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;
import java.util.Optional;

class UndoTest {
    @Test
    void every_byte_and_ttl_comes_back() throws Exception {
        for (Office office : List.of(Office.open(), Office.setBySet(), Office.twoZones())) {
            String origin = office.zones().text();
            office.switchToBackup();
            Switch.Done done = office.undo();
            assertEquals(Exit.DONE, done.result().exit(), done::toString);
            assertEquals(origin, office.zones().text());
            assertEquals(
                    Optional.of(office.journal.runs().getLast()),
                    office.newest().started().header().reverts());
        }
    }

    @Test
    void what_others_changed_meanwhile_elsewhere_stays() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.zones().put(Office.set("www.example.test.", Type.A, 300, "192.0.2.81"));
        var txt = office.zones().at(new io.mxfail.core.dns.RecordKey(Office.EXAMPLE, Type.TXT));
        var data = new java.util.ArrayList<>(txt.orElseThrow().data());
        data.add("\"added-meanwhile=1\"");
        office.zones().put(Office.set("example.test.", Type.TXT, 300, data.toArray(new String[0])));
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertTrue(office.zones().text().contains("192.0.2.81"));
        assertTrue(office.zones().text().contains("added-meanwhile=1"));
        assertTrue(office.zones().text().contains("\"v=spf1 ip4:192.0.2.0/28 ~all\""));
    }

    @Test
    void a_set_that_someone_else_changed_since_is_shown_and_nothing_is_touched() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.zones().put(Office.set("example.test.", Type.MX, 60, "10 mx9.other.example."));
        String before = office.zones().text();
        Switch.Done done = office.undo();
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals(before, office.zones().text());
        var stale = done.result().stale().get(Office.EXAMPLE);
        assertEquals(1, stale.size());
        assertEquals(Office.MX, stale.keySet().iterator().next().key());
        assertEquals(1, office.journal.runs().size());
    }

    @Test
    void a_zone_that_changes_while_the_operator_reads_is_not_touched() throws Exception {
        Office office = Office.twoZones();
        office.switchToBackup();
        office.whileAsking =
                () ->
                        office.zones()
                                .put(
                                        Office.set(
                                                "example.test.",
                                                Type.MX,
                                                60,
                                                "10 mx9.other.example."));
        Switch.Done done = office.undo(Order.YES.asking());
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals("10 mx9.other.example.", office.mx());
        assertEquals("10 mx.backup.example.", office.otherMx());
    }

    @Test
    void what_is_former_already_is_skipped() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.zones().put(Office.set("example.test.", Type.MX, 3600, "10 mx1.example.test."));
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertEquals(Office.open().zones().text(), office.zones().text());
    }

    @Test
    void nothing_left_to_take_back_is_nothing_to_do() throws Exception {
        Office office = Office.open();
        Office calm = Office.open();
        office.switchToBackup();
        office.services.put("memory 1", office.zones().zone(Office.EXAMPLE, sets(calm)));
        Switch.Done done = office.undo();
        assertEquals(Exit.DONE, done.result().exit());
        assertEquals(RunOutcome.UNCHANGED, done.result().report().outcome());
    }

    private static List<io.mxfail.core.dns.RecordSet> sets(Office office) throws Exception {
        var all = new java.util.ArrayList<io.mxfail.core.dns.RecordSet>();
        for (String line : office.zones().text().lines().toList()) {
            String[] word = line.split(" ", 3);
            office.zones()
                    .at(
                            new io.mxfail.core.dns.RecordKey(
                                    org.xbill.DNS.Name.fromConstantString(word[0]),
                                    Type.value(word[1])))
                    .ifPresent(all::add);
        }
        return all;
    }

    @Test
    void a_former_site_that_returns_mail_blocks_as_a_target_does() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.mail.set("mx1.example.test.", Manner.REJECTS);
        Switch.Done done = office.undo();
        assertEquals(Exit.REFUSED, done.result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals(
                Exit.PARTIAL,
                office.undo(Order.YES.from("backup").accepting("TARGET-RCPT")).result().exit());
        assertEquals("10 mx1.example.test.", office.mx());
    }

    @Test
    void without_a_run_there_is_nothing_to_undo() {
        Office office = Office.open();
        var failure = assertThrows(CommandFailure.class, office::undo);
        assertEquals("nothing-to-undo", failure.kind());
        assertEquals(Exit.REFUSED, failure.exit());
    }

    @Test
    void an_older_run_is_not_taken_back_over_a_newer_one() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        String first = office.newest().run();
        office.time.sleep(java.time.Duration.ofMinutes(5));
        office.switchTo("primary", Order.YES.from("backup"));
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () ->
                                new Undo(
                                                office.world(),
                                                _ -> Confirmation.Answer.CONFIRMED,
                                                Progress.SILENT)
                                        .run(
                                                Order.YES.fromAnywhere().request("undo"),
                                                Optional.of(first)));
        assertEquals("not-newest", failure.kind());
    }

    @Test
    void an_undo_is_a_run_that_can_be_taken_back() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        String switched = office.zones().text();
        office.time.sleep(java.time.Duration.ofMinutes(5));
        office.undo();
        office.time.sleep(java.time.Duration.ofMinutes(5));
        assertEquals(Exit.DONE, office.undo().result().exit());
        assertEquals(switched, office.zones().text());
    }

    @Test
    void a_dry_run_leaves_no_trace() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        String before = office.zones().text();
        assertEquals(Exit.DONE, office.undo(Order.YES.from("backup").dryRun()).result().exit());
        assertEquals(before, office.zones().text());
        assertEquals(1, office.journal.runs().size());
    }

    @Test
    void an_operator_who_says_no_changes_nothing() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.answer = Confirmation.Answer.CANCELLED;
        assertEquals(Exit.CANCELLED, office.undo(Order.YES.asking()).result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
    }

    @Test
    void another_active_site_than_expected_is_stale() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        Switch.Done done = office.undo(Order.YES.from("primary"));
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals(Exit.DONE, office.undo(Order.YES.from("backup")).result().exit());
    }

    @Test
    void an_undo_that_breaks_leaves_the_mark_of_the_run_that_died() throws Exception {
        Office office = Office.setBySet();
        office.journal.crashAfter(3);
        assertThrows(Crash.class, office::switchToBackup);
        office.restart();
        office.whileAsking =
                () -> {
                    throw new IllegalStateException("a bug");
                };
        assertThrows(
                IllegalStateException.class, () -> office.undo(Order.YES.fromAnywhere().asking()));
        var failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertEquals("interrupted", failure.kind());
    }
}
