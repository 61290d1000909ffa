package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class HazardsTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
              spf ip4:192.0.2.0/28
            backup
              mx 10 mx.backup.example.
              spf include:_spf.backup.example
            """;
    private static final String UNION =
            """
            @ 3600 IN MX 10 mx1.example.test.
            @ 900 IN TXT "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example ~all"
            """;

    private static List<String> hazards(
            String sites, String zone, Intent intent, Hazards.Setting setting) {
        return found(sites, zone, intent, setting).stream()
                .map(h -> h.id() + " " + h.effect() + " " + h.span().toSeconds())
                .toList();
    }

    private static List<Hazard> found(
            String sites, String zone, Intent intent, Hazards.Setting setting) {
        DomainView view = Lines.view(sites);
        Observed observed = Lines.observed(zone, view.keys());
        List<Change> changes = Planner.changes(view, observed, intent);
        var plan =
                new DomainPlan(
                        Lines.DOMAIN,
                        Lines.DOMAIN,
                        ActiveSite.of(view, observed).site(),
                        new DomainPlan.Target(List.of("one"), setting.capabilities().atomicity()),
                        changes);
        return Hazards.of(
                plan, Transition.of(view, observed, changes, setting.capabilities()), setting);
    }

    private static Hazards.Setting left(Reception reception, boolean revoked) {
        return new Hazards.Setting(
                reception, revoked, 300, Lines.writing(Capabilities.Atomicity.ZONE));
    }

    private static Hazards.Setting left(Reception reception, Capabilities.Atomicity unit) {
        Hazards.Setting calm = left(reception, false);
        return new Hazards.Setting(
                reception,
                false,
                300,
                new Capabilities(unit, calm.capabilities().staleWrite(), Duration.ZERO, 100));
    }

    @ParameterizedTest(name = "{0}, revoked: {1}")
    @CsvSource({
        "TAKES, false, ''",
        "DEFERS, false, OLD-MX-CACHED DELAY 3600",
        "RETURNS, false, OLD-MX-CACHED REJECT 3600",
        "UNKNOWN, false, OLD-MX-CACHED DELAY 3600",
        "TAKES, true, OLD-MX-CACHED DOWNGRADE 3600",
        "DEFERS, true, OLD-MX-CACHED DELAY 3600"
    })
    void the_old_mx_does_what_its_site_does(Reception left, boolean revoked, String hazard) {
        assertEquals(
                hazard.isEmpty() ? List.of() : List.of(hazard),
                hazards(SITES, UNION, Lines.to("backup"), left(left, revoked)));
    }

    @Test
    void an_old_mx_that_is_no_one_sites_is_told_by_its_hosts() {
        String zone = UNION.replace("mx1.example.test.", "mx9.other.example.");
        DomainView view = Lines.view(SITES);
        Observed observed = Lines.observed(zone, view.keys());
        List<Change> changes = Planner.changes(view, observed, Lines.to("backup"));
        Hazards.Setting setting = left(Reception.UNKNOWN, false);
        var plan =
                new DomainPlan(
                        Lines.DOMAIN,
                        Lines.DOMAIN,
                        DomainPlan.MIXED,
                        new DomainPlan.Target(List.of("one"), setting.capabilities().atomicity()),
                        changes);
        String who =
                Hazards.of(
                                plan,
                                Transition.of(view, observed, changes, setting.capabilities()),
                                setting)
                        .getFirst()
                        .who();
        assertTrue(who.contains("keep delivering to mx9.other.example., and nothing"), who);
    }

    @Test
    void receivers_that_hold_the_old_spf_record_refuse_new_senders() {
        assertEquals(
                List.of("OLD-SPF-CACHED REJECT 900"),
                hazards(
                        SITES,
                        """
                        @ 3600 IN MX 10 mx1.example.test.
                        @ 900 IN TXT "v=spf1 ip4:192.0.2.0/28 ~all"
                        """,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    @Test
    void receivers_that_hold_the_old_spf_record_still_take_mail_of_a_revoked_site() {
        assertEquals(
                List.of("OLD-MX-CACHED DOWNGRADE 3600", "OLD-SPF-CACHED DOWNGRADE 900"),
                hazards(
                        SITES,
                        UNION,
                        Lines.breach("backup", "primary"),
                        left(Reception.TAKES, true)));
    }

    @Test
    void a_first_spf_record_softfails_whom_nobody_named() {
        assertEquals(
                List.of("FIRST-SPF DOWNGRADE 0"),
                hazards(
                        SITES,
                        "@ 3600 IN MX 10 mx1.example.test.\n",
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    private static final String OWN_HOST =
            """
            primary
              mx 10 mx1.example.test.
            backup
              mx 10 mxb.example.test.
              mxb A 192.0.2.21
              smtp CNAME relay.backup.example.
            """;

    @Test
    void a_new_mail_host_that_resolvers_remember_as_missing_loses_mail_and_a_relay_delays_it() {
        assertEquals(
                List.of("NEGATIVE-CACHED REJECT 300", "NEGATIVE-CACHED DELAY 300"),
                hazards(
                        OWN_HOST,
                        "@ 3600 IN MX 10 mx1.example.test.\n",
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
        assertEquals(
                List.of(),
                hazards(
                        OWN_HOST,
                        """
                        @ 3600 IN MX 10 mx1.example.test.
                        mxb 60 IN A 192.0.2.21
                        smtp 60 IN CNAME relay.backup.example.
                        """,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    private static final String ONE_NAME =
            """
            primary
              mx 10 mail.example.test.
              mail A 192.0.2.1
            backup
              mx 10 mail.example.test.
              mail A 192.0.2.2
            """;

    @ParameterizedTest
    @CsvSource({
        "TAKES, ''",
        "DEFERS, OLD-ADDRESS-CACHED DELAY 1200",
        "RETURNS, OLD-ADDRESS-CACHED REJECT 1200"
    })
    void a_site_that_moves_behind_one_name_is_found_by_its_old_address(
            Reception left, String hazard) {
        assertEquals(
                hazard.isEmpty() ? List.of() : List.of(hazard),
                hazards(
                        ONE_NAME,
                        """
                        @ 3600 IN MX 10 mail.example.test.
                        mail 1200 IN A 192.0.2.1
                        """,
                        Lines.to("backup"),
                        left(left, false)));
    }

    @Test
    void an_address_that_is_no_sites_leads_astray_whatever_the_site_does() {
        assertEquals(
                List.of("OLD-ADDRESS-CACHED DELAY 1200"),
                hazards(
                        ONE_NAME,
                        """
                        @ 3600 IN MX 10 mail.example.test.
                        mail 1200 IN A 192.0.2.99
                        """,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    @Test
    void old_addresses_are_told_with_whose_they_are_where_mail_starts_from_nobody_knows() {
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
        assertEquals(
                List.of(
                        "senders whose resolver still holds the old address of mail.example.test."
                                + " keep going to 192.0.2.98, 192.0.2.99 (of no site), and nothing"
                                + " shows that it takes their mail",
                        "applications whose resolver still holds the old address of"
                                + " smtp.example.test. keep going to relay.primary.example. (of"
                                + " primary), and nothing shows that it still sends for them"),
                found(
                                sites,
                                """
                                @ 3600 IN MX 30 mail.example.test.
                                mail 1200 IN A 192.0.2.98
                                mail 1200 IN A 192.0.2.99
                                smtp 1200 IN CNAME relay.primary.example.
                                """,
                                Lines.to("backup"),
                                left(Reception.UNKNOWN, false))
                        .stream()
                        .filter(hazard -> hazard.id().equals("OLD-ADDRESS-CACHED"))
                        .map(Hazard::who)
                        .toList());
    }

    @Test
    void an_alias_swap_leaves_a_gap_only_where_sets_change_one_by_one() {
        String sites =
                """
                primary
                  smtp A 192.0.2.1
                backup
                  smtp CNAME relay.backup.example.
                """;
        String zone = "smtp 600 IN A 192.0.2.1\n";
        assertEquals(
                "smtp.example.test. changes its type (A to CNAME), in two writes: between them,"
                    + " seconds apart, it does not exist, and resolvers that ask then remember that"
                    + " for 300 s (negative TTL)",
                found(
                                sites,
                                zone,
                                Lines.to("backup"),
                                left(Reception.TAKES, Capabilities.Atomicity.RRSET))
                        .getFirst()
                        .who());
        assertEquals(
                List.of("CNAME-SWAP-GAP DELAY 300"),
                hazards(
                        sites,
                        zone,
                        Lines.to("backup"),
                        left(Reception.TAKES, Capabilities.Atomicity.RRSET)));
        assertEquals(
                List.of(),
                hazards(
                        sites,
                        zone,
                        Lines.to("backup"),
                        left(Reception.TAKES, Capabilities.Atomicity.ZONE)));
    }

    /// Both sites at one host name, each with its own certificate.
    private static String oneName(String primary, String backup) {
        return """
        primary
          mx 10 mail.example.test.
          mail A 192.0.2.1
        %sbackup
          mx 10 mail.example.test.
          mail A 192.0.2.2
        %s\
        """
                .formatted(primary, backup);
    }

    private static String tlsa(String... digits) {
        return String.join(
                "",
                java.util.Arrays.stream(digits)
                        .map(d -> "  _25._tcp.mail TLSA 3 1 1 " + d.repeat(64) + "\n")
                        .toList());
    }

    private static final String AT_PRIMARY =
            """
            @ 3600 IN MX 10 mail.example.test.
            mail 1200 IN A 192.0.2.1
            """;

    private static String live(String digit) {
        return AT_PRIMARY + "_25._tcp.mail 900 IN TLSA 3 1 1 " + digit.repeat(64) + "\n";
    }

    @Test
    void old_tlsa_records_do_not_fit_the_new_host_behind_one_name() {
        assertEquals(
                List.of("TLSA-MIXED DELAY 1200"),
                hazards(
                        oneName(tlsa("a"), tlsa("b")),
                        live("a"),
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
        // where the old host takes nothing, its mail is late for another reason
        assertEquals(
                List.of("OLD-ADDRESS-CACHED DELAY 1200", "TLSA-MIXED DELAY 900"),
                hazards(
                        oneName(tlsa("a"), tlsa("b")),
                        live("a"),
                        Lines.to("backup"),
                        left(Reception.DEFERS, false)));
    }

    @Test
    void tlsa_records_in_a_zone_that_is_not_signed_hold_nobody_back() {
        Hazards.Setting signed = left(Reception.TAKES, false);
        var unsigned =
                new Hazards.Setting(
                        signed.left(),
                        signed.revoked(),
                        signed.negativeTtl(),
                        signed.capabilities(),
                        true);
        assertEquals(
                List.of(),
                hazards(oneName(tlsa("a"), tlsa("b")), live("a"), Lines.to("backup"), unsigned));
    }

    @Test
    void tlsa_records_for_both_certificates_make_every_mixture_fit() {
        assertEquals(
                List.of(),
                hazards(
                        oneName(tlsa("a", "b"), tlsa("b")),
                        AT_PRIMARY
                                + "_25._tcp.mail 900 IN TLSA 3 1 1 "
                                + "a".repeat(64)
                                + "\n_25._tcp.mail 900 IN TLSA 3 1 1 "
                                + "b".repeat(64)
                                + "\n",
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    @Test
    void first_tlsa_records_do_not_fit_the_host_at_the_old_address() {
        assertEquals(
                List.of("NEGATIVE-CACHED DOWNGRADE 300", "TLSA-MIXED DELAY 1200"),
                hazards(
                        oneName("", tlsa("b")),
                        AT_PRIMARY,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    @Test
    void tlsa_records_of_a_host_that_an_old_mx_still_leads_to_are_missed() {
        String sites =
                """
                primary
                  mx 10 mx1.example.test.
                  _25._tcp.mx1 TLSA 3 1 1 %s
                backup
                  mx 10 mx2.example.test.
                  _25._tcp.mx1 TLSA 3 1 1 %s
                """;
        String zone =
                "@ 3600 IN MX 10 mx1.example.test.\n_25._tcp.mx1 900 IN TLSA 3 1 1 "
                        + "a".repeat(64)
                        + "\n";
        assertEquals(
                List.of("TLSA-MIXED DELAY 3600"),
                hazards(
                        sites.formatted("a".repeat(64), "b".repeat(64)),
                        zone,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
        assertEquals(
                List.of(),
                hazards(
                        sites.formatted("a".repeat(64), "a".repeat(64)),
                        zone,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    @Test
    void what_a_breach_takes_away_is_meant_to_be_missed() {
        assertEquals(
                List.of("OLD-MX-CACHED DOWNGRADE 3600"),
                hazards(
                        """
                        primary
                          mx 10 mx1.example.test.
                          _25._tcp.mx1 TLSA 3 1 1 aa
                        backup
                          mx 10 mx2.example.test.
                        """,
                        "@ 3600 IN MX 10 mx1.example.test.\n_25._tcp.mx1 900 IN TLSA 3 1 1 aa\n",
                        Lines.breach("backup", "primary"),
                        left(Reception.TAKES, true)));
    }

    @Test
    void senders_that_hold_the_former_policy_may_not_come_to_the_new_hosts() {
        String sites =
                """
                primary
                  mx 10 mx1.example.test.
                  _mta-sts TXT "v=STSv1; id=1"
                backup
                  mx 10 mx.backup.example.
                  _mta-sts TXT "v=STSv1; id=2"
                """;
        String record = "_mta-sts 777 IN TXT \"v=STSv1; id=1\"\n";
        assertEquals(
                List.of("OLD-MTASTS-CACHED DELAY 777"),
                hazards(
                        sites,
                        "@ 3600 IN MX 10 mx1.example.test.\n" + record,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
        assertEquals(
                List.of(),
                hazards(
                        sites,
                        "@ 3600 IN MX 10 mx.backup.example.\n" + record,
                        Lines.to("backup"),
                        left(Reception.TAKES, false)));
    }

    @Test
    void a_plan_that_changes_nothing_has_none() {
        assertEquals(
                List.of(),
                hazards(SITES, UNION, Lines.to("primary"), left(Reception.RETURNS, true)));
    }

    @Test
    void every_hazard_is_told_on_its_page() throws java.io.IOException {
        var source = new StringBuilder();
        try (var files = Files.list(Path.of("src/main/java/io/mxfail/core/plan"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("Hazards.java")).toList()) {
                source.append(Files.readString(file));
            }
        }
        var used = new TreeSet<String>();
        Matcher literal = Pattern.compile("\"([A-Z]+(-[A-Z]+)+)\"").matcher(source);
        while (literal.find()) {
            used.add(literal.group(1));
        }
        var told = new TreeSet<String>();
        Matcher row =
                Pattern.compile("(?m)^\\| `([A-Z-]+)` ")
                        .matcher(Files.readString(Path.of("docs/hazards.md")));
        while (row.find()) {
            told.add(row.group(1));
        }
        assertEquals(used, told);
    }
}
