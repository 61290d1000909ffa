package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.profile.Acknowledged;
import io.mxfail.core.profile.Acknowledgement;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class ChecklistOverdueTest implements RuleCase {
    private static final Optional<Duration> MONTHLY = Optional.of(Duration.ofDays(30));

    @Override
    public Rule rule() {
        return new ChecklistOverdue();
    }

    @Override
    public Scene fine() {
        return done(MONTHLY, 29);
    }

    @Override
    public Scene wrong() {
        return done(MONTHLY, 31);
    }

    private static Scene done(Optional<Duration> every, int daysAgo) {
        return Scene.well()
                .checklist("backup", "lists", every)
                .acknowledged(
                        new Acknowledged(
                                List.of(ack("acme", "lists", 90), ack("acme", "lists", daysAgo)),
                                Optional.empty()));
    }

    private static Acknowledgement ack(String profile, String item, int daysAgo) {
        return new Acknowledgement(
                profile,
                "backup",
                item,
                Scene.NOW.minus(Duration.ofDays(daysAgo)),
                "ann@ops",
                Optional.of("by hand"));
    }

    @Test
    void an_overdue_item_warns_with_who_did_it_last_and_what_to_type() {
        Finding finding = finding();
        assertEquals(Severity.WARN, finding.severity());
        assertEquals(Optional.of("backup"), finding.where().site());
        assertTrue(
                finding.message()
                        .endsWith("was done last on 2026-10-24 by ann@ops: by hand (every 30 d)"),
                finding.message());
        assertTrue(finding.fix().endsWith("`mxfail ack backup/lists -p acme`"), finding.fix());
    }

    @Test
    void an_item_that_nobody_ever_did_warns() {
        Scene scene = Scene.well().checklist("backup", "lists", Optional.empty());
        assertTrue(only(scene).message().contains("was never done"));
    }

    @Test
    void variables_of_an_item_stand_for_what_they_are_in_each_domain() {
        Scene scene =
                Scene.well()
                        .checklist("backup", "lists", "${domain} is known there", Optional.empty());
        assertTrue(
                only(scene).message().contains("\"example.test is known there\""),
                only(scene).message());
    }

    @Test
    void an_item_that_does_not_recur_is_done_once() {
        assertEquals(List.of(), rule().judge(done(Optional.empty(), 900).situation()));
    }

    @Test
    void what_another_profile_or_item_was_acknowledged_for_does_not_count() {
        Scene scene =
                Scene.well()
                        .checklist("backup", "lists", MONTHLY)
                        .acknowledged(
                                new Acknowledged(
                                        List.of(ack("other", "lists", 1), ack("acme", "drill", 1)),
                                        Optional.empty()));
        assertEquals(Severity.WARN, only(scene).severity());
    }

    @Test
    void the_site_being_left_is_not_asked_about_but_a_check_asks_about_all() {
        Scene scene = Scene.well().checklist("primary", "lists", MONTHLY);
        assertEquals(List.of(), rule().judge(scene.situation()));
        assertEquals(1, rule().judge(scene.check().situation()).size());
    }

    @Test
    void notes_that_cannot_be_read_are_no_proof() {
        Finding finding =
                only(
                        Scene.well()
                                .checklist("backup", "lists", MONTHLY)
                                .acknowledged(Acknowledged.unread("permission denied")));
        assertEquals(Severity.UNKNOWN, finding.severity());
        assertTrue(finding.message().contains("permission denied"));
        assertEquals(List.of(), Blocking.of(List.of(finding), "backup", List.of()));
    }
}
