package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.propagation.SignedZone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class DnssecDenialTest implements RuleCase {
    @Override
    public Rule rule() {
        return new DnssecDenial();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .secured(
                        zone().tlsaDenied(
                                        Scene.NOW.minus(Duration.ofDays(2)),
                                        Scene.NOW.plus(Duration.ofDays(12))));
    }

    @Override
    public Scene wrong() {
        return Scene.well().secured(zone().tlsaDeniedWithoutProof());
    }

    private static SignedZone zone() {
        return new SignedZone("example.test.", Scene.NOW);
    }

    @Test
    void it_blocks_a_planned_switch_and_is_critical_in_a_check() {
        assertEquals(Severity.CRIT, finding().severity());
        assertEquals(1, Blocking.of(List.of(finding()), "backup", List.of()).size());
        assertEquals(Severity.CRIT, only(wrong().check()).severity());
        assertTrue(finding().message().contains("no _25._tcp.mx1.example.test."));
    }

    /// RFC 8020: a resolver that is told so of the name above answers for all below.
    @Test
    void a_name_above_a_tlsa_set_must_not_be_denied() {
        Finding finding = only(Scene.well().secured(zone().tlsaBelowWhatIsDenied(Scene.NOW)));
        assertTrue(
                finding.message()
                        .contains(
                                "it says that there is no _tcp.mx1.example.test., and yet has the"
                                        + " TLSA set of _25._tcp.mx1.example.test."),
                finding::message);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"EMERGENCY", "BREACH"})
    void what_is_pressing_is_not_held_back(Mode mode) {
        assertEquals(Severity.WARN, only(wrong().mode(mode)).severity());
    }

    @Test
    void the_zone_of_a_mail_host_concerns_the_site_that_uses_it() {
        SignedZone elsewhere = new SignedZone("backup.test.", Scene.NOW).tlsaDeniedWithoutProof();
        Finding finding = only(Scene.well().secured(elsewhere));
        assertEquals(Optional.of("backup"), finding.where().site());
        assertEquals(0, Blocking.of(List.of(finding), "primary", List.of()).size());
    }
}
