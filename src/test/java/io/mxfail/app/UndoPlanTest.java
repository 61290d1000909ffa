package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// `undo PLAN-FILE`: the run is found by the plan that it applied.
class UndoPlanTest {
    private static Switch.Done undo(Office office, MakePlan.Made made) throws Exception {
        return new Undo(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                .ofPlan(Order.YES.fromAnywhere().request("undo"), made.judged().plan());
    }

    private static void later(Office office) {
        office.time.sleep(Duration.ofMinutes(5));
    }

    @Test
    void the_run_that_applied_the_plan_is_taken_back() throws Exception {
        Office office = Office.open();
        String origin = office.zones().text();
        MakePlan.Made made = office.plan("backup");
        office.apply(made);
        String applied = office.newest().run();
        later(office);
        assertEquals(Exit.DONE, undo(office, made).result().exit());
        assertEquals(origin, office.zones().text());
        assertEquals(Optional.of(applied), office.newest().started().header().reverts());
    }

    @Test
    void a_plan_that_nobody_applied_is_told_so() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        var failure = assertThrows(CommandFailure.class, () -> undo(office, made));
        assertEquals("nothing-to-undo", failure.kind());
        assertEquals(Exit.REFUSED, failure.exit());
        assertTrue(failure.message().contains("no run in this state folder"), failure::message);
    }

    @Test
    void a_plan_whose_run_was_taken_back_is_told_so_and_can_be_applied_and_undone_again()
            throws Exception {
        Office office = Office.open();
        String origin = office.zones().text();
        MakePlan.Made made = office.plan("backup");
        office.apply(made);
        later(office);
        undo(office, made);
        later(office);
        var failure = assertThrows(CommandFailure.class, () -> undo(office, made));
        assertTrue(failure.message().contains("was taken back"), failure::message);
        office.apply(made);
        later(office);
        assertEquals(Exit.DONE, undo(office, made).result().exit());
        assertEquals(origin, office.zones().text());
    }

    @Test
    void two_runs_that_carried_a_plan_out_in_parts_are_both_named_newest_first() throws Exception {
        Office office = Office.setBySet();
        MakePlan.Made made = office.plan("backup");
        office.zones().next(office.zones()::apply);
        office.zones()
                .next(_ -> new Outcome.Rejected(FailureKind.FORBIDDEN, "no", Optional.empty()));
        assertEquals(Exit.PARTIAL, office.apply(made).result().exit());
        String first = office.newest().run();
        later(office);
        office.apply(made);
        String second = office.newest().run();
        later(office);
        var failure = assertThrows(CommandFailure.class, () -> undo(office, made));
        assertEquals(Exit.USAGE, failure.exit());
        assertTrue(
                failure.message()
                        .contains("`mxfail undo " + second + "`, then `mxfail undo " + first),
                failure::message);
    }

    @Test
    void only_the_last_time_that_a_plan_was_applied_counts() throws Exception {
        Office office = Office.open();
        MakePlan.Made made = office.plan("backup");
        office.apply(made);
        later(office);
        office.switchTo("primary", Order.YES.from("backup"));
        later(office);
        var failure = assertThrows(CommandFailure.class, () -> undo(office, made));
        assertEquals("not-newest", failure.kind());
        MakePlan.Made again = office.plan("backup");
        office.apply(again);
        String last = office.newest().run();
        later(office);
        assertEquals(Exit.DONE, undo(office, again).result().exit());
        assertEquals(Optional.of(last), office.newest().started().header().reverts());
    }
}
