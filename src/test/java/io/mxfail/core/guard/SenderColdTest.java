package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Acknowledgement;
import io.mxfail.core.profile.Site;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

final class SenderColdTest implements RuleCase {
    @Override
    public Rule rule() {
        return new SenderCold();
    }

    @Override
    public Scene fine() {
        return wrong().lastActive("backup", "2026-11-01T00:00:00Z");
    }

    @Override
    public Scene wrong() {
        return through("smtp.${domain}", Site.Sending.UNSAID);
    }

    private static Scene through(String host, Site.Sending sending) {
        return Scene.well()
                .live(
                        "example.test. 60 IN MX 10 mx1.example.test.\n"
                                + "smtp.example.test. 60 IN CNAME relay.primary.test.\n")
                .records("primary", "smtp CNAME relay.primary.test.")
                .records("backup", "smtp CNAME relay.backup.test.")
                .submission("backup", host, sending);
    }

    private static Acknowledged warmed(String site, String at) {
        return new Acknowledged(
                List.of(
                        new Acknowledgement(
                                "acme",
                                site,
                                "warm-up",
                                Instant.parse(at),
                                "ann@desk",
                                Optional.empty())),
                Optional.empty());
    }

    private static Site.Sending paced(int hourly, Duration idle) {
        return new Site.Sending(Optional.empty(), OptionalInt.of(hourly), Optional.of(idle));
    }

    @Test
    void it_warns_of_a_site_that_nobody_knows_to_have_sent_and_says_what_to_type() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertTrue(finding.message().contains("nobody knows that it ever sent"));
        assertTrue(finding.fix().endsWith("note it: `mxfail ack backup/warm-up -p acme`"));
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }

    @Test
    void runs_and_operators_tell_when_a_site_sent_last() {
        assertTrue(
                only(wrong().lastActive("backup", "2026-10-20T00:00:00Z"))
                        .message()
                        .contains("nobody knows of mail through it since 2026-10-20"));
        assertEquals(
                List.of(),
                rule().judge(
                                wrong().acknowledged(warmed("backup", "2026-11-20T00:00:00Z"))
                                        .situation()));
        assertTrue(
                only(wrong().acknowledged(warmed("backup", "2026-10-01T00:00:00Z"))
                                .lastActive("backup", "2026-10-20T00:00:00Z"))
                        .message()
                        .endsWith(
                                "since 2026-10-20: receivers slow down or put away sudden mail"
                                        + " of strangers"));
        assertEquals(
                1,
                rule().judge(
                                wrong().acknowledged(warmed("primary", "2026-11-20T00:00:00Z"))
                                        .situation())
                        .size());
    }

    @Test
    void the_profile_says_how_much_is_safe_and_after_how_long_a_rest() {
        Scene paced = through("relay.backup.test", paced(500, Duration.ofDays(7)));
        assertTrue(only(paced).fix().startsWith("send at most 500 messages an hour"));
        assertEquals(
                1,
                rule().judge(paced.lastActive("backup", "2026-11-10T00:00:00Z").situation())
                        .size());
        assertEquals(
                List.of(),
                rule().judge(paced.lastActive("backup", "2026-11-20T00:00:00Z").situation()));
    }

    @Test
    void where_applications_stay_or_nothing_moves_it_is_silent() {
        assertEquals(
                List.of(),
                rule().judge(through("relay.backup.test", Site.Sending.UNSAID).situation()));
        assertEquals(List.of(), rule().judge(wrong().check().situation()));
        assertEquals(List.of(), rule().judge(Scene.well().situation()));
        Scene there =
                wrong().live(
                                "example.test. 60 IN MX 10 mx.backup.test.\n"
                                        + "smtp.example.test. 60 IN CNAME relay.primary.test.\n");
        assertEquals(List.of(), rule().judge(there.situation()));
    }

    @Test
    void what_the_service_behind_the_relay_takes_is_said_where_the_pace_is_above_it() {
        Scene fast = through("smtp.service.test", paced(500, Duration.ofDays(7))).esps(Esps.SOME);
        assertTrue(
                only(fast)
                        .fix()
                        .endsWith(
                                "; of Some Service it is known that a user may send 2,000 messages"
                                        + " a day, 83 an hour in the long run, which"
                                        + " `submission.max-hourly` is above"
                                        + " (https://service.test/)"));
        Scene slow = through("smtp.service.test", paced(83, Duration.ofDays(7))).esps(Esps.SOME);
        assertTrue(only(slow).fix().endsWith("/warm-up -p acme`"));
        Scene elsewhere = through("smtp.other.test", paced(500, Duration.ofDays(7)));
        assertTrue(only(elsewhere.esps(Esps.SOME)).fix().endsWith("/warm-up -p acme`"));
    }

    @Test
    void where_the_profile_names_no_pace_the_limit_is_said_also_through_an_alias() {
        Scene aliased =
                Scene.well()
                        .esps(Esps.SOME)
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "smtp.example.test. 60 IN CNAME relay.primary.test.\n")
                        .records("primary", "smtp CNAME relay.primary.test.")
                        .records("backup", "smtp CNAME smtp.service.test.")
                        .submission("backup", "smtp.${domain}", Site.Sending.UNSAID);
        assertTrue(
                only(aliased)
                        .fix()
                        .endsWith(
                                "; of Some Service it is known that a user may send 2,000 messages"
                                        + " a day (https://service.test/)"));
    }
}
