package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class EspVerifyLateTest implements RuleCase {
    private static final String LIVE =
            """
            example.test. 3600 IN MX 10 mx1.example.test.
            example.test. 3600 IN TXT "v=spf1 ip4:192.0.2.0/28 ~all"
            k1._domainkey.example.test. 3600 IN CNAME a.dkim.service.test.
            """;

    @Override
    public Rule rule() {
        return new EspVerifyLate();
    }

    @Override
    public Scene fine() {
        return Scene.well()
                .esps(Esps.SOME)
                .live(LIVE)
                .dkim("backup", "k1._domainkey CNAME a.dkim.service.test.");
    }

    @Override
    public Scene wrong() {
        return fine().live(LIVE.replaceAll("k1.*\n", ""));
    }

    @Test
    void a_key_that_the_switch_only_publishes_is_too_late() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertEquals("k1._domainkey.example.test", finding.where().subject());
        assertTrue(finding.message().startsWith("Some Service may need up to 48 h to find"));
    }

    @Test
    void a_bounce_name_that_the_switch_turns_round_is_too_late() {
        Scene scene =
                Scene.well()
                        .esps(Esps.SOME)
                        .records("primary", "bounce MX 10 mx.primary.test.")
                        .records("backup", "bounce MX 10 bounce.eu.service.test.");
        assertTrue(only(scene).message().contains("72 h"));
        assertTrue(only(scene.check()).message().contains("72 h"));
    }

    @Test
    void what_is_verified_at_once_is_no_matter() {
        Scene scene =
                Scene.well().esps(Esps.SOME).records("backup", "click CNAME track.service.test.");
        assertEquals(List.of(), rule().judge(scene.situation()));
    }
}
