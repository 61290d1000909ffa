package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class PolicyIdTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
            backup
              mx 10 mx.backup.example.
            """;
    private static final String MX = "@ 3600 IN MX 10 mx.backup.example.\n";

    private static String planned(String zone, Optional<String> id) {
        DomainView view = Lines.view(SITES).owningPolicyId();
        return Lines.text(
                Planner.changes(
                        view, Lines.observed(MX + zone, view.keys()), Lines.to("backup"), id));
    }

    @Test
    void the_id_follows_the_policy_that_is_served_and_its_neighbours_stay() {
        String zone =
                "_mta-sts 777 IN TXT \"v=STSv1; id=1; note=ours\"\n"
                        + "_mta-sts 777 IN TXT \"v=other\"\n";
        assertEquals(
                "additive _mta-sts TXT {v=STSv1}: 777 \"v=STSv1; id=1; note=ours\""
                        + " -> 777 \"v=STSv1; id=abc; note=ours\"\n",
                planned(zone, Optional.of("abc")));
    }

    @Test
    void a_file_that_did_not_change_changes_nothing() {
        assertEquals("", planned("_mta-sts 60 IN TXT \"v=STSv1; id=abc\"\n", Optional.of("abc")));
    }

    @Test
    void a_policy_that_nobody_can_fetch_leaves_the_record_alone() {
        assertEquals("", planned("_mta-sts 60 IN TXT \"v=STSv1; id=1\"\n", Optional.empty()));
    }

    @Test
    void a_record_is_neither_created_nor_mended() {
        Optional<String> id = Optional.of("abc");
        assertEquals("", planned("", id));
        assertEquals("", planned("_mta-sts 60 IN TXT \"v=STSv1; id=a b\"\n", id));
        assertEquals("", planned("_mta-sts 60 IN CNAME _mta-sts.host.example.\n", id));
        assertEquals(
                "",
                planned(
                        "_mta-sts 60 IN TXT \"v=STSv1; id=1\"\n"
                                + "_mta-sts 60 IN TXT \"v=STSv1; id=2\"\n",
                        id));
    }

    @Test
    void without_bump_the_id_is_not_ours() {
        DomainView view = Lines.view(SITES);
        assertEquals(
                "",
                Lines.text(
                        Planner.changes(
                                view,
                                Lines.observed(MX, view.keys()),
                                Lines.to("backup"),
                                Optional.of("abc"))));
    }
}
