package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.format.Json;
import io.mxfail.format.JsonException;
import io.mxfail.format.JsonValue;

import org.junit.jupiter.api.Test;

/// `--dry-run`: exits like `plan`, and as JSON cannot be taken for a run that found nothing to do.
class RehearsalTest extends CompanyAtLab {
    private static Seen json(Company.Ran ran) {
        try {
            return new Seen(Json.read(ran.verbatim()));
        } catch (JsonException e) {
            throw new AssertionError("not one JSON object: " + ran.verbatim(), e);
        }
    }

    private static boolean has(Seen seen, String member) {
        return seen.value() instanceof JsonValue.Members members
                && members.byName().containsKey(member);
    }

    private void switched() {
        Company.Ran ran =
                company.mxfail("switch", "--to", "backup", "--from", "primary", "--yes", "-q");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
    }

    private void somebodyElseMovesTheMail() {
        server.edit("acme.test.", zone -> zone.with("@ 60 MX 10 mx9"));
    }

    @Test
    void a_rehearsed_switch_says_so_and_holds_the_whole_plan() {
        Seen plan = json(company.mxfail("plan", "--to", "backup", "--json"));

        Company.Ran ran = company.mxfail("switch", "--to", "backup", "--dry-run", "--json");

        assertEquals(0, ran.exit(), ran.out() + ran.err());
        Seen seen = json(ran);
        assertEquals("mxfail.run/1", seen.at("format").text());
        assertTrue(seen.at("dryRun").value() instanceof JsonValue.Truth(_, boolean dry) && dry);
        assertEquals("mxfail.plan/1", seen.at("planned").at("format").text());
        assertEquals(plan.at("id").text(), seen.at("planned").at("id").text());
        assertEquals(4, seen.at("planned").at("domains", 0).at("changes").elements().size());
    }

    @Test
    void a_run_is_no_rehearsal() {
        Seen seen =
                json(
                        company.mxfail(
                                "switch", "--to", "backup", "--from", "primary", "--yes",
                                "--json"));

        assertFalse(has(seen, "dryRun"));
        assertFalse(has(seen, "planned"));
    }

    @Test
    void an_undo_that_would_be_stale_is_told_with_the_exit_code_of_a_plan() {
        switched();
        somebodyElseMovesTheMail();

        Company.Ran dry = company.mxfail("undo", "--dry-run");
        Seen json = json(company.mxfail("undo", "--dry-run", "--json"));
        Company.Ran real = company.mxfail("undo", "--yes");

        assertEquals(3, dry.exit(), dry.out() + dry.err());
        assertTrue(
                dry.out().contains("STALE: dry run; the run itself would end with exit 7"),
                dry.out());
        assertTrue(dry.out().contains("now          10 mx9.acme.test."), dry.out());
        assertEquals("stale", json.at("outcome").text());
        assertEquals("mxfail.plan/1", json.at("planned").at("format").text());
        assertEquals(7, real.exit(), real.out() + real.err());
        assertFalse(real.out().contains("dry run"), real.out());
    }

    @Test
    void a_switch_from_elsewhere_than_expected_is_told_likewise() {
        Company.Ran dry =
                company.mxfail("switch", "--to", "backup", "--from", "unknown", "--dry-run");

        assertEquals(3, dry.exit(), dry.out() + dry.err());
        assertTrue(dry.out().contains("would end with exit 7: expected --from unknown"), dry.out());
    }

    @Test
    void a_goal_that_stands_is_unchanged_in_a_rehearsal_too() {
        switched();

        Seen seen = json(company.mxfail("switch", "--to", "backup", "--dry-run", "--json"));

        assertEquals("unchanged", seen.at("outcome").text());
        assertEquals(0, seen.at("planned").at("summary").at("changes").number());
    }
}
