package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;

import org.junit.jupiter.api.Test;

import java.util.List;

final class TlsExpiringTest implements RuleCase {
    @Override
    public Rule rule() {
        return new TlsExpiring();
    }

    @Override
    public Scene fine() {
        return certified("2026-11-01T00:00:00Z", "2026-12-08T02:50:00Z");
    }

    @Override
    public Scene wrong() {
        return certified("2026-09-08T00:00:00Z", "2026-12-07T00:00:00Z");
    }

    private static Scene certified(String from, String until) {
        return Scene.well()
                .probed(
                        "backup",
                        Scene.host(
                                "mx.backup.test.",
                                Scene.but(
                                        Scene.accepting("192.0.2.20"),
                                        a -> Scene.tls(a, Scene.session("TLSv1.3", from, until)))));
    }

    @Test
    void it_warns_and_names_the_moment() {
        assertEquals(Severity.WARN, finding().severity());
        assertTrue(
                finding()
                        .message()
                        .contains("192.0.2.20:25 until 2026-12-07T00:00:00Z, 12 days from now"),
                finding().message());
    }

    @Test
    void a_certificate_that_lives_for_days_may_be_short_of_its_end() {
        Scene fresh = certified("2026-11-23T00:00:00Z", "2026-11-29T00:00:00Z");
        assertEquals(List.of(), rule().judge(fresh.situation()));
        Finding late = only(certified("2026-11-19T00:00:00Z", "2026-11-25T00:00:00Z"));
        assertTrue(late.message().contains("21 h from now"), late.message());
    }
}
