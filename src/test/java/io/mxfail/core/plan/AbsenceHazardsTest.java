package io.mxfail.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.RecordSet;
import io.mxfail.core.mail.TxtTag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// New names that are no mail host's and no relay's, and what it means that resolvers remember that
/// they are not there (RFC 2308, section 5).
class AbsenceHazardsTest {
    private static final String MX = "@ 3600 IN MX 10 mx1.example.test.\n";
    private static final String TLSA = "TLSA 3 1 1 " + "a".repeat(64);

    private static List<Hazard> found(
            String backup, String zone, boolean unsigned, Remembered... remembered) {
        DomainView view =
                Lines.view(
                        """
                        primary
                          mx 10 mx1.example.test.
                        backup
                          mx 10 mx.backup.example.
                        """
                                + backup.strip().indent(2));
        Observed observed = Lines.observed(MX + zone, view.keys());
        List<Change> changes = Planner.changes(view, observed, Lines.to("backup"));
        var capabilities = Lines.writing(Capabilities.Atomicity.ZONE);
        var plan = Lines.plan(changes, capabilities);
        return Hazards.of(
                        plan,
                        Transition.of(view, observed, changes, capabilities)
                                .remembering(List.of(remembered)),
                        new Hazards.Setting(Reception.TAKES, false, 300, capabilities, unsigned))
                .stream()
                .filter(hazard -> hazard.id().equals("NEGATIVE-CACHED"))
                .toList();
    }

    private static String told(String backup, String zone) {
        return String.join(
                ", ",
                found(backup, zone, false).stream()
                        .map(h -> h.effect() + " " + h.span().toSeconds() + " " + h.sets())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "s1._domainkey TXT \"v=DKIM1; p=AAAA\"|DOWNGRADE 300 [s1._domainkey.example.test."
                        + " TXT]",
                "s1._domainkey CNAME s1.dkim.backup.example.|DOWNGRADE 300"
                        + " [s1._domainkey.example.test. CNAME]",
                "_mta-sts TXT \"v=STSv1; id=1\"|DOWNGRADE 300 [_mta-sts.example.test. TXT]",
                "_mta-sts CNAME sts.backup.example.|DOWNGRADE 300 [_mta-sts.example.test. CNAME]",
                "smtp CNAME relay.backup.example.|DELAY 300 [smtp.example.test. CNAME]",
                "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:a@example.test\"|",
                "note TXT \"nothing that mail asks for\"|"
            })
    void a_new_name_that_is_remembered_as_missing_does_to_mail_what_it_is_for(
            String record, String hazard) {
        assertEquals(Optional.ofNullable(hazard).orElse(""), told(record, ""));
    }

    @Test
    void new_tlsa_records_are_missed_where_somebody_can_validate_them() {
        String record = "_25._tcp.mx1 " + TLSA;
        assertEquals("DOWNGRADE 300 [_25._tcp.mx1.example.test. TLSA]", told(record, ""));
        assertEquals(List.of(), found(record, "", true));
        assertEquals(
                "DOWNGRADE 300 [_25._tcp.mx1.example.test. CNAME]",
                told("_25._tcp.mx1 CNAME _25._tcp.mx.backup.example.", ""));
    }

    private static final String INCLUDES =
            """
            spf include:_spf.example.test
            _spf TXT "v=spf1 include:_net.example.test ~all"
            _net TXT "v=spf1 ip4:192.0.2.0/28 ~all"
            _other TXT "v=spf1 ip4:192.0.2.0/28 ~all"
            """;

    @Test
    void new_spf_records_that_the_domains_own_leads_to_are_permanent_errors_until_they_are_known() {
        Hazard hazard = found(INCLUDES, "", false).getFirst();
        assertEquals(
                "REJECT 300 [_net.example.test. TXT, _spf.example.test. TXT]", told(INCLUDES, ""));
        assertTrue(
                hazard.who().contains("the SPF record of _net.example.test, _spf.example.test"),
                hazard.who());
    }

    @Test
    void a_string_that_is_new_beside_others_is_missed_as_long_as_these_are_remembered() {
        assertEquals(
                "REJECT 1200 [_net.example.test. TXT, _spf.example.test. TXT]",
                told(INCLUDES, "_spf 1200 IN TXT \"something else\"\n"));
    }

    @Test
    void what_was_there_in_another_form_is_not_missing() {
        String alias = "s1._domainkey CNAME s1.dkim.backup.example.";
        String key = "s1._domainkey 600 IN TXT \"v=DKIM1; p=AAAA\"\n";
        assertEquals("", told(alias, key));
        assertEquals("", told(alias, "s1._domainkey 600 IN CNAME s1.dkim.backup.example.\n"));
    }

    @Test
    void a_key_that_was_published_a_moment_ago_may_be_remembered_as_missing() {
        String key = "s1._domainkey IN TXT \"v=DKIM1; p=AAAA\"";
        RecordSet set = Lines.set(key.replace(" IN", " 600 IN"));
        List<Hazard> found =
                found(
                        key.replace(" IN", ""),
                        key.replace(" IN", " 600 IN") + "\n",
                        false,
                        new Remembered(
                                new Change.Place(set.key(), Optional.of(TxtTag.DKIM)),
                                Optional.empty(),
                                Duration.ofSeconds(200)));
        assertEquals(
                List.of("DOWNGRADE PT3M20S"),
                found.stream().map(h -> h.effect() + " " + h.span()).toList());
    }
}
