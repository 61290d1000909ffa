package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.Transition;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MxEmptyTest implements RuleCase {
    @Override
    public Rule rule() {
        return new MxEmpty();
    }

    @Override
    public Scene fine() {
        return Scene.well();
    }

    @Override
    public Scene wrong() {
        return Scene.well()
                .to("primary")
                .change(
                        new Change(
                                ChangeClass.SUBTRACTIVE,
                                new RecordKey(Scene.DOMAIN, Type.MX),
                                Optional.empty(),
                                Optional.of(
                                        Scene.set("example.test. 3600 IN MX 10 mx1.example.test.")),
                                Optional.empty()));
    }

    @Test
    void a_set_that_is_replaced_is_never_empty_however_the_provider_writes() {
        for (var unit : Capabilities.Atomicity.values()) {
            Scene scene = Scene.well().capabilities(Scene.capable(unit, 0, 100));
            assertEquals(List.of(), rule().judge(scene.situation()));
        }
    }

    @Test
    void a_state_between_two_writes_counts() {
        Scene scene =
                Scene.well()
                        .to("primary")
                        .capabilities(Scene.capable(Capabilities.Atomicity.RRSET, 0, 100));
        Situation situation = scene.situation();
        Transition whole = situation.domains().getFirst().transition();
        var states = new ArrayList<>(whole.states());
        states.add(Map.of());
        states.add(whole.states().getFirst());
        var gap =
                new Situation.DomainCase(
                        new Transition(whole.view(), whole.changes(), states, List.of()),
                        "primary",
                        Map.of());
        List<Finding> findings =
                rule().judge(
                                new Situation(
                                        situation.task(),
                                        List.of(gap),
                                        situation.probes(),
                                        situation.names(),
                                        situation.zones(),
                                        situation.services()));
        assertEquals(1, findings.size());
        assertTrue(findings.getFirst().message().startsWith("between two writes"));
    }

    @Test
    void what_is_without_mx_already_is_told_by_a_check() {
        Scene scene = Scene.well().live("example.test. 60 IN TXT \"hello\"").check();
        Finding finding = only(scene);
        assertEquals(Finding.Severity.WARN, finding.severity());
        assertTrue(finding.message().startsWith("example.test. has no MX"), finding.message());
    }

    @Test
    void a_domain_that_gets_its_first_mx_is_no_fault() {
        Scene scene = Scene.well().live("example.test. 60 IN TXT \"hello\"");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
