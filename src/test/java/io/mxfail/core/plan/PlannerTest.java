package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;

class PlannerTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
              smtp CNAME relay.primary.example.
              s1._domainkey CNAME s1.dkim.primary.example.
            backup
              mx 10 mx.backup.example.
              smtp CNAME relay.backup.example.
              b1._domainkey TXT "v=DKIM1; p=backup"
            """;
    private static final String AT_PRIMARY =
            """
            @ 3600 IN MX 10 mx1.example.test.
            smtp 1800 IN CNAME relay.primary.example.
            s1._domainkey 3600 IN CNAME s1.dkim.primary.example.
            b1._domainkey 3600 IN TXT "v=DKIM1; p=backup"
            """;

    @Test
    void what_two_sites_name_is_switched_and_gets_the_switching_ttl() {
        assertEquals(
                """
                substitutive @ MX: 3600 10 mx1.example.test. -> 60 10 mx.backup.example.
                substitutive smtp CNAME: 1800 relay.primary.example. -> 60 relay.backup.example.
                """,
                Lines.planned(SITES, AT_PRIMARY, Lines.to("backup")));
    }

    @Test
    void a_zone_that_is_as_wanted_changes_nothing_whatever_its_ttls() {
        assertEquals("", Lines.planned(SITES, AT_PRIMARY, Lines.to("primary")));
    }

    @Test
    void what_one_site_names_is_published_whichever_site_is_active() {
        String zone =
                """
                @ 3600 IN MX 10 mx1.example.test.
                smtp 1800 IN CNAME relay.primary.example.
                """;
        assertEquals(
                """
                additive b1._domainkey TXT {v=DKIM1}: none -> 3600 "v=DKIM1; p=backup"
                additive s1._domainkey CNAME: none -> 3600 s1.dkim.primary.example.
                """,
                Lines.planned(SITES, zone, Lines.to("primary")));
    }

    @Test
    void a_mx_set_is_compared_without_order_and_case() {
        String sites =
                """
                primary
                  mx 10 mx1.example.test.
                  mx 20 MX2.example.test.
                backup
                  mx 10 mx.backup.example.
                """;
        String zone =
                """
                @ 3600 IN MX 20 mx2.Example.test.
                @ 3600 IN MX 10 mx1.example.test.
                """;
        assertEquals("", Lines.planned(sites, zone, Lines.to("primary")));
    }

    @Test
    void addresses_and_an_alias_take_each_others_place_in_one_claim() {
        String sites =
                """
                primary
                  smtp A 192.0.2.5
                  smtp AAAA 2001:db8::5
                backup
                  smtp CNAME relay.backup.example.
                """;
        String zone =
                """
                smtp 300 IN A 192.0.2.5
                smtp 300 IN AAAA 2001:db8::5
                """;
        assertEquals(
                """
                substitutive smtp A: 300 192.0.2.5 -> none
                substitutive smtp CNAME: none -> 60 relay.backup.example.
                substitutive smtp AAAA: 300 2001:db8:0:0:0:0:0:5 -> none
                """,
                Lines.planned(sites, zone, Lines.to("backup")));
    }

    @Test
    void several_strings_beside_the_other_sites_alias_are_each_owned_alone() {
        String sites =
                """
                primary
                  bounce CNAME bounce.primary.example.
                backup
                  bounce MX 10 feedback.backup.example.
                  bounce TXT "v=spf1 include:b.backup.example ~all"
                  bounce TXT "owner=backup"
                """;
        assertEquals(
                """
                substitutive bounce CNAME: 300 bounce.primary.example. -> none
                substitutive bounce MX: none -> 60 10 feedback.backup.example.
                substitutive bounce TXT {=owner=backup}: none -> 60 owner=backup
                substitutive bounce TXT {v=spf1}: none -> 60 "v=spf1 include:b.backup.example ~all"
                """,
                Lines.planned(
                        sites,
                        "bounce 300 IN CNAME bounce.primary.example.\n",
                        Lines.to("backup")));
    }

    @Test
    void a_string_is_replaced_alone_and_keeps_the_ttl_of_its_neighbours() {
        String sites =
                """
                primary
                  _mta-sts TXT "v=STSv1; id=1"
                backup
                  _mta-sts TXT "v=STSv1; id=2"
                """;
        String zone =
                """
                _mta-sts 777 IN TXT "v=STSv1; id=1"
                _mta-sts 777 IN TXT "somebody else's"
                """;
        assertEquals(
                """
                substitutive _mta-sts TXT {v=STSv1}: 777 "v=STSv1; id=1" -> 777 "v=STSv1; id=2"
                """,
                Lines.planned(sites, zone, Lines.to("backup")));
    }

    @Test
    void a_string_that_is_cut_into_other_pieces_is_the_same() {
        String sites =
                """
                primary
                  s1._domainkey TXT "v=DKIM1; p=abcdef"
                """;
        assertEquals(
                "",
                Lines.planned(
                        sites,
                        "s1._domainkey 300 IN TXT \"v=DKIM1; \" \"p=abc\" \"def\"\n",
                        Lines.to("primary")));
    }

    @Test
    void a_switched_name_that_the_target_does_not_name_stays_as_it_is() {
        String sites =
                """
                primary
                  mx 10 mx1.example.test.
                  smtp CNAME relay.primary.example.
                second
                  mx 10 mx.second.example.
                  smtp CNAME relay.second.example.
                third
                  mx 10 mx.third.example.
                """;
        assertEquals(
                """
                substitutive @ MX: 3600 10 mx1.example.test. -> 60 10 mx.third.example.
                """,
                Lines.planned(
                        sites,
                        """
                        @ 3600 IN MX 10 mx1.example.test.
                        smtp 1800 IN CNAME relay.primary.example.
                        """,
                        Lines.to("third")));
    }

    @Test
    void no_ttl_is_shorter_than_the_provider_takes() {
        Intent calm = Lines.to("backup");
        var intent =
                new Intent(
                        calm.to(),
                        calm.quarantined(),
                        calm.ttl(),
                        calm.spf(),
                        Set.of(),
                        Duration.ofSeconds(120));
        assertEquals(
                """
                substitutive @ MX: 3600 10 mx1.example.test. -> 120 10 mx.backup.example.
                substitutive smtp CNAME: 1800 relay.primary.example. -> 120 relay.backup.example.
                """,
                Lines.planned(SITES, AT_PRIMARY, intent));
    }

    @Test
    void a_breach_takes_away_what_only_the_quarantined_site_names() {
        assertEquals(
                """
                substitutive @ MX: 3600 10 mx1.example.test. -> 60 10 mx.backup.example.
                subtractive s1._domainkey CNAME: 3600 s1.dkim.primary.example. -> none
                subtractive s1._domainkey TXT {v=DKIM1}: none -> 60 "v=DKIM1; p="
                substitutive smtp CNAME: 1800 relay.primary.example. -> 60 relay.backup.example.
                """,
                Lines.planned(SITES, AT_PRIMARY, Lines.breach("backup", "primary")));
    }

    @Test
    void a_key_is_revoked_once_and_keeps_its_ttl() {
        String zone = "b1._domainkey 3600 IN TXT \"v=DKIM1; p=backup\"\n";
        String sites = "backup\n  b1._domainkey TXT \"v=DKIM1; p=backup\"\nprimary\n  mx 10 mx1\n";
        assertEquals(
                """
                subtractive b1._domainkey TXT {v=DKIM1}: 3600 "v=DKIM1; p=backup" -> 3600 "v=DKIM1; p="
                """,
                Lines.planned(sites, zone, Lines.breach("primary", "backup"))
                        .replace("additive @ MX: none -> 3600 10 mx1.example.test.\n", ""));
        assertEquals(
                "",
                Lines.planned(
                                sites,
                                "b1._domainkey 3600 IN TXT \"v=DKIM1; p=\"\n",
                                Lines.breach("primary", "backup"))
                        .replace("additive @ MX: none -> 3600 10 mx1.example.test.\n", ""));
    }
}
