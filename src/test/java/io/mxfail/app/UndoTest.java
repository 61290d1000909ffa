package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.Outcome;

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

    @Test
    void a_run_in_doubt_that_left_no_trace_is_closed_so_that_no_resume_moves_mail_after_all()
            throws Exception {
        Office office = Office.open();
        office.zones().next(_ -> new Outcome.Unknown("no answer"));
        office.switchToBackup();
        office.zones().calm();
        assertEquals(RunOutcome.PARTIAL, office.newest().ended().orElseThrow().outcome());

        Switch.Done rehearsed = office.undo(Order.YES.fromAnywhere().dryRun());
        assertEquals(RunOutcome.PARTIAL, office.newest().ended().orElseThrow().outcome());
        assertTrue(rehearsed.judged().orElseThrow().plan().isEmpty());
        Switch.Done done = office.undo();

        assertEquals(Exit.DONE, done.result().exit());
        String note = done.result().report().note().orElseThrow();
        assertTrue(note.contains("that run is closed"), note);
        assertTrue(note.contains("might arrive late"), note);
        assertTrue(done.judged().orElseThrow().plan().isEmpty());
        assertEquals(List.of(), done.judged().orElseThrow().hazards());
        assertEquals(RunOutcome.UNDONE, office.newest().ended().orElseThrow().outcome());
        assertTrue(office.findsNothingToResume());
        assertEquals("10 mx1.example.test.", office.mx());
    }

    @Test
    void a_write_that_arrives_after_its_run_was_closed_can_be_taken_back() throws Exception {
        Office office = Office.open();
        String origin = office.zones().text();
        var late = new java.util.ArrayList<io.mxfail.core.plan.ZoneWrite>();
        office.zones()
                .next(
                        write -> {
                            late.add(write);
                            return new Outcome.Unknown("no answer");
                        });
        office.switchToBackup();
        office.zones().calm();
        office.undo();
        office.zones().apply(late.getFirst());
        assertEquals("10 mx.backup.example.", office.mx());
        office.time.sleep(java.time.Duration.ofMinutes(5));

        assertEquals(Exit.DONE, office.undo().result().exit());

        assertEquals(origin, office.zones().text());
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
    void an_undo_is_a_run_that_can_be_taken_back_by_its_name() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        String switched = office.zones().text();
        office.time.sleep(java.time.Duration.ofMinutes(5));
        office.undo();
        String undo = office.newest().run();
        office.time.sleep(java.time.Duration.ofMinutes(5));
        assertEquals(Exit.DONE, office.undo(undo, Order.YES.fromAnywhere()).result().exit());
        assertEquals(switched, office.zones().text());
    }

    @Test
    void a_second_undo_that_nobody_confirms_and_that_names_no_run_changes_nothing()
            throws Exception {
        Office office = Office.open();
        String origin = office.zones().text();
        office.switchToBackup();
        String there = office.newest().run();
        office.time.sleep(java.time.Duration.ofMinutes(5));
        office.undo();
        String back = office.newest().run();

        for (Order order : List.of(Order.YES.fromAnywhere(), Order.YES.from("primary"))) {
            var failure = assertThrows(CommandFailure.class, () -> office.undo(order));

            assertEquals(Exit.USAGE, failure.exit());
            assertEquals("run-not-named", failure.kind());
            assertTrue(
                    failure.message().contains("(mail goes back to backup): `mxfail undo " + back),
                    failure::message);
            assertTrue(failure.message().contains("`mxfail undo " + there), failure::message);
            assertEquals(origin, office.zones().text());
            assertEquals(2, office.journal.runs().size());
            assertTrue(office.lease.isFree());
        }
        assertEquals(
                RunOutcome.UNCHANGED,
                office.undo(there, Order.YES.fromAnywhere()).result().report().outcome());
    }

    @Test
    void an_undo_of_an_undo_is_asked_about_as_the_redoing_that_it_is() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        String there = office.newest().run();
        office.undo();
        office.shown.clear();
        office.plans.clear();
        office.answer = Confirmation.Answer.CANCELLED;

        assertEquals(Exit.CANCELLED, office.undo(Order.YES.asking()).result().exit());

        assertTrue(office.shown.getFirst().startsWith("REDO run " + there), office.shown::toString);
        assertEquals(
                "this REDOES what run " + there + " did (mail goes back to backup)",
                office.plans.getFirst().advice().getFirst());
        office.answer = Confirmation.Answer.CONFIRMED;
        assertEquals(Exit.DONE, office.undo(Order.YES.asking()).result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
    }

    @Test
    void a_way_back_that_died_is_not_turned_round_by_trying_again() throws Exception {
        Office office = Office.setBySet();
        office.switchToBackup();
        office.journal.crashAfter(4);
        assertThrows(Crash.class, office::undo);
        office.restart();
        String half = office.zones().text();

        var failure = assertThrows(CommandFailure.class, office::undo);

        assertEquals(Exit.PARTIAL, failure.exit(), failure::message);
        assertTrue(failure.message().contains("still unfinished"), failure::message);
        assertEquals(half, office.zones().text());
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals("10 mx1.example.test.", office.mx());
    }

    @Test
    void the_way_back_shows_what_goes_otherwise_as_a_switch_does() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.plans.clear();

        office.undo(Order.YES.asking());

        var shown = office.plans.getFirst();
        assertTrue(
                shown.hazards().stream()
                        .anyMatch(
                                h ->
                                        h.id().equals("OLD-MX-CACHED")
                                                && h.who().contains("backup, which returns")),
                shown.hazards()::toString);
        assertTrue(
                shown.advice().stream().anyMatch(line -> line.startsWith("backup: bouncing now")),
                shown.advice()::toString);
    }

    @Test
    void the_way_back_from_a_site_that_takes_mail_says_how_long_it_is_needed() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        office.plans.clear();

        office.undo(Order.YES.asking());

        var shown = office.plans.getFirst();
        assertTrue(
                shown.hazards().stream().noneMatch(h -> h.id().equals("OLD-MX-CACHED")),
                shown.hazards()::toString);
        assertTrue(
                shown.advice().stream()
                        .anyMatch(line -> line.startsWith("keep backup up for 60 s")),
                shown.advice()::toString);
    }

    @Test
    void where_no_mail_moves_back_no_hazard_of_moving_it_is_shown() throws Exception {
        Office office = Office.open();
        office.prepare("backup");
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        office.plans.clear();

        office.undo(Order.YES.asking());

        assertEquals(List.of(), office.plans.getFirst().hazards());
        assertEquals(List.of(), office.plans.getFirst().advice());
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
