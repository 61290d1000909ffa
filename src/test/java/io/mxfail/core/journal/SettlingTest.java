package io.mxfail.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.journal.Settling.Kind;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.plan.Capabilities;
import io.mxfail.core.plan.Change;
import io.mxfail.core.plan.ChangeClass;
import io.mxfail.core.plan.DomainPlan;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Intent;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.plan.Observed;
import io.mxfail.core.plan.Outcome;
import io.mxfail.core.plan.Plan;
import io.mxfail.core.profile.MailDomain;
import io.mxfail.core.profile.Notation;
import io.mxfail.core.profile.Policies;
import io.mxfail.core.profile.SiteRecords;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class SettlingTest {
    private static final Name DOMAIN = name("example.test.");
    private static final RecordKey MX = new RecordKey(DOMAIN, Type.MX);
    private static final Instant MONDAY = Instant.parse("2026-11-23T03:00:00Z");
    private static final DomainView VIEW =
            DomainView.of(
                    new MailDomain(DOMAIN, Optional.empty(), Map.of()),
                    DOMAIN,
                    Map.of(
                            "primary", site("mx.primary.example.", "ip4:192.0.2.1"),
                            "backup", site("mx.backup.example.", "ip4:192.0.2.2")));

    @Test
    void what_was_never_lowered_is_never_raised() {
        assertEquals(List.of(), tasks(60, "v=spf1 ip4:192.0.2.2 ~all", List.of()));
    }

    @Test
    void the_highest_ttl_found_since_the_last_settlement_is_restored_a_day_after_the_last_change() {
        var runs =
                List.of(
                        run("c", "switch", "backup", 2, moved("primary", 60, "backup", 60)),
                        run("b", "switch", "primary", 1, moved("backup", 60, "primary", 60)),
                        run("a", "prepare", "backup", 0, lowered("backup", 7200)));

        List<Settling.Task> tasks = tasks(60, "v=spf1 ip4:192.0.2.2 ~all", runs);

        assertEquals(List.of(Kind.RESTORE_TTL), tasks.stream().map(Settling.Task::kind).toList());
        assertEquals(MONDAY.plus(Duration.ofDays(3)), tasks.getFirst().at());
        Change change = tasks.getFirst().changes().getFirst();
        assertEquals(7200, change.after().orElseThrow().ttl());
    }

    @Test
    void what_was_settled_counts_no_more() {
        var runs =
                List.of(
                        run("c", "switch", "backup", 3, moved("primary", 300, "backup", 60)),
                        run("b", "settle", "primary", 2, raised("primary", 300)),
                        run("a", "switch", "primary", 0, moved("backup", 7200, "primary", 60)));

        Change change =
                tasks(60, "v=spf1 ip4:192.0.2.2 ~all", runs).getFirst().changes().getFirst();

        assertEquals(300, change.after().orElseThrow().ttl());
    }

    @Test
    void a_set_that_the_switch_created_gets_an_hour() {
        var created =
                new Change(
                        ChangeClass.SUBSTITUTIVE,
                        MX,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(mx("backup", 60)));

        Change change =
                tasks(
                                60,
                                "v=spf1 ip4:192.0.2.2 ~all",
                                List.of(run("a", "switch", "backup", 0, created)))
                        .getFirst()
                        .changes()
                        .getFirst();

        assertEquals(3600, change.after().orElseThrow().ttl());
    }

    @Test
    void the_former_site_leaves_spf_five_days_after_the_move() {
        var runs = List.of(run("a", "switch", "backup", 0, moved("primary", 3600, "backup", 60)));

        List<Settling.Task> tasks = tasks(60, "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ~all", runs);

        assertEquals(
                List.of(Kind.RESTORE_TTL, Kind.SHRINK_SPF),
                tasks.stream().map(Settling.Task::kind).toList());
        assertEquals(MONDAY.plus(Duration.ofDays(5)), tasks.getLast().at());
        assertEquals(
                List.of("\"v=spf1 ip4:192.0.2.2 ~all\""),
                tasks.getLast().changes().getFirst().after().orElseThrow().data());
    }

    @Test
    void a_move_to_another_site_than_the_active_one_makes_nothing_due_in_spf() {
        var runs = List.of(run("a", "switch", "primary", 0, moved("backup", 60, "primary", 60)));
        assertEquals(List.of(), tasks(60, "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ~all", runs));
    }

    @Test
    void a_run_that_was_taken_back_leaves_nothing_due() {
        RunState gone = run("a", "switch", "backup", 0, moved("primary", 3600, "backup", 60));
        RunState undo = undo("b", "a", 1, RunOutcome.SWITCHED);
        assertEquals(List.of(), Standing.of(List.of(undo, gone)));
        assertEquals(
                List.of(),
                tasks(60, "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ~all", List.of(undo, gone)));
    }

    @Test
    void an_undo_that_was_taken_back_itself_lets_the_first_run_stand() {
        RunState first = run("a", "switch", "backup", 0, moved("primary", 3600, "backup", 60));
        RunState undo = undo("b", "a", 1, RunOutcome.SWITCHED);
        RunState redo = undo("c", "b", 2, RunOutcome.SWITCHED);
        assertEquals(List.of(first), Standing.of(List.of(redo, undo, first)));
    }

    @Test
    void an_undo_that_was_not_completed_leaves_both_standing() {
        RunState first = run("a", "switch", "backup", 0, moved("primary", 3600, "backup", 60));
        RunState undo = undo("b", "a", 1, RunOutcome.PARTIAL);
        assertEquals(List.of(undo, first), Standing.of(List.of(undo, first)));
    }

    private static List<Settling.Task> tasks(long ttl, String spf, List<RunState> runs) {
        var sets =
                List.of(
                        mx("backup", ttl),
                        new RecordSet(
                                VIEW.spf(),
                                900,
                                List.of(Notation.record("@ TXT \"" + spf + "\"", DOMAIN))));
        var intent =
                new Intent(
                        "backup",
                        Optional.empty(),
                        new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                        Policies.Spf.ACTIVE,
                        Set.of(),
                        Duration.ZERO);
        return Settling.tasks(
                VIEW, Observed.of(DOMAIN, 300, sets, VIEW.keys()), "backup", runs, intent);
    }

    private static RecordSet mx(String site, long ttl) {
        return new RecordSet(MX, ttl, List.copyOf(VIEW.sites().get(site).mx()));
    }

    private static Change moved(String from, long before, String to, long after) {
        return change(ChangeClass.SUBSTITUTIVE, mx(from, before), mx(to, after));
    }

    private static Change lowered(String site, long before) {
        return change(ChangeClass.ADDITIVE, mx(site, before), mx(site, 60));
    }

    private static Change raised(String site, long after) {
        return change(ChangeClass.ADDITIVE, mx(site, 60), mx(site, after));
    }

    private static Change change(ChangeClass kind, RecordSet before, RecordSet after) {
        return new Change(kind, MX, Optional.empty(), Optional.of(before), Optional.of(after));
    }

    private static RunState undo(String id, String of, int day, RunOutcome outcome) {
        return run(id, "undo", "primary", day, Optional.of(of), outcome, lowered("primary", 3600));
    }

    private static RunState run(String id, String command, String to, int day, Change change) {
        return run(id, command, to, day, Optional.empty(), RunOutcome.SWITCHED, change);
    }

    private static RunState run(
            String id,
            String command,
            String to,
            int day,
            Optional<String> reverts,
            RunOutcome outcome,
            Change change) {
        Instant at = MONDAY.plus(Duration.ofDays(day));
        var target = new DomainPlan.Target(List.of("here"), Capabilities.Atomicity.ZONE);
        var plan =
                new Plan(
                        "acme",
                        to,
                        Mode.PLANNED,
                        List.of(),
                        List.of(new DomainPlan(DOMAIN, DOMAIN, "", target, List.of(change))));
        var header = new RunHeader(id, command, "me@here", Optional.empty(), List.of(), reverts);
        var write = new WriteId(DOMAIN, "here", 0);
        return RunState.fold(
                List.of(
                        new JournalEvent.Started(at, header, plan),
                        new JournalEvent.Announced(at, write, List.of(change)),
                        new JournalEvent.Answered(at, write, new Outcome.Applied("")),
                        new JournalEvent.Ended(at, outcome, List.of(), Optional.empty())));
    }

    private static SiteRecords site(String host, String term) {
        return new SiteRecords(
                List.of((MXRecord) record("@ MX 10 " + host)),
                List.of(new SpfTerm(term)),
                List.of(),
                List.of(),
                new ArrayList<>());
    }

    private static Record record(String text) {
        return Notation.record(text, DOMAIN);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
