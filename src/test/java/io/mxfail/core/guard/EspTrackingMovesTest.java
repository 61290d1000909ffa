package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class EspTrackingMovesTest implements RuleCase {
    private static final String LIVE =
            """
            example.test. 3600 IN MX 10 mx1.example.test.
            example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 ~all"
            click.example.test. 3600 IN CNAME track.service.test.
            """;

    @Override
    public Rule rule() {
        return new EspTrackingMoves();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .esps(Esps.SOME)
                .live(LIVE)
                .records("primary", "click CNAME track.service.test.")
                .records("backup", "click2 CNAME track.other.test.");
    }

    @Override
    public Scene wrong() {
        return fine().records("backup", "click CNAME track.other.test.");
    }

    @Test
    void a_planned_switch_is_refused_by_default() {
        Finding finding = finding();
        assertEquals(Severity.CRIT, finding.severity());
        assertEquals("click.example.test", finding.where().subject());
        assertTrue(finding.message().contains("mail sent through Some Service"));
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
        assertEquals(
                0, Blocking.of(List.of(finding), "backup", List.of("ESP-TRACKING-MOVES")).size());
    }

    @Test
    void in_an_emergency_and_in_a_check_it_warns() {
        assertEquals(Severity.WARN, only(wrong().mode(Mode.EMERGENCY)).severity());
        assertEquals(Severity.WARN, only(wrong().check()).severity());
    }

    @Test
    void a_name_that_leads_to_the_same_place_everywhere_does_not_move() {
        Scene same = fine().records("backup", "click CNAME track.service.test.");
        assertEquals(List.of(), rule().judge(same.situation()));
        assertEquals(List.of(), rule().judge(same.check().situation()));
    }
}
