package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class AwaitedTest {
    private static final String SITES =
            """
            primary
              mx 10 mx1.primary.example.
              spf ip4:192.0.2.0/28
              spf include:_spf.shared.example
              p1._domainkey CNAME p1.dkim.primary.example.
            backup
              mx 10 mx.backup.example.
              spf include:_spf.backup.example
              spf include:_spf.shared.example
              b1._domainkey TXT "v=DKIM1; p=MIIB"
            """;

    /// What of the awaited is not there in a zone.
    private static List<String> missing(List<Awaited> awaited, String zone) {
        List<RecordSet> sets = Lines.sets(zone);
        return awaited.stream()
                .filter(
                        one ->
                                !one.there()
                                        .test(
                                                sets.stream()
                                                        .filter(
                                                                s ->
                                                                        s.key()
                                                                                .equals(
                                                                                        one.place()
                                                                                                .key()))
                                                        .findFirst()))
                .map(Awaited::what)
                .toList();
    }

    private static List<Awaited> of(String site, Change... changes) {
        return Awaited.ofSite(Lines.view(SITES), site, List.of(changes));
    }

    private static Change spf(String before, String after) {
        return Lines.string(
                ChangeClass.ADDITIVE,
                TxtTag.SPF,
                "@ 300 IN TXT \"%s\"".formatted(before),
                "@ 300 IN TXT \"%s\"".formatted(after));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # the SPF record served                                                | is as awaited of the backup
                    v=spf1 include:_spf.backup.example include:_spf.shared.example -all    | true
                    v=spf1 INCLUDE:_spf.backup.example. a +include:_spf.shared.example -all| true
                    v=spf1 include:_spf.backup.example -all include:_spf.shared.example    | false
                    v=spf1 include:_spf.shared.example -all                                | false
                    v=spf1 ip4:192.0.2.0/28 include:_spf.shared.example -all               | false
                    verification=1                                                         | false
                    """)
    void the_terms_of_the_site_must_be_reached_and_what_stands_beside_is_nobodys_business(
            String served, boolean there) {
        String zone =
                """
                @ 300 IN TXT "%s"
                @ 300 IN TXT "another=string"
                b1._domainkey 300 IN TXT "v=DKIM1; " "p=MIIB"
                """
                        .formatted(served);
        assertEquals(
                there ? List.of() : List.of("example.test. TXT v=spf1"),
                missing(of("backup"), zone));
    }

    @Test
    void two_spf_records_are_no_matter_of_time() {
        String zone =
                """
                @ 300 IN TXT "v=spf1 -all"
                @ 300 IN TXT "v=spf1 mx -all"
                b1._domainkey 300 IN TXT "v=DKIM1; p=MIIB"
                """;
        assertEquals(List.of(), missing(of("backup"), zone));
    }

    @Test
    void the_keys_of_a_site_are_awaited_where_it_is_to_be_live() {
        String zone =
                """
                @ 300 IN TXT "v=spf1 ip4:192.0.2.0/28 include:_spf.shared.example -all"
                @ 300 IN TXT "v=spf1 include:_spf.backup.example -all"
                """;
        assertEquals(
                List.of("b1._domainkey.example.test. TXT v=DKIM1"), missing(of("backup"), zone));
        assertEquals(List.of("p1._domainkey.example.test. CNAME"), missing(of("primary"), zone));
    }

    @Test
    void the_keys_of_another_site_are_awaited_only_where_they_were_written() {
        Change key =
                Lines.change(
                        ChangeClass.ADDITIVE,
                        "",
                        "p1._domainkey 3600 IN CNAME p1.dkim.primary.example.");
        String zone =
                """
                @ 300 IN TXT "v=spf1 include:_spf.backup.example include:_spf.shared.example -all"
                b1._domainkey 300 IN TXT "v=DKIM1; p=MIIB"
                """;
        assertEquals(List.of(), missing(of("backup"), zone));
        assertEquals(
                List.of("p1._domainkey.example.test. CNAME"), missing(of("backup", key), zone));
    }

    @Test
    void what_was_taken_away_must_be_gone_until_the_profile_wants_it() {
        Change gone =
                Lines.change(
                        ChangeClass.SUBTRACTIVE,
                        "p1._domainkey 3600 IN CNAME p1.dkim.primary.example.",
                        "");
        Change shrunk =
                spf(
                        "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example"
                                + " include:_spf.shared.example -all",
                        "v=spf1 include:_spf.backup.example include:_spf.shared.example -all");
        String old =
                """
                @ 300 IN TXT "v=spf1 ip4:192.0.2.0/28 include:_spf.backup.example include:_spf.shared.example -all"
                b1._domainkey 300 IN TXT "v=DKIM1; p=MIIB"
                p1._domainkey 300 IN CNAME p1.dkim.primary.example.
                """;
        assertEquals(List.of(), missing(of("backup"), old));
        assertEquals(
                List.of("p1._domainkey.example.test. CNAME", "example.test. TXT v=spf1"),
                missing(of("backup", gone, shrunk), old));
        assertEquals(List.of(), missing(of("primary", gone), old));
    }

    @Test
    void a_key_that_was_rotated_since_the_run_is_judged_by_the_profile() {
        Change first =
                Lines.string(
                        ChangeClass.ADDITIVE,
                        TxtTag.DKIM,
                        "",
                        "b1._domainkey 300 IN TXT \"v=DKIM1; p=FORMER\"");
        String zone =
                """
                @ 300 IN TXT "v=spf1 include:_spf.backup.example include:_spf.shared.example -all"
                b1._domainkey 300 IN TXT "v=DKIM1; p=MIIB"
                """;
        assertEquals(List.of(), missing(of("backup", first), zone));
    }

    @Test
    void an_undo_awaits_each_string_as_it_was() {
        Change back = spf("v=spf1 mx include:_spf.backup.example -all", "v=spf1 mx -all");
        Change whole =
                Lines.change(ChangeClass.SUBSTITUTIVE, "@ 60 IN MX 10 a.", "@ 60 IN MX 10 b.");
        List<Awaited> awaited = Awaited.ofChanges(List.of(back, whole));
        assertEquals(List.of(), missing(awaited, "@ 300 IN TXT \"v=spf1 mx -all\""));
        assertEquals(
                List.of("example.test. TXT v=spf1"),
                missing(awaited, "@ 300 IN TXT \"v=spf1 mx include:_spf.backup.example -all\""));
        assertEquals(List.of("example.test. TXT v=spf1"), missing(awaited, ""));
    }

    @Test
    void changes_of_several_runs_are_what_was_before_the_first_and_after_the_last() {
        Change there = spf("v=spf1 -all", "v=spf1 mx -all");
        Change further = spf("v=spf1 mx -all", "v=spf1 mx a -all");
        assertEquals(
                List.of(spf("v=spf1 -all", "v=spf1 mx a -all")),
                Awaited.together(List.of(there, further)));
        assertEquals(List.of(), Awaited.together(List.of(there, there.inverse())));
    }
}
