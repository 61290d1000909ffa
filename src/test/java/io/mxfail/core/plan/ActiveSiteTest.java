package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveSiteTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.example.test.
              mx 20 mx2.example.test.
              smtp CNAME relay.primary.example.
            backup
              mx 10 mx.backup.example.
              smtp CNAME relay.backup.example.
            """;

    private static ActiveSite of(String sites, String zone) {
        DomainView view = Lines.view(sites);
        return ActiveSite.of(view, Lines.observed(zone, view.keys()));
    }

    @ParameterizedTest(name = "MX {0}, smtp {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # MX served                                | smtp served            | site    | matched | total
                    10 mx1.example.test.,20 mx2.example.test.  | relay.primary.example. | primary | 2 | 2
                    10 mx.backup.example.                      | relay.backup.example.  | backup  | 2 | 2
                    10 MX.Backup.Example.                      | relay.backup.example.  | backup  | 2 | 2
                    10 mx.backup.example.                      | relay.primary.example. | mixed   | 2 | 2
                    10 mx.backup.example.                      | relay.other.example.   | backup  | 1 | 2
                    10 mx1.example.test.,20 mx.backup.example. | relay.primary.example. | mixed   | 1 | 2
                    10 mx1.example.test.                       | relay.primary.example. | unknown | 1 | 2
                    20 mx.backup.example.                      | relay.backup.example.  | unknown | 1 | 2
                    10 mx9.other.example.                      | relay.other.example.   | unknown | 0 | 2
                    10 mx9.other.example.,20 mx.backup.example.| relay.backup.example.  | unknown | 1 | 2
                    """)
    void the_site_is_the_one_whose_mx_is_served(
            String mx, String smtp, String site, int matched, int total) {
        var zone = new StringBuilder("smtp 60 IN CNAME " + smtp + "\n");
        for (String each : mx.split(",", -1)) {
            zone.append("@ 60 IN MX " + each + "\n");
        }
        ActiveSite active = of(SITES, zone.toString());
        assertEquals(site, active.site());
        assertEquals(matched, active.matched());
        assertEquals(total, active.total());
    }

    @Test
    void a_zone_without_mx_is_nobodys() {
        assertEquals(DomainPlan.UNKNOWN, of(SITES, "www 60 IN A 192.0.2.80\n").site());
    }

    @Test
    void of_two_sites_with_one_mx_it_is_the_one_whose_addresses_are_served() {
        String sites =
                """
                primary
                  mx 10 mail.example.test.
                  mail A 192.0.2.1
                backup
                  mx 10 mail.example.test.
                  mail A 192.0.2.2
                """;
        for (int host = 1; host <= 2; host++) {
            ActiveSite active =
                    of(
                            sites,
                            """
                            @ 60 IN MX 10 mail.example.test.
                            mail 60 IN A 192.0.2.%d
                            """
                                    .formatted(host));
            assertEquals(host == 1 ? "primary" : "backup", active.site());
        }
    }

    @Test
    void without_mx_it_is_the_site_all_of_whose_switched_sets_are_served() {
        String sites =
                """
                idle
                  s9._domainkey CNAME s9.idle.example.
                primary
                  smtp A 192.0.2.1
                  imap A 192.0.2.1
                backup
                  smtp A 192.0.2.2
                  imap A 192.0.2.2
                """;
        assertEquals(
                "backup", of(sites, "smtp 60 IN A 192.0.2.2\nimap 60 IN A 192.0.2.2\n").site());
        assertEquals(
                DomainPlan.MIXED,
                of(sites, "smtp 60 IN A 192.0.2.2\nimap 60 IN A 192.0.2.1\n").site());
        assertEquals(
                DomainPlan.UNKNOWN,
                of(sites, "smtp 60 IN A 192.0.2.8\nimap 60 IN A 192.0.2.8\n").site());
    }
}
