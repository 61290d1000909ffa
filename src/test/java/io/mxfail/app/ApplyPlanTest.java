package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.guard.Finding;
import io.mxfail.core.journal.RunOutcome;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.List;

class ApplyPlanTest {
    @Test
    void exactly_the_reviewed_plan_is_carried_out() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        Switch.Done done = office.apply(made);
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals(made.judged().plan().id(), office.newest().plan().id());
        assertEquals("10 mx.backup.example.", office.mx());
        office.undo();
        assertEquals(Office.open().zones().text(), office.zones().text());
    }

    @Test
    void a_plan_that_is_done_already_is_nothing_to_do() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.apply(made);
        Switch.Done again = office.apply(made);
        assertEquals(Exit.DONE, again.result().exit());
        assertEquals(RunOutcome.UNCHANGED, again.result().report().outcome());
        assertEquals(1, office.journal.runs().size());
    }

    @Test
    void a_zone_that_moved_on_makes_it_stale() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.zones().put(Office.set("example.test.", Type.MX, 60, "10 mx9.other.example."));
        String before = office.zones().text();
        Switch.Done done = office.apply(made);
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals(before, office.zones().text());
        assertEquals(List.of(), office.journal.runs());
    }

    @Test
    void ttls_and_foreign_strings_never_make_it_stale() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.zones().put(Office.set("example.test.", Type.MX, 77, "10 mx1.example.test."));
        office.zones()
                .put(
                        Office.set(
                                "example.test.",
                                Type.TXT,
                                99,
                                "\"v=spf1 ip4:192.0.2.0/28 ~all\"",
                                "\"another=1\""));
        String before = office.zones().text();
        assertEquals(Exit.DONE, office.apply(made).result().exit());
        office.undo();
        assertEquals(before, office.zones().text());
    }

    @Test
    void a_target_that_refuses_mail_since_then_blocks() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        Switch.Done done = office.apply(made);
        assertEquals(Exit.REFUSED, done.result().exit());
        assertEquals("10 mx1.example.test.", office.mx());
    }

    @Test
    void a_plan_that_was_blocked_is_refused_even_if_all_is_well_now() throws Exception {
        Office office = Office.open();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        MakePlan.Made made = office.plan("backup");
        assertTrue(made.judged().blocked());
        office.mail.set("mx.backup.example.", Manner.TAKES);
        var failure = assertThrows(CommandFailure.class, () -> office.apply(made));
        assertEquals(Exit.REFUSED, failure.exit());
        assertEquals(List.of(), office.journal.runs());
    }

    @Test
    void a_profile_that_wants_something_else_now_is_noticed() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.site(
                "backup",
                List.of("10 mx2.backup.example."),
                List.of("smtp CNAME relay.backup.example."));
        office.lookup.elsewhere(Office.set("mx2.backup.example.", Type.A, 300, "192.0.2.22"));
        Switch.Done done = office.apply(made);
        assertEquals(Exit.REFUSED, done.result().exit(), done::toString);
        assertTrue(
                done.judged().orElseThrow().blockers().stream()
                        .map(Finding::id)
                        .toList()
                        .contains("PROFILE-CHANGED"));
    }

    @Test
    void other_providers_than_the_plan_was_made_for_are_a_usage_error() throws Exception {
        MakePlan.Made made = Office.open().plan("backup");
        Office two = Office.twoProviders();
        var failure = assertThrows(CommandFailure.class, () -> two.apply(made));
        assertEquals(Exit.USAGE, failure.exit());
    }

    @Test
    void an_operator_who_says_no_changes_nothing() throws Exception {
        Office office = Office.open();
        office.answer = Confirmation.Answer.CANCELLED;
        Switch.Done done = office.apply(office.plan("backup"), Order.YES.asking());
        assertEquals(Exit.CANCELLED, done.result().exit());
        assertEquals(List.of(), office.journal.runs());
    }

    @Test
    void another_active_site_than_expected_is_stale() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        Switch.Done done = office.apply(made, Order.YES.from("backup"));
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals("10 mx1.example.test.", office.mx());
        var failure =
                assertThrows(
                        CommandFailure.class,
                        () -> office.apply(made, Order.YES.from("elsewhere")));
        assertEquals(Exit.USAGE, failure.exit());
    }
}
