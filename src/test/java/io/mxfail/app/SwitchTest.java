package io.mxfail.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.app.Office.Order;
import io.mxfail.app.ScriptedMail.Manner;
import io.mxfail.core.journal.JournalEvent;
import io.mxfail.core.journal.RunOutcome;
import io.mxfail.core.plan.FailureKind;
import io.mxfail.core.plan.Hazard;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class SwitchTest {
    private static final String PRIMARY = "10 mx1.example.test.";
    private static final String BACKUP = "10 mx.backup.example.";

    @Test
    void mail_moves_in_one_write_and_is_seen_to_have_moved() throws Exception {
        Office office = Office.open();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals(RunOutcome.SWITCHED, done.result().report().outcome());
        assertEquals(BACKUP, office.mx());
        assertEquals(1, office.zones().writes());
        assertEquals(
                List.of("Started", "Announced", "Answered", "Authoritative", "Ended"),
                office.events().stream().map(e -> e.getClass().getSimpleName()).toList());
        assertEquals(
                Optional.of(
                        "to take it back: mxfail undo "
                                + office.newest().run()
                                + "; for a day, see that no other tool (Terraform, octoDNS) puts"
                                + " the old records back: mxfail verify -p acme --expect backup"),
                done.result().report().note());
        assertEquals(Optional.of(VirtualTime.START.plus(Duration.ofHours(1))), cachesUntil(done));
    }

    @Test
    void the_goal_that_stands_already_is_nothing_to_do_whatever_from_says() throws Exception {
        Office office = Office.open();
        office.switchToBackup();
        for (String from : List.of("primary", "backup", "mixed", "unknown")) {
            Switch.Done done = office.switchTo("backup", Order.YES.from(from));
            assertEquals(Exit.DONE, done.result().exit());
            assertEquals(RunOutcome.UNCHANGED, done.result().report().outcome());
        }
        assertEquals(1, office.journal.runs().size());
    }

    @Test
    void another_active_site_than_expected_is_stale() throws Exception {
        Office office = Office.open();
        office.zones().put(Office.set("example.test.", Type.MX, 300, "10 mx9.other.example."));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals("10 mx9.other.example.", office.mx());
        assertEquals(
                Exit.DONE, office.switchTo("backup", Order.YES.from("unknown")).result().exit());
        assertEquals(BACKUP, office.mx());
    }

    @Test
    void yes_needs_the_site_that_is_expected() {
        Office office = Office.open();
        var order = new Order(true, Optional.empty(), Optional.empty(), List.of(), false, true);
        var failure = assertThrows(CommandFailure.class, () -> office.switchTo("backup", order));
        assertEquals(Exit.USAGE, failure.exit());
    }

    @Test
    void an_unknown_site_is_a_usage_error() {
        Office office = Office.open();
        var failure = assertThrows(CommandFailure.class, () -> office.switchTo("moon", Order.YES));
        assertEquals(Exit.USAGE, failure.exit());
        assertTrue(failure.message().contains("primary, backup"), failure::message);
        assertTrue(office.lease.isFree());
    }

    @ParameterizedTest
    @CsvSource({"TAKES, PLANNED", "DOWN, EMERGENCY", "DEFERS, EMERGENCY", "REJECTS, EMERGENCY"})
    void the_mode_follows_from_what_the_active_site_does(Manner manner, Mode mode)
            throws Exception {
        Office office = Office.open();
        office.mail.set("mx1.example.test.", manner);
        assertEquals(mode, office.plan("backup").judged().plan().mode());
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
        assertEquals(mode, office.newest().plan().mode());
    }

    @ParameterizedTest
    @CsvSource({"PLANNED, DOWN", "EMERGENCY, TAKES", "BREACH, TAKES"})
    void a_mode_that_was_given_stands(Mode mode, Manner manner) throws Exception {
        Office office = Office.open();
        office.mail.set("mx1.example.test.", manner);
        assertEquals(Exit.DONE, office.switchTo("backup", Order.YES.mode(mode)).result().exit());
        assertEquals(mode, office.newest().plan().mode());
    }

    @Test
    void only_a_breach_takes_authority_away() throws Exception {
        Office calm = Office.open();
        calm.switchToBackup();
        assertTrue(calm.zones().text().contains("ip4:192.0.2.0/28"));
        Office breach = Office.open();
        breach.switchTo("backup", Order.YES.mode(Mode.BREACH));
        assertFalse(breach.zones().text().contains("ip4:192.0.2.0/28"));
        assertTrue(breach.zones().text().contains("\"v=DKIM1; p=\""), breach.zones()::text);
        Switch.Done back = breach.undo();
        assertEquals(Office.open().zones().text(), breach.zones().text());
        String advice = back.judged().orElseThrow().advice().getFirst();
        assertTrue(advice.contains("was made in a breach: this gives primary"), advice);
    }

    @Test
    void after_a_breach_caches_count_until_they_forget_what_the_former_site_was_allowed()
            throws Exception {
        assertEquals(Duration.ofMinutes(1), cachedAfter(Mode.PLANNED));
        assertEquals(Duration.ofHours(1), cachedAfter(Mode.BREACH));
    }

    /// How long caches hold what counts, where TTLs were shortened in time but those of keys.
    private static Duration cachedAfter(Mode mode) throws Exception {
        Office office = Office.open();
        new Prepare(office.world(), _ -> Confirmation.Answer.CONFIRMED, Progress.SILENT)
                .run(Order.YES.request("prepare"), "backup");
        office.time.sleep(Duration.ofHours(2));
        office.switchTo("backup", Order.YES.mode(mode));
        var seen = office.newest().authoritative().get(Office.EXAMPLE);
        return Duration.between(seen.at(), seen.cachesUntil());
    }

    @ParameterizedTest
    @CsvSource({"TAKES, ''", "DOWN, DELAY", "DEFERS, DELAY", "REJECTS, REJECT"})
    void the_old_mx_in_caches_does_what_the_site_that_is_left_does(Manner manner, String effect)
            throws Exception {
        Office office = Office.open();
        office.mail.set("mx1.example.test.", manner);
        List<String> effects =
                office.plan("backup").judged().hazards().stream()
                        .filter(h -> h.id().equals("OLD-MX-CACHED"))
                        .map(Hazard::effect)
                        .map(Enum::name)
                        .toList();
        assertEquals(effect.isEmpty() ? List.of() : List.of(effect), effects);
    }

    @Test
    void a_target_that_refuses_mail_blocks_and_nothing_changes() throws Exception {
        Office office = Office.open();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        String before = office.zones().text();
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit());
        assertEquals(before, office.zones().text());
        assertEquals(List.of(), office.journal.runs());
        assertTrue(office.lease.isFree());
    }

    @Test
    void what_is_accepted_is_noted_and_mail_that_bounces_afterwards_is_partial() throws Exception {
        Office office = Office.open();
        office.mail.set("mx.backup.example.", Manner.REJECTS);
        Switch.Done done = office.switchTo("backup", Order.YES.accepting("TARGET-RCPT"));
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals(BACKUP, office.mx());
        assertEquals(List.of("TARGET-RCPT (1)"), office.newest().started().header().accepted());
        assertTrue(
                done.result().report().note().orElse("").startsWith("mail bounces"),
                done::toString);
    }

    @Test
    void a_dry_run_leaves_no_trace() throws Exception {
        Office office = Office.open();
        String before = office.zones().text();
        Switch.Done done = office.switchTo("backup", Order.YES.dryRun());
        assertEquals(Exit.DONE, done.result().exit());
        assertEquals(before, office.zones().text());
        assertEquals(List.of(), office.journal.runs());
    }

    @Test
    void an_operator_who_says_no_changes_nothing() throws Exception {
        Office office = Office.open();
        office.answer = Confirmation.Answer.CANCELLED;
        Switch.Done done = office.switchTo("backup", Order.YES.asking());
        assertEquals(Exit.CANCELLED, done.result().exit());
        assertEquals(PRIMARY, office.mx());
        assertEquals(List.of("switch mail of example.test to backup"), office.shown);
        assertTrue(office.lease.isFree());
    }

    @Test
    void a_zone_that_changes_while_the_operator_reads_is_stale() throws Exception {
        Office office = Office.open();
        office.whileAsking =
                () ->
                        office.zones()
                                .put(
                                        Office.set(
                                                "example.test.",
                                                Type.MX,
                                                300,
                                                "10 mx9.other.example."));
        Switch.Done done = office.switchTo("backup", Order.YES.asking());
        assertEquals(Exit.STALE, done.result().exit());
        assertEquals("10 mx9.other.example.", office.mx());
        assertEquals(1, done.result().stale().size());
    }

    @Test
    void a_foreign_string_that_appears_meanwhile_is_no_obstacle_and_stays() throws Exception {
        Office office = Office.open();
        office.whileAsking =
                () ->
                        office.zones()
                                .put(
                                        Office.set(
                                                "example.test.",
                                                Type.TXT,
                                                300,
                                                "\"v=spf1 ip4:192.0.2.0/28 ~all\"",
                                                "\"new=1\""));
        assertEquals(Exit.DONE, office.switchTo("backup", Order.YES.asking()).result().exit());
        assertTrue(office.zones().text().contains("new=1"));
    }

    @Test
    void a_change_between_read_and_write_is_refused_by_the_service() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones()
                                    .put(
                                            Office.set(
                                                    "example.test.",
                                                    Type.MX,
                                                    300,
                                                    "10 mx9.other.example."));
                            return office.zones().apply(write);
                        });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.STALE, done.result().exit(), done::toString);
        assertEquals("10 mx9.other.example.", office.mx());
        assertEquals(RunOutcome.STALE, office.newest().ended().orElseThrow().outcome());
    }

    @Test
    void a_service_that_refuses_changes_nothing_and_says_when_to_come_again() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        _ ->
                                new Outcome.Rejected(
                                        FailureKind.THROTTLED,
                                        "too many requests",
                                        Optional.of(Duration.ofSeconds(30))));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit());
        assertEquals(PRIMARY, office.mx());
        String error = done.result().report().domains().getFirst().error().orElseThrow();
        assertTrue(error.contains("too many requests"), error);
        assertTrue(error.contains("30 s"), error);
        assertEquals(Exit.DONE, office.switchToBackup().result().exit());
    }

    @Test
    void an_answer_that_is_lost_is_settled_by_reading() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones().apply(write);
                            return new Outcome.Unknown("no answer");
                        });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertTrue(
                office.events().stream()
                        .anyMatch(
                                e ->
                                        e instanceof JournalEvent.Settled(_, _, boolean applied)
                                                && applied));
    }

    @Test
    void a_write_that_may_still_arrive_is_in_doubt_until_it_is_resumed() throws Exception {
        Office office = Office.open();
        office.zones().next(_ -> new Outcome.Unknown("no answer"));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals(PRIMARY, office.mx());
        assertTrue(office.newest().mayHaveWritten());
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(BACKUP, office.mx());
    }

    @Test
    void a_write_that_arrives_late_is_found_by_resume() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.time.onPause(() -> {});
                            office.whileAsking = () -> office.zones().apply(write);
                            return new Outcome.Unknown("no answer");
                        });
        office.switchToBackup();
        office.whileAsking.run();
        assertEquals(BACKUP, office.mx());
        Switch.Done done = office.resume();
        assertEquals(Exit.DONE, done.result().exit(), done::toString);
        assertEquals(1, office.zones().writes());
    }

    @Test
    void a_zone_that_cannot_be_read_back_stays_in_doubt() throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones().apply(write);
                            office.zones().unreadable(FailureKind.TIMEOUT);
                            return new Outcome.Unknown("no answer");
                        });
        assertEquals(Exit.PARTIAL, office.switchToBackup().result().exit());
        office.zones().readable();
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(BACKUP, office.mx());
    }

    @Test
    void some_sets_of_a_write_are_finished_by_resume_or_taken_back_by_undo() throws Exception {
        for (int sets = 0; sets <= 4; sets++) {
            for (boolean resumed : List.of(true, false)) {
                Office office = partial(sets);
                String origin = Office.open().zones().text();
                if (resumed) {
                    assertEquals(Exit.DONE, office.resume().result().exit());
                    assertEquals(BACKUP, office.mx());
                    office.undo();
                } else {
                    assertEquals(Exit.DONE, office.undo().result().exit());
                }
                assertEquals(origin, office.zones().text(), sets + " sets");
            }
        }
    }

    private static Office partial(int sets) throws Exception {
        Office office = Office.open();
        office.zones()
                .next(
                        write -> {
                            office.zones().apply(write, sets);
                            var keys = write.sets().stream().map(s -> s.key()).toList();
                            return new Outcome.Partial(
                                    keys.subList(0, sets),
                                    keys.subList(sets, keys.size()),
                                    "the service stopped");
                        });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        return office;
    }

    @Test
    void one_zone_that_is_refused_does_not_stop_the_other() throws Exception {
        Office office = Office.twoZones();
        office.zones().next(write -> refuseOther(office, write));
        office.zones().next(write -> refuseOther(office, write));
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit());
        assertEquals(BACKUP, office.mx());
        assertEquals("10 mx1.other.test.", office.otherMx());
        assertEquals(
                List.of(RunOutcome.SWITCHED, RunOutcome.REFUSED),
                done.result().report().domains().stream().map(d -> d.outcome()).toList());
        Switch.Done resumed = office.resume();
        assertEquals(Exit.DONE, resumed.result().exit(), resumed::toString);
        assertEquals(BACKUP, office.otherMx());
        office.undo();
        assertEquals(Office.twoZones().zones().text(), office.zones().text());
    }

    private static Outcome refuseOther(Office office, io.mxfail.core.plan.ZoneWrite write) {
        return write.zone().equals(Office.OTHER)
                ? new Outcome.Rejected(FailureKind.UNAVAILABLE, "maintenance", Optional.empty())
                : office.zones().apply(write);
    }

    @Test
    void one_provider_that_refuses_makes_the_domain_partial_and_resume_writes_the_rest()
            throws Exception {
        Office office = Office.twoProviders();
        MemoryDns.Zones second = office.services.get("memory 2");
        second.next(
                _ ->
                        new Outcome.Rejected(
                                FailureKind.UNAVAILABLE, "maintenance", Optional.empty()));
        assertEquals(Exit.PARTIAL, office.switchToBackup().result().exit());
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals(office.zones().text(), second.text());
        assertEquals(1, office.zones().writes());
        office.undo();
        assertEquals(Office.open().zones().text(), second.text());
    }

    @Test
    void a_zone_that_cannot_be_read_stops_everything_before_the_first_write() throws Exception {
        Office office = Office.open();
        office.zones().unreadable(FailureKind.UNAUTHORISED);
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.REFUSED, done.result().exit());
        assertEquals(
                List.of("PROVIDER-AUTH"),
                done.judged().orElseThrow().blockers().stream().map(f -> f.id()).toList());
        assertEquals(0, office.zones().writes());
        assertEquals(List.of(), office.journal.runs());
        assertTrue(office.lease.isFree());
    }

    @Test
    void a_journal_that_takes_no_more_lets_no_packet_leave() throws Exception {
        Office office = Office.open();
        String before = office.zones().text();
        office.journal.fullAfter(0);
        var failure = assertThrows(CommandFailure.class, office::switchToBackup);
        assertEquals(Exit.REFUSED, failure.exit());
        assertEquals(before, office.zones().text());

        Office later = Office.open();
        later.journal.fullAfter(1);
        assertEquals(Exit.REFUSED, later.switchToBackup().result().exit());
        assertEquals(before, later.zones().text());
        assertEquals(0, later.zones().writes());
    }

    @Test
    void a_journal_that_fills_up_after_the_packet_leaves_the_run_in_doubt() throws Exception {
        for (int events = 2; events <= 4; events++) {
            Office office = Office.open();
            office.journal.fullAfter(events);
            Switch.Done done = office.switchToBackup();
            assertEquals(Exit.PARTIAL, done.result().exit(), "after " + events);
            office.restart();
            assertEquals(Exit.DONE, office.resume().result().exit(), "after " + events);
            assertEquals(BACKUP, office.mx());
        }
    }

    @Test
    void one_run_at_a_time_changes_a_domain() throws Exception {
        Office office = Office.open();
        office.whileAsking =
                () -> {
                    var failure = assertThrows(CommandFailure.class, office::switchToBackup);
                    assertEquals(Exit.LOCKED, failure.exit());
                };
        assertEquals(Exit.DONE, office.switchTo("backup", Order.YES.asking()).result().exit());
    }

    private static Optional<java.time.Instant> cachesUntil(Switch.Done done) {
        return done.result().report().domains().getFirst().times().cachesUntil();
    }

    @Test
    void an_adapter_that_breaks_leaves_its_zone_in_doubt_and_the_other_goes_on() throws Exception {
        Office office = Office.twoZones();
        office.zones()
                .next(
                        _ -> {
                            throw new IllegalStateException("a bug of the adapter");
                        });
        Switch.Done done = office.switchToBackup();
        assertEquals(Exit.PARTIAL, done.result().exit(), done::toString);
        assertEquals(
                1,
                List.of(office.mx(), office.otherMx()).stream()
                        .filter("10 mx.backup.example."::equals)
                        .count());
        assertTrue(done.toString().contains("a bug of the adapter"), done::toString);
        assertEquals(RunOutcome.PARTIAL, office.newest().ended().orElseThrow().outcome());
        assertEquals(Exit.DONE, office.resume().result().exit());
        assertEquals("10 mx.backup.example.", office.mx());
        assertEquals("10 mx.backup.example.", office.otherMx());
    }
}
