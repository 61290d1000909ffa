package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.propagation.SignedZone;
import io.mxfail.core.propagation.ZoneSecurity.Resolution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;

final class DnssecBogusTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DnssecBogus();
    }

    @Override
    public Scene fine() {
        return Scene.well().secured(zone());
    }

    @Override
    public Scene wrong() {
        return Scene.well().secured(zone().mxForged());
    }

    private static SignedZone zone() {
        return new SignedZone("example.test.", Scene.NOW);
    }

    @Test
    void it_blocks_a_planned_switch_and_is_critical_in_a_check() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(1, Blocking.of(List.of(finding()), "backup", List.of()).size());
        assertEquals(Severity.CRIT, only(wrong().check()).severity());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"EMERGENCY", "BREACH"})
    void what_is_pressing_is_not_held_back(Mode mode) {
        assertEquals(Severity.WARN, only(wrong().mode(mode)).severity());
    }

    @Test
    void one_server_at_fault_is_a_warning() {
        Finding finding = only(Scene.well().secured(zone().mxBareAtSecond()));
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("at some servers"), finding.message());
    }

    @Test
    void one_resolver_that_refuses_is_a_warning_with_its_name() {
        Finding finding =
                only(
                        Scene.well()
                                .secured(
                                        zone().resolver("192.0.2.53", Resolution.BOGUS)
                                                .resolver("192.0.2.54", Resolution.VALIDATED)));
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().startsWith("192.0.2.53 takes"), finding.message());
    }

    @Test
    void the_zone_of_a_mail_host_concerns_the_site_that_uses_it() {
        SignedZone elsewhere = new SignedZone("backup.test.", Scene.NOW).otherKeyAtParent();
        Finding finding = only(Scene.well().secured(elsewhere));
        assertEquals(Optional.of("backup"), finding.where().site());
        assertTrue(finding.message().endsWith("(zone of mx.backup.test)"), finding.message());
        assertEquals(1, Blocking.of(List.of(finding), "backup", List.of()).size());
        assertEquals(0, Blocking.of(List.of(finding), "primary", List.of()).size());
    }
}
