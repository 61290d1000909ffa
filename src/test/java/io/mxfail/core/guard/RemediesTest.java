package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.propagation.SignedZone;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whatever a remedy says to publish is there to be copied: a whole record in zone-file notation,
/// with every name absolute, and never with a gap to fill in.
final class RemediesTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");
    private static final Pattern RECORD =
            Pattern.compile("(\\S+) (MX|TXT|A|AAAA|CNAME|PTR|NS|TLSA|DS|SRV) (.+)");

    private static List<Finding> everything() throws ReflectiveOperationException {
        var findings = new ArrayList<Finding>();
        for (Rule rule : Rules.ALL) {
            Class<?> test = Class.forName(rule.getClass().getName() + "Test");
            var constructor = test.getDeclaredConstructor();
            RuleCase of = (RuleCase) constructor.newInstance();
            findings.addAll(Rules.judge(of.wrong().situation()));
            findings.addAll(rule.judge(of.wrong().situation()));
        }
        ComesAlongTest.all().forEach(scene -> findings.addAll(Rules.judge(scene.situation())));
        return findings;
    }

    private static Stream<String> quoted(Finding finding) {
        return QUOTED.matcher(finding.fix()).results().map(found -> found.group(1));
    }

    /// The records in a remedy.
    static List<Record> records(Finding finding) {
        return quoted(finding)
                .flatMap(text -> RECORD.matcher(text).results())
                .map(found -> parse(finding, found))
                .toList();
    }

    private static Record parse(Finding finding, MatchResult found) {
        try {
            Name owner = Name.fromString(found.group(1));
            assertTrue(owner.isAbsolute(), finding::fix);
            return Record.fromString(
                    owner, Type.value(found.group(2)), DClass.IN, 300, found.group(3), null);
        } catch (IOException e) {
            throw new AssertionError(finding.id() + ": " + finding.fix(), e);
        }
    }

    @Test
    void what_is_to_be_published_is_a_whole_record() throws ReflectiveOperationException {
        var vague = new TreeMap<String, String>();
        for (Finding finding : everything()) {
            if (finding.fix().contains("publish") && records(finding).isEmpty()) {
                vague.put(finding.id(), finding.fix());
            }
        }
        assertEquals(new TreeMap<>(), vague);
    }

    @Test
    void no_remedy_has_a_gap_to_fill_in() throws ReflectiveOperationException {
        for (Finding finding : everything()) {
            assertFalse(finding.fix().contains("…"), finding::fix);
            quoted(finding).forEach(text -> assertFalse(text.contains("ADDRESS"), finding::fix));
        }
    }

    private static String fix(Rule rule, Scene scene) {
        List<Finding> findings = rule.judge(scene.situation());
        assertEquals(1, findings.size(), findings::toString);
        records(findings.getFirst());
        return findings.getFirst().fix();
    }

    @Test
    void a_host_without_tlsa_gets_the_record_of_the_key_that_it_shows() {
        Scene scene =
                Chains.scene().world(Chains.line("mx1.example.test", Chains.own(Chains.FORMER)));
        String record =
                "publish `_25._tcp.mx.backup.test. TLSA 3 1 1 "
                        + Chains.own(Chains.LIVE).data()
                        + "`, and before the host changes its key";
        assertTrue(fix(new DaneMissing(), scene).startsWith(record));
        scene.world(
                "backup.test. 3600 IN SOA ns.backup.test. admin.backup.test. 1 3600 900 604800"
                        + " 300\n");
        assertTrue(
                fix(new DaneMissing(), scene)
                        .startsWith(
                                "have the zone of mx.backup.test signed with DNSSEC, then "
                                        + record));
    }

    @Test
    void a_stale_kind_of_tlsa_gets_the_record_that_fits() {
        Scene scene =
                Chains.scene(
                        Chains.own(Chains.LIVE),
                        Tlsa.forCertificate(3, 0, 1, Chains.FORMER.getFirst()));
        assertEquals(
                "publish `_25._tcp.mx.backup.test. TLSA "
                        + Tlsa.forCertificate(3, 0, 1, Chains.LIVE.getFirst())
                        + "` for the live certificate, too, or take that kind away",
                fix(new DaneRollover(), scene));
    }

    @Test
    void keys_without_ds_get_theirs() {
        Scene scene =
                new DaneUnsignedTest()
                        .fine()
                        .secured(
                                new SignedZone("backup.test.", Scene.NOW)
                                        .parent(new DnsAnswer.NoData(300)));
        assertTrue(
                fix(new DaneUnsigned(), scene).startsWith("publish `backup.test. DS "),
                fix(new DaneUnsigned(), scene));
    }

    @Test
    void an_address_without_name_gets_that_of_the_mail_host_that_has_it() {
        assertEquals(
                "have the holder of the address publish `20.2.0.192.in-addr.arpa. PTR"
                        + " mx.backup.test.`; mx.backup.test. leads back already",
                fix(new SenderPtr(), Scene.well().senders("backup", "192.0.2.20")));
        assertTrue(
                fix(new SenderPtr(), Scene.well().senders("backup", "2001:db8::20"))
                        .contains(
                                "`0.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"
                                        + ".ip6.arpa. PTR mx.backup.test.`"),
                fix(new SenderPtr(), Scene.well().senders("backup", "2001:db8::20")));
        assertTrue(
                fix(new SenderPtr(), Scene.well().senders("backup", "192.0.2.40"))
                        .contains("(a PTR record at 40.2.0.192.in-addr.arpa.)"));
    }

    @Test
    void a_name_that_leads_elsewhere_gets_the_address() {
        Scene scene =
                Scene.well()
                        .senders("backup", "192.0.2.34")
                        .world("34.2.0.192.in-addr.arpa. 60 IN PTR out.backup.test.\n");
        assertEquals("publish `out.backup.test. A 192.0.2.34`", fix(new SenderPtr(), scene));
    }

    @Test
    void a_tls_rpt_record_keeps_the_addresses_that_it_names() {
        String start = "publish `_smtp._tls.example.test. TXT \"v=TLSRPTv1; rua=";
        assertEquals(
                start + "mailto:tls@reports.test\"` in its place",
                fix(new TlsRptInvalid(), new TlsRptInvalidTest().wrong()));
        Scene two = new TlsRptInvalidTest().fine();
        two.world("_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1; rua=https://r.test/x\"\n");
        assertEquals(
                Set.of("mailto:tls@reports.test", "https://r.test/x"),
                Set.of(
                        fix(new TlsRptInvalid(), two)
                                .replace(start, "")
                                .replace("\"` in their place", "")
                                .split(",")));
        Scene none = Scene.well().world("_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1; rua\"\n");
        assertTrue(fix(new TlsRptInvalid(), none).startsWith("take it away, or have it name"));
        none.world("_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=none; rua=mailto:d@o.test\"\n");
        assertTrue(fix(new TlsRptInvalid(), none).startsWith(start + "mailto:d@o.test\"`"));
    }

    @Test
    void an_mta_sts_record_gets_a_new_id_and_its_policy_the_hosts_of_every_site() {
        assertEquals(
                "have https://mta-sts.example.test/.well-known/mta-sts.txt say, a line each,"
                        + " `version: STSv1`, `mode: testing`, `mx: mx.backup.test`,"
                        + " `mx: mx1.example.test`, `max_age: 86400`; then publish"
                        + " `_mta-sts.example.test. TXT \"v=STSv1; id=20261124025000\"` in its"
                        + " place",
                fix(new MtaStsInvalid(), new MtaStsInvalidTest().wrong()));
    }

    @Test
    void a_dmarc_record_keeps_what_can_be_read() {
        Scene scene =
                Scene.well()
                        .world(
                                "_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=rejekt; sp=reject;"
                                        + " adkim=s; rua=dmarc@reports.test\"\n");
        assertEquals(
                "publish `_dmarc.example.test. TXT \"v=DMARC1; p=none; sp=reject; adkim=s;"
                        + " rua=mailto:dmarc@reports.test\"` in its place, with the policy that"
                        + " is meant",
                fix(new DmarcInvalid(), scene));
    }

    @Test
    void two_spf_records_get_one_with_all_terms_and_the_more_lenient_end() {
        Scene scene =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 mx"
                                        + " -all\"\n"
                                        + "example.test. 60 IN TXT \"v=spf1 mx a:www.example.test"
                                        + " ~all\"\n");
        assertTrue(
                fix(new SpfMultiple(), scene)
                        .startsWith(
                                "publish `example.test. TXT \"v=spf1 ip4:192.0.2.0/28 mx"
                                        + " a:www.example.test ~all\"` in their place"),
                fix(new SpfMultiple(), scene));
    }

    @Test
    void terms_that_lead_nowhere_are_left_out_of_the_record() {
        assertTrue(
                fix(new SpfVoid(), new SpfVoidTest().wrong())
                        .startsWith(
                                "publish `example.test. TXT \"v=spf1 ip4:192.0.2.0/28"
                                        + " include:_spf.backup.test ~all\"`"));
    }

    @Test
    void an_alias_gets_the_addresses_that_it_leads_to() {
        Scene scene =
                Scene.well()
                        .site("backup", "10 mx2.example.test.")
                        .world("mx2.example.test. 60 IN CNAME mx.backup.test.\n");
        assertEquals(
                "publish `mx2.example.test. A 192.0.2.20` and `mx2.example.test. AAAA"
                        + " 2001:db8::20` in place of the CNAME, or name its target in `mx`",
                fix(new MxCname(), scene));
    }

    @Test
    void a_key_in_test_mode_gets_the_record_without_it() {
        Scene scene =
                Scene.well()
                        .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                        .world(
                                "bk1.dkim.backup.test. 60 IN TXT \"v=DKIM1; t=y; k=ed25519;"
                                        + " p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n");
        assertEquals(
                "have who holds the key take `t=y` out of its record", fix(new DkimWeak(), scene));
    }

    @Test
    void a_name_that_leaves_its_wildcard_gets_what_that_answered() {
        Scene scene =
                Scene.well()
                        .world("*.example.test. 60 IN TXT \"hello\"\n")
                        .world("relay.example.test. 60 IN TXT \"hello\"\n")
                        .records("backup", "relay A 192.0.2.62");
        assertEquals(
                "publish what the name needs of `relay.example.test. TXT \"hello\"` beside the new"
                        + " record",
                fix(new Wildcard(), scene));
    }

    @Test
    void a_domain_without_mx_gets_the_set_of_its_first_site() {
        Scene scene =
                Scene.well()
                        .check()
                        .live("example.test. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 ~all\"\n");
        assertEquals(
                "publish `example.test. MX 10 mx1.example.test.`: `mxfail switch --to primary`"
                        + " does",
                fix(new MxEmpty(), scene));
    }
}
