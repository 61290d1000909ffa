package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

class ClaimTest {
    /// Each claim on a line: `switched|standing: NAME TYPES {TAG} of SITES`.
    private static String claims(String sites) {
        return Lines.view(sites).claims().stream()
                .map(
                        claim ->
                                (claim.switched() ? "switched: " : "standing: ")
                                        + claim.keys()
                                                .iterator()
                                                .next()
                                                .name()
                                                .relativize(Lines.DOMAIN)
                                        + " "
                                        + claim.keys().stream()
                                                .map(key -> key.typeName())
                                                .sorted()
                                                .collect(Collectors.joining("+"))
                                        + claim.tag().map(tag -> " {" + tag.text() + "}").orElse("")
                                        + " of "
                                        + String.join(",", claim.wishes().keySet())
                                        + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void a_name_and_type_of_two_sites_is_switched_and_of_one_is_standing() {
        assertEquals(
                """
                switched: @ MX of primary,backup
                standing: b1._domainkey A+AAAA+CNAME of backup
                """,
                claims(
                        """
                        primary
                          mx 10 mx1.example.test.
                        backup
                          mx 10 mx.backup.example.
                          b1._domainkey CNAME b1.dkim.backup.example.
                        """));
    }

    @Test
    void addresses_and_an_alias_of_one_name_are_one() {
        assertEquals(
                "switched: smtp A+AAAA+CNAME of primary,backup\n",
                claims(
                        """
                        primary
                          smtp A 192.0.2.1
                        backup
                          smtp CNAME relay.backup.example.
                        """));
    }

    @Test
    void other_types_join_them_only_where_some_site_wants_an_alias() {
        assertEquals(
                """
                switched: a A+AAAA+CNAME of primary,backup
                standing: a TXT {=x} of primary
                switched: b A+AAAA+CNAME+TXT of primary,backup
                """,
                claims(
                        """
                        primary
                          a A 192.0.2.1
                          a TXT "x"
                          b TXT "x"
                        backup
                          a A 192.0.2.2
                          b CNAME b.backup.example.
                        """));
    }

    @Test
    void strings_of_one_set_are_owned_by_their_tag() {
        assertEquals(
                """
                switched: @ TXT {v=STSv1} of primary,backup
                standing: @ TXT {=two} of backup
                standing: @ TXT {=one} of primary
                """
                        .lines()
                        .sorted()
                        .toList(),
                claims(
                                """
                                primary
                                  @ TXT "v=STSv1; id=1"
                                  @ TXT "one"
                                backup
                                  @ TXT "v=STSv1; id=2"
                                  @ TXT "two"
                                """)
                        .lines()
                        .sorted()
                        .toList());
    }

    @Test
    void the_same_record_of_two_sites_is_switched_and_never_changes() {
        String sites =
                """
                primary
                  smtp A 192.0.2.1
                backup
                  smtp A 192.0.2.1
                """;
        assertEquals("switched: smtp A+AAAA+CNAME of primary,backup\n", claims(sites));
        assertEquals("", Lines.planned(sites, "smtp 60 IN A 192.0.2.1\n", Lines.to("backup")));
    }

    @Test
    void beside_an_alias_each_string_has_its_own_place() {
        Claim claim =
                Lines.view(
                                """
                                primary
                                  bounce CNAME bounce.primary.example.
                                backup
                                  bounce TXT "v=spf1 -all"
                                  bounce TXT "x"
                                """)
                        .claims()
                        .getFirst();
        assertEquals(
                List.of("=x", "v=spf1"),
                claim.places().stream()
                        .flatMap(place -> place.tag().stream())
                        .map(tag -> tag.text())
                        .toList());
        assertTrue(claim.places().stream().anyMatch(p -> p.key().typeName().equals("CNAME")));
    }
}
