package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A switch a short while after another write: caches hold what was served before both.
class RememberedHazardsTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
              spf ip4:192.0.2.0/28
            backup
              mx 10 mx.backup.example.
              mx 20 mxb.example.test.
              mxb A 192.0.2.21
              spf include:_spf.backup.example
            """;
    private static final String PREPARED =
            """
            @ 60 IN MX 10 mx1.example.test.
            @ 900 IN TXT "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example ~all"
            mxb 60 IN A 192.0.2.21
            """;

    private static List<String> hazards(Reception left, Remembered... remembered) {
        return hazards(SITES, PREPARED, left, remembered);
    }

    private static List<String> hazards(
            String sites, String served, Reception left, Remembered... remembered) {
        return moving("primary", Lines.to("backup"), sites, served, left, remembered);
    }

    private static List<String> moving(
            String from,
            Intent intent,
            String sites,
            String served,
            Reception left,
            Remembered... remembered) {
        DomainView view = Lines.view(sites);
        Observed observed = Lines.observed(served, view.keys());
        List<Change> changes = Planner.changes(view, observed, intent);
        var capabilities = Lines.writing(Capabilities.Atomicity.ZONE);
        var plan =
                new DomainPlan(
                        Lines.DOMAIN,
                        Lines.DOMAIN,
                        from,
                        new DomainPlan.Target(List.of("one"), capabilities.atomicity()),
                        changes);
        Transition transition =
                Transition.of(view, observed, changes, capabilities)
                        .remembering(List.of(remembered));
        return Hazards.of(plan, transition, new Hazards.Setting(left, false, 300, capabilities))
                .stream()
                .map(h -> h.id() + " " + h.effect() + " " + h.span().toSeconds())
                .toList();
    }

    private static Remembered served(String record, long left) {
        RecordSet set = Lines.sets(record).getFirst();
        Optional<TxtTag> tag =
                record.contains("v=spf1") ? Optional.of(TxtTag.SPF) : Optional.empty();
        return new Remembered(
                new Change.Place(set.key(), tag), Optional.of(set), Duration.ofSeconds(left));
    }

    private static Remembered missing(String record, long left) {
        RecordSet set = Lines.sets(record).getFirst();
        return new Remembered(
                new Change.Place(set.key(), Optional.empty()),
                Optional.empty(),
                Duration.ofSeconds(left));
    }

    @Test
    void without_a_memory_only_the_ttl_that_is_served_counts() {
        assertEquals(List.of("OLD-MX-CACHED DELAY 60"), hazards(Reception.DEFERS));
        assertEquals(List.of(), hazards(Reception.TAKES));
    }

    @Test
    void the_same_mx_with_a_longer_ttl_stays_in_caches_until_that_has_run_out() {
        assertEquals(
                List.of("OLD-MX-CACHED DELAY 3000"),
                hazards(Reception.DEFERS, served("@ 3600 IN MX 10 mx1.example.test.", 3000)));
        assertEquals(
                List.of("OLD-MX-CACHED DELAY 60"),
                hazards(Reception.DEFERS, served("@ 3600 IN MX 10 mx1.example.test.", 20)));
    }

    @Test
    void senders_that_were_added_a_moment_ago_are_unknown_to_receivers_that_hold_the_old_spf() {
        assertEquals(
                List.of("OLD-SPF-CACHED REJECT 800"),
                hazards(
                        Reception.TAKES,
                        served("@ 900 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"", 800)));
    }

    @Test
    void on_the_way_back_an_old_spf_without_the_site_being_left_misleads_nobody() {
        String switched = PREPARED.replace("mx1.example.test.", "mx.backup.example.");
        assertEquals(
                List.of(),
                moving(
                        "backup",
                        Lines.to("primary"),
                        SITES,
                        switched,
                        Reception.TAKES,
                        served("@ 900 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"", 800)));
        assertEquals(
                List.of("OLD-SPF-CACHED REJECT 800"),
                moving(
                        "backup",
                        Lines.to("primary"),
                        SITES,
                        switched,
                        Reception.TAKES,
                        served("@ 900 IN TXT \"v=spf1 ip4:203.0.113.1 ~all\"", 800)));
    }

    @Test
    void after_a_breach_an_older_spf_counts_that_still_names_whom_nobody_may_trust() {
        assertEquals(
                List.of(
                        "OLD-SPF-CACHED REJECT 2000",
                        "OLD-SPF-CACHED DOWNGRADE 2000",
                        "OLD-MX-CACHED DELAY 60"),
                moving(
                                "primary",
                                Lines.breach("backup", "primary"),
                                SITES,
                                PREPARED,
                                Reception.DEFERS,
                                served("@ 3600 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"", 2000))
                        .stream()
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList());
    }

    @Test
    void an_old_spf_that_names_the_new_senders_misleads_nobody() {
        assertEquals(
                List.of(),
                hazards(
                        Reception.TAKES,
                        served(
                                "@ 900 IN TXT \"v=spf1 ip4:192.0.2.0/28"
                                        + " include:_spf.backup.example -all\"",
                                800)));
    }

    @Test
    void a_mail_host_that_was_published_a_moment_ago_may_be_remembered_as_missing() {
        assertEquals(
                List.of("NEGATIVE-CACHED REJECT 200"),
                hazards(Reception.TAKES, missing("mxb 60 IN A 192.0.2.21", 200)));
    }

    @Test
    void an_mx_of_a_third_site_from_before_an_earlier_switch_is_named() {
        Remembered third = served("@ 3600 IN MX 10 mx.third.example.", 1800);
        assertEquals(List.of("OLD-MX-CACHED DELAY 1800"), hazards(Reception.TAKES, third));
        assertEquals(
                List.of("OLD-MX-CACHED DELAY 1800"),
                hazards(Reception.TAKES, third, served("@ 60 IN MX 10 mx.third.example.", 30)));
    }

    @Test
    void an_mx_from_before_that_leads_where_mail_goes_anyway_is_right_again() {
        assertEquals(
                List.of(),
                Stream.of("@ 3600 IN MX 10 mx.backup.example.", "@ 3600 IN MX 10 mx1.example.test.")
                        .flatMap(mx -> hazards(Reception.TAKES, served(mx, 1800)).stream())
                        .toList());
    }

    /// One name for both sites, whose TTLs `prepare` has shortened a moment ago.
    private static final String ONE_NAME =
            """
            primary
              mx 10 mail.example.test.
              mail A 192.0.2.1
              _25._tcp.mail TLSA 3 1 1 %s
            backup
              mx 10 mail.example.test.
              mail A 192.0.2.2
              _25._tcp.mail TLSA 3 1 1 %s
            """
                    .formatted("a".repeat(64), "b".repeat(64));

    private static final String OLD_TLSA = " IN TLSA 3 1 1 " + "a".repeat(64);
    private static final String SHORTENED =
            """
            @ 60 IN MX 10 mail.example.test.
            mail 60 IN A 192.0.2.1
            _25._tcp.mail 60%s
            """
                    .formatted(OLD_TLSA);

    @Test
    void tlsa_records_and_addresses_with_a_longer_ttl_meet_the_new_host_for_as_long() {
        assertEquals(List.of("TLSA-MIXED DELAY 60"), hazards(ONE_NAME, SHORTENED, Reception.TAKES));
        assertEquals(
                List.of("TLSA-MIXED DELAY 3000"),
                hazards(
                        ONE_NAME,
                        SHORTENED,
                        Reception.TAKES,
                        served("_25._tcp.mail 3600" + OLD_TLSA, 3000)));
        assertEquals(
                List.of("TLSA-MIXED DELAY 900"),
                hazards(
                        ONE_NAME,
                        SHORTENED,
                        Reception.TAKES,
                        served("mail 3600 IN A 192.0.2.1", 900)));
    }

    @Test
    void an_address_of_a_third_site_from_before_an_earlier_move_behind_one_name_is_named() {
        String sites =
                """
                primary
                  mx 10 mail.example.test.
                  mail A 192.0.2.1
                  smtp CNAME relay.primary.example.
                backup
                  mx 10 mail.example.test.
                  mail A 192.0.2.2
                  smtp CNAME relay.backup.example.
                """;
        String served =
                """
                @ 60 IN MX 10 mail.example.test.
                mail 60 IN A 192.0.2.1
                smtp 60 IN CNAME relay.primary.example.
                """;
        Remembered third = served("mail 3600 IN A 192.0.2.3", 1800);
        assertEquals(
                List.of("OLD-ADDRESS-CACHED DELAY 1800"),
                hazards(sites, served, Reception.TAKES, third));
        assertEquals(
                List.of("OLD-ADDRESS-CACHED DELAY 1800", "OLD-ADDRESS-CACHED DELAY 900"),
                hazards(
                        sites,
                        served,
                        Reception.TAKES,
                        third,
                        served("mail 60 IN A 192.0.2.4", 30),
                        served("smtp 3600 IN CNAME relay.third.example.", 900)));
        // where it leads, or led until now
        assertEquals(
                List.of(),
                hazards(
                        sites,
                        served,
                        Reception.TAKES,
                        served("mail 3600 IN A 192.0.2.2", 1800),
                        served("mail 3600 IN A 192.0.2.1", 1800),
                        served("www 3600 IN A 192.0.2.3", 1800)));
    }

    @Test
    void what_a_run_that_is_taken_up_again_has_replaced_already_is_no_third_site() {
        DomainView view = Lines.view(SWAPPED);
        Observed before = Lines.observed("smtp 60 IN CNAME relay.primary.example.\n", view.keys());
        Observed now = Lines.observed("smtp 60 IN CNAME relay.backup.example.\n", view.keys());
        List<Change> changes = Planner.changes(view, before, Lines.to("backup"));
        var capabilities = Lines.writing(Capabilities.Atomicity.ZONE);
        var plan = Lines.plan(changes, capabilities);
        Transition transition =
                Transition.of(view, now, changes, capabilities)
                        .remembering(
                                List.of(served("smtp 3600 IN CNAME relay.primary.example.", 900)));
        assertEquals(
                List.of(),
                Hazards.of(
                        plan,
                        transition,
                        new Hazards.Setting(Reception.TAKES, false, 0, capabilities)));
    }

    private static final String SWAPPED =
            """
            primary
              smtp CNAME relay.primary.example.
            backup
              smtp CNAME relay.backup.example.
            """;
}
