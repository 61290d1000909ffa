package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.profile.Policies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The primary sends from ip4:192.0.2.0/28 and shared terms, the backup by include and those.
class SpfPlannerTest {
    private static final String SITES =
            """
            primary
              spf ip4:192.0.2.0/28
              spf include:_spf.shared.example
            backup
              spf include:_spf.backup.example
              spf include:_spf.shared.example
            """;

    private static Intent intent(
            Policies.Spf policy, Optional<String> quarantined, List<String> foreign) {
        return new Intent(
                "backup",
                quarantined,
                new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                policy,
                foreign.stream().map(t -> new SpfTerm(t).normalised()).collect(Collectors.toSet()),
                Duration.ZERO);
    }

    private static String after(Intent intent, String... strings) {
        var zone = new StringBuilder();
        for (String string : strings) {
            zone.append("@ 300 IN TXT \"").append(string).append("\"\n");
        }
        return Lines.planned(SITES, zone.toString(), intent)
                .replaceFirst("(?s).* -> \\d+ \"(.*)\"\n", "$1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # what is served                                                  | what a switch to the backup leaves
                    v=spf1 -all                                                       | v=spf1 include:_spf.backup.example include:_spf.shared.example ip4:192.0.2.0/28 -all
                    v=spf1 ip4:192.0.2.0/28 ~all                                      | v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example ~all
                    v=spf1 ip4:192.0.2.7/28 mx ~all                                   | v=spf1 ip4:192.0.2.7/28 include:_spf.backup.example include:_spf.shared.example mx ~all
                    V=SPF1 IP4:192.0.2.0/28 ?ALL                                      | v=spf1 IP4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example ?ALL
                    v=spf1 mx redirect=_spf.office.example                            | v=spf1 mx include:_spf.backup.example include:_spf.shared.example ip4:192.0.2.0/28 redirect=_spf.office.example
                    v=spf1 a                                                          | v=spf1 a include:_spf.backup.example include:_spf.shared.example ip4:192.0.2.0/28
                    v=spf1 -all include:_spf.backup.example                           | v=spf1 include:_spf.backup.example include:_spf.shared.example ip4:192.0.2.0/28 -all include:_spf.backup.example
                    """)
    void the_terms_of_all_sites_join_the_record(String served, String left) {
        assertEquals(left, after(intent(Policies.Spf.UNION, Optional.empty(), List.of()), served));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=spf1 ip4:192.0.2.0/28 ~all | v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example ~all
                    v=spf1 -all                  | v=spf1 include:_spf.backup.example include:_spf.shared.example -all
                    """)
    void the_active_policy_adds_the_target_and_removes_nobody(String served, String left) {
        assertEquals(left, after(intent(Policies.Spf.ACTIVE, Optional.empty(), List.of()), served));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # shared terms and those of others stay                           |
                    v=spf1 ip4:192.0.2.0/28 include:_spf.shared.example ~all          | v=spf1 include:_spf.shared.example include:_spf.backup.example ~all
                    v=spf1 ip4:192.0.2.9/28 ip4:198.51.100.1 -all                     | v=spf1 include:_spf.backup.example include:_spf.shared.example ip4:198.51.100.1 -all
                    v=spf1 -ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example -all | v=spf1 -ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example -all
                    """)
    void a_breach_removes_the_terms_that_only_the_quarantined_site_names(
            String served, String left) {
        String changed =
                after(intent(Policies.Spf.UNION, Optional.of("primary"), List.of()), served);
        assertEquals(left, changed.isEmpty() ? served : changed);
    }

    private static Intent revoking(Intent intent, String... terms) {
        return intent.revoking(
                java.util.Arrays.stream(terms)
                        .map(term -> new SpfTerm(term).normalised())
                        .collect(Collectors.toSet()));
    }

    @Test
    void a_breach_takes_exactly_the_terms_of_nobody_that_were_given_up() {
        String served =
                "v=spf1 mx  include:_spf.Office.example ip4:192.0.2.0/28 ?include:_spf.x.example"
                        + " ~all";
        Intent breach = intent(Policies.Spf.UNION, Optional.of("primary"), List.of());
        assertEquals(
                "v=spf1 mx include:_spf.backup.example include:_spf.shared.example"
                        + " ?include:_spf.x.example ~all",
                after(revoking(breach, "include:_spf.office.example"), served));
        assertEquals(
                "v=spf1 include:_spf.Office.example include:_spf.backup.example"
                        + " include:_spf.shared.example ?include:_spf.x.example ~all",
                after(revoking(breach, "MX", "include:_spf.x.example"), served));
        assertEquals(after(breach, served), after(revoking(breach, "a"), served));
    }

    @Test
    void what_another_site_or_profile_names_is_not_given_up() {
        String served = "v=spf1 include:_spf.shared.example ip4:198.51.100.7 -all";
        Intent breach =
                intent(Policies.Spf.UNION, Optional.of("primary"), List.of("ip4:198.51.100.7"));
        assertEquals(
                "v=spf1 include:_spf.shared.example include:_spf.backup.example ip4:198.51.100.7"
                        + " -all",
                after(revoking(breach, "include:_spf.shared.example", "ip4:198.51.100.7"), served));
    }

    @Test
    void without_a_breach_nothing_is_given_up() {
        Intent calm = intent(Policies.Spf.UNION, Optional.empty(), List.of());
        assertEquals(after(calm, "v=spf1 mx -all"), after(revoking(calm, "mx"), "v=spf1 mx -all"));
    }

    @Test
    void a_term_that_another_profile_names_is_not_removed() {
        assertEquals(
                "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example"
                        + " -all",
                after(
                        intent(
                                Policies.Spf.UNION,
                                Optional.of("primary"),
                                List.of("IP4:192.0.2.1/28")),
                        "v=spf1 ip4:192.0.2.0/28 -all"));
    }

    @Test
    void where_other_profiles_cannot_be_read_nothing_is_taken_off() {
        Intent known = intent(Policies.Spf.ACTIVE, Optional.of("primary"), List.of());
        assertEquals(
                "v=spf1 include:_spf.backup.example include:_spf.shared.example -all",
                after(known, "v=spf1 ip4:192.0.2.0/28 -all"));
        var unknown =
                new Intent(
                        known.to(),
                        known.quarantined(),
                        known.ttl(),
                        known.spf(),
                        new Intent.Foreign(Set.of(), false),
                        known.minimumTtl());
        assertEquals(
                "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example"
                        + " -all",
                after(unknown, "v=spf1 ip4:192.0.2.0/28 -all"));
    }

    @Test
    void a_zone_without_a_record_gets_one_that_refuses_nobody() {
        assertEquals(
                """
                additive @ TXT {v=spf1}: none -> 300 "v=spf1 include:_spf.backup.example include:_spf.shared.example ip4:192.0.2.0/28 ~all"
                """,
                Lines.planned(
                        SITES,
                        "@ 300 IN TXT \"verification=1\"\n",
                        intent(Policies.Spf.UNION, Optional.empty(), List.of())));
    }

    @Test
    void two_records_are_left_alone() {
        assertEquals(
                "",
                after(
                        intent(Policies.Spf.UNION, Optional.empty(), List.of()),
                        "v=spf1 a -all",
                        "v=spf1 mx -all"));
    }

    @Test
    void a_record_that_nobody_can_read_is_left_alone() {
        assertEquals(
                "",
                after(
                        intent(Policies.Spf.UNION, Optional.empty(), List.of()),
                        "v=spf1 ip4:192.0.2.0/28\\009-all"));
    }

    @Test
    void a_profile_without_terms_does_not_look_at_it() {
        assertEquals(
                "",
                Lines.planned(
                        "primary\n  smtp A 192.0.2.1\n",
                        "@ 300 IN TXT \"v=spf1 -all\"\nsmtp 300 IN A 192.0.2.1\n",
                        new Intent(
                                "primary",
                                Optional.empty(),
                                new Policies.Ttl(Optional.empty(), Duration.ofSeconds(60)),
                                Policies.Spf.UNION,
                                Set.of(),
                                Duration.ZERO)));
    }
}
