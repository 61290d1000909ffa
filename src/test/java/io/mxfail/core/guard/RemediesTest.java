package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Map.entry;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.Tlsa;
import io.mxfail.core.propagation.SignedZone;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whatever a remedy says to publish is there to be copied: a whole record in zone-file notation,
/// with every name absolute, and never with a gap to fill in.
final class RemediesTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");
    private static final Pattern RECORD =
            Pattern.compile("(\\S+) (MX|TXT|A|AAAA|CNAME|PTR|NS|TLSA|DS|SRV|SOA) (.+)");

    private static final String REPETITIVE =
            "example.test. 3600 IN TXT \"v=spf1 +ip4:198.51.100.0/24 ip4:198.51.100.7"
                    + " ip6:2001:0db8:0000:0000:0000:0000:0000:0001/128 ?ip4:198.51.100.128/25"
                    + " ip4:192.0.2.0/28 -all ip4:203.0.113.1\"\n"
                    + "example.test. 3600 IN TXT \""
                    + "x".repeat(250)
                    + "\"\n"
                    + "example.test. 3600 IN TXT \""
                    + "y".repeat(80)
                    + "\"\n";

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

    private static final String HOST = "it is mended at the host";
    private static final String PROFILE = "it is mended in the profile";
    private static final String PROVIDER = "it is mended at the provider of the zone";
    private static final String SERVERS =
            "it is mended at the name servers, or where zones are signed";
    private static final String ELSEWHERE = "somebody else knows the address, or has the key";
    private static final String TIME = "it is mended by doing, or by waiting";

    /// The rules whose remedies are in words, each with the reason why there is no record to copy.
    private static final Map<String, String> IN_WORDS =
            Map.ofEntries(
                    entry("BATCH-LIMIT", PROVIDER),
                    entry("CANARY-ASTRAY", HOST),
                    entry("CANARY-DMARC", HOST),
                    entry("CANARY-JUNK", HOST),
                    entry("CHECKLIST-OVERDUE", TIME),
                    entry("CNAME-OCCUPIED", PROVIDER),
                    entry("CONTENT-REFUSED", PROVIDER),
                    entry("DMARC-FAIL", ELSEWHERE),
                    entry("DMARC-UNPROVEN", PROFILE),
                    entry("DNSSEC-BOGUS", SERVERS),
                    entry("DNSSEC-DENIAL", SERVERS),
                    entry("DNSSEC-EXPIRING", SERVERS),
                    entry("DNSSEC-UNSUPPORTED", SERVERS),
                    entry("ESP-NAME-DOUBLED", PROFILE),
                    entry("ESP-TRACKING-MOVES", PROFILE),
                    entry("FREEZE", TIME),
                    entry("GREYLISTED", HOST),
                    entry("MTASTS-FATE", HOST),
                    entry("MTASTS-TLS", HOST),
                    entry("MX-ADDR", ELSEWHERE),
                    entry("MX-EQUAL", PROFILE),
                    entry("MX-MANY", PROFILE),
                    entry("MX-NO-IPV4", ELSEWHERE),
                    entry("NAME-OUTSIDE", PROFILE),
                    entry("NS-DISAGREE", SERVERS),
                    entry("NS-LAME", SERVERS),
                    entry("NS-RECURSIVE", SERVERS),
                    entry("NS-UNREACHABLE", SERVERS),
                    entry("NULL-MX", PROFILE),
                    entry("NULL-MX-MIXED", PROFILE),
                    entry("OPEN-RELAY", HOST),
                    entry("PORT25-BLOCKED", "it is mended in the network that this machine is in"),
                    entry("PROBE-REFUSED", "it is mended in the network that this machine is in"),
                    entry("PROFILE-CHANGED", PROFILE),
                    entry("PROVIDER-AUTH", PROVIDER),
                    entry("PROVIDER-NOT-DELEGATED", PROFILE),
                    entry("PROVIDER-UNREACHABLE", PROVIDER),
                    entry("PROVIDER-ZONE", PROVIDER),
                    entry("PROVIDERS-DISAGREE", PROVIDER),
                    entry("PROXIED-MX", PROVIDER),
                    entry("QUEUE-LOOP", PROFILE),
                    entry("RCPT-CATCHALL", HOST),
                    entry("RCPT-SAMPLE", PROFILE),
                    entry(
                            "RESOLVERS-SILENT",
                            "it is mended in the network that this machine is in"),
                    entry("ROUTING-POLICY", PROVIDER),
                    entry("SENDER-COLD", TIME),
                    entry("SENDER-LISTED", HOST),
                    entry("SMTP-EXTENSIONS", HOST),
                    entry("SMTP-NULL-SENDER", HOST),
                    entry("SMTP-SIZE", HOST),
                    entry("SMTP-SLOW", HOST),
                    entry("SPLIT-HORIZON", PROFILE),
                    entry("SUBMISSION-AUTH", HOST),
                    entry("SUBMISSION-TLS-NAME", HOST),
                    entry("SUBMISSION-UNREACHABLE", HOST),
                    entry("TARGET-RCPT", HOST),
                    entry("TARGET-UNKNOWN", HOST),
                    entry("TARGET-UNREACHABLE", HOST),
                    entry("TLS-EXPIRED", HOST),
                    entry("TLS-EXPIRING", HOST),
                    entry("TLS-MISSING", HOST),
                    entry("TLS-NAME", HOST),
                    entry("TLS-OLD", HOST),
                    entry("TTL-MINIMUM", PROVIDER),
                    entry("TYPE-MISSING", PROVIDER));

    /// Scenes of rules that find several things, of which their own failing scene shows one that is
    /// mended without a record.
    private static Map<Rule, Scene> mendable() {
        return Map.ofEntries(
                entry(
                        new DaneMissing(),
                        Chains.scene()
                                .world(Chains.line("mx1.example.test", Chains.own(Chains.FORMER)))),
                entry(
                        new DaneUnsigned(),
                        new DaneUnsignedTest()
                                .fine()
                                .secured(
                                        new SignedZone("backup.test.", Scene.NOW)
                                                .parent(new DnsAnswer.NoData(300)))),
                entry(
                        new DkimKeyUnusable(),
                        Scene.well()
                                .check()
                                .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")),
                entry(
                        new DkimWeak(),
                        Scene.well()
                                .check()
                                .dkim("backup", "bk1._domainkey CNAME bk1.dkim.backup.test.")
                                .world(
                                        "bk1._domainkey.example.test. 60 IN TXT \"v=DKIM1; t=y;"
                                            + " k=ed25519;"
                                            + " p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n")),
                entry(
                        new DomainCname(),
                        new DomainCnameTest()
                                .wrong()
                                .world("shop.platform.test. 60 IN A 192.0.2.44\n")),
                entry(
                        new MtaStsBroken(),
                        Scene.well()
                                .mtaSts(new MtaStsFetched.Served("version: STSv1\nmode: on\n"))),
                entry(
                        new MtaStsIdSeen(),
                        new MtaStsIdSeenTest()
                                .fine()
                                .live(
                                        "_mta-sts.example.test. 60 IN CNAME"
                                                + " _mta-sts.platform.test.\n")),
                entry(
                        new MxCname(),
                        Scene.well()
                                .site("backup", "10 mx2.example.test.")
                                .world("mx2.example.test. 60 IN CNAME mx.backup.test.\n")),
                entry(
                        new MxEmpty(),
                        Scene.well().check().live("example.test. 60 IN TXT \"v=spf1 ~all\"\n")),
                entry(new SenderPtr(), Scene.well().senders("backup", "192.0.2.20")),
                entry(new SpfSize(), repetitive()),
                entry(
                        new Wildcard(),
                        Scene.well()
                                .world("*.example.test. 60 IN TXT \"hello\"\n")
                                .world("relay.example.test. 60 IN TXT \"hello\"\n")
                                .records("backup", "relay A 192.0.2.62")));
    }

    @Test
    void every_rule_gives_a_record_or_the_reason_why_there_is_none()
            throws ReflectiveOperationException {
        Set<String> without = RulePages.all();
        everything().stream()
                .filter(finding -> !records(finding).isEmpty())
                .map(Finding::id)
                .forEach(without::remove);
        mendable()
                .forEach(
                        (rule, scene) -> {
                            assertTrue(
                                    rule.judge(scene.situation()).stream()
                                            .anyMatch(finding -> !records(finding).isEmpty()),
                                    () -> rule.id() + rule.judge(scene.situation()));
                            without.remove(rule.id());
                        });
        assertEquals(new TreeSet<>(IN_WORDS.keySet()), without);
    }

    @Test
    void the_index_of_the_rules_says_which_remedies_are_in_words() throws IOException {
        String index = Files.readString(Path.of("docs", "rules", "README.md"));
        var reasons = new TreeMap<String, Set<String>>();
        IN_WORDS.forEach(
                (id, reason) -> reasons.computeIfAbsent(reason, _ -> new TreeSet<>()).add(id));
        reasons.forEach(
                (reason, ids) -> {
                    String line = "\n- " + reason + ": " + String.join(", ", ids) + ".\n";
                    assertTrue(index.contains(line), line);
                });
    }

    /// An SPF record that is too long by what it says twice.
    private static Scene repetitive() {
        return Scene.well().live("example.test. 3600 IN MX 10 mx1.example.test.\n" + REPETITIVE);
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

    /// The scene's zone with the SPF record of a remedy in the place of its own.
    private static String spf(Finding finding) {
        List<Record> records = records(finding);
        assertEquals(1, records.size(), finding::fix);
        return "example.test. 3600 IN MX 10 mx1.example.test.\n"
                + records.getFirst().getName()
                + " 3600 IN TXT "
                + records.getFirst().rdataToString()
                + "\n";
    }

    /// What SPF says of an address after the switch.
    private static SpfResult says(Scene scene, String address) {
        return scene.situation()
                .names()
                .dns()
                .after()
                .spf(address, Scene.DOMAIN)
                .orElseThrow()
                .result();
    }

    @Test
    void too_many_lookups_get_a_record_that_lets_the_same_addresses_send() {
        Rule rule = new SpfLookups();
        Finding finding = only(rule, new SpfLookupsTest().wrong());
        assertTrue(
                finding.fix()
                        .startsWith(
                                "publish `example.test. TXT \"v=spf1 ip4:192.0.2.40"
                                        + " a:a1.example.test "),
                finding::fix);
        Scene mended = new SpfLookupsTest().wrong().live(spf(finding));
        assertEquals(List.of(), rule.judge(mended.situation()));
        for (String sender : List.of("192.0.2.40", "192.0.2.33", "192.0.2.10")) {
            assertEquals(SpfResult.PASS, says(mended, sender), sender);
        }
        for (String stranger : List.of("192.0.2.50", "203.0.113.1")) {
            assertEquals(SpfResult.SOFTFAIL, says(mended, stranger), stranger);
        }
    }

    @Test
    void hosts_of_others_and_hosts_that_move_keep_their_names() {
        Scene scene =
                Scene.well()
                        .live(
                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                        + "example.test. 60 IN TXT \"v=spf1 mx"
                                        + " a:www.example.test a:foreign.example.net"
                                        + " include:_a.example.net ~all\"\n")
                        .world("www.example.test. 60 IN CNAME foreign.example.net.\n")
                        .world("foreign.example.net. 60 IN A 198.51.100.1\n")
                        .world(
                                "_a.example.net. 60 IN TXT \"v=spf1"
                                        + " a:foreign.example.net".repeat(7)
                                        + " -all\"\n");
        Finding finding = only(new SpfLookups(), scene);
        assertEquals(List.of(), records(finding));
        assertTrue(
                finding.fix().contains("what costs most: `include:_a.example.net` (8), `mx` (1)"),
                finding::fix);
    }

    @Test
    void a_long_spf_record_gets_the_shortest_that_says_the_same() {
        Rule rule = new SpfSize();
        Finding finding = only(rule, repetitive());
        assertTrue(
                finding.fix()
                        .startsWith(
                                "publish `example.test. TXT \"v=spf1 ip4:198.51.100.0/24"
                                    + " ip6:2001:db8::1 ip4:192.0.2.0/28 include:_spf.backup.test"
                                    + " -all\"` in its place"),
                finding::fix);
        Scene mended =
                Scene.well()
                        .live(spf(finding) + REPETITIVE.substring(REPETITIVE.indexOf('\n') + 1));
        assertEquals(List.of(), rule.judge(mended.situation()));
        for (String address :
                List.of(
                        "198.51.100.7",
                        "198.51.100.200",
                        "2001:db8::1",
                        "2001:db8::2",
                        "192.0.2.15",
                        "192.0.2.33",
                        "203.0.113.1")) {
            assertEquals(says(repetitive(), address), says(mended, address), address);
        }
    }

    @Test
    void senders_that_a_moving_mx_lets_in_get_terms_of_their_own() {
        Rule rule = new SpfMxMoves();
        Finding lost = only(rule, new SpfMxMovesTest().wrong());
        assertTrue(
                lost.fix()
                        .endsWith(
                                "so that the record is `example.test. TXT \"v=spf1 mx"
                                        + " include:_spf.backup.test ip4:192.0.2.10 ~all\"`"),
                lost::fix);
        Scene mended = new SpfMxMovesTest().wrong().live(spf(lost));
        assertEquals(List.of(), rule.judge(mended.situation()));
        assertEquals(SpfResult.PASS, says(mended, "192.0.2.10"));
        assertEquals(SpfResult.SOFTFAIL, says(mended, "192.0.2.11"));
    }

    @Test
    void senders_that_are_let_in_late_get_terms_of_their_own() {
        String mx = "example.test. 3600 IN MX 10 mx1.example.test.\n";
        Rule rule = new SpfMxMoves();
        Scene scene =
                Scene.well()
                        .live(mx + "example.test. 3600 IN TXT \"v=spf1 mx ~all\"\n")
                        .senders("backup", "192.0.2.20")
                        .spf("backup");
        Finding late = only(rule, scene);
        assertEquals(List.of(), rule.judge(scene.live(spf(late)).situation()));
        assertEquals(SpfResult.SOFTFAIL, says(scene, "192.0.2.21"));
    }

    @Test
    void an_soa_gets_the_lower_field_and_a_serial_that_is_newer_everywhere() {
        Rule rule = new NegativeTtl();
        Finding finding = only(rule, new NegativeTtlTest().wrong());
        Record soa = records(finding).getFirst();
        assertEquals("ns. admin. 8 3600 900 604800 300", soa.rdataToString());
        assertTrue(finding.fix().startsWith("publish `example.test. SOA ns. admin. 8 "));
        assertEquals(
                List.of(),
                rule.judge(NegativeTtlTest.serving(86_400, soa.rdataToString()).situation()));
        // 4294967295 is older than 3 (RFC 1982)
        assertTrue(
                only(
                                rule,
                                NegativeTtlTest.serving(
                                        86_400,
                                        "ns. admin. 4294967295 3600 900 604800 86400",
                                        "ns. admin. 3 3600 900 604800 86400"))
                        .fix()
                        .startsWith("publish `example.test. SOA ns. admin. 4 "));
    }

    @Test
    void reports_inside_get_the_record_with_a_place_that_nobody_has() {
        Rule rule = new ReportsInside();
        Finding finding = only(rule, new ReportsInsideTest().wrong());
        assertEquals(
                "publish `_dmarc.example.test. TXT \"v=DMARC1; p=none;"
                        + " rua=mailto:dmarc@example.test,mailto:FILL-IN@other-domain.invalid\"` in"
                        + " its place, with a mailbox that does not fail with this domain for"
                        + " `mailto:FILL-IN@other-domain.invalid`; other-domain.invalid agrees to"
                        + " get them by `example.test._report._dmarc.other-domain.invalid. TXT"
                        + " \"v=DMARC1\"`",
                finding.fix());
        Scene mended =
                Scene.well()
                        .world(
                                "_dmarc.example.test. 60 IN TXT "
                                        + records(finding)
                                                .getFirst()
                                                .rdataToString()
                                                .replace(
                                                        ReportsInside.FILL_IN,
                                                        "mailto:dmarc@reports.test")
                                        + "\n");
        assertEquals(List.of(), rule.judge(mended.situation()));
    }

    @Test
    void reports_inside_go_where_the_others_go() {
        Scene scene =
                new ReportsInsideTest()
                        .wrong()
                        .world(
                                "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1;"
                                        + " rua=https://r.test/x,mailto:tls@reports.test\"\n");
        assertTrue(
                only(new ReportsInside(), scene)
                        .fix()
                        .contains(
                                "rua=mailto:dmarc@example.test,mailto:tls@reports.test\"` in its"
                                        + " place, which adds where other reports go already;"
                                        + " reports.test agrees"),
                only(new ReportsInside(), scene)::fix);
        Scene tls =
                Scene.well()
                        .world(
                                "_smtp._tls.example.test. 60 IN TXT \"v=TLSRPTv1;"
                                        + " rua=mailto:tls@example.test;\"\n"
                                        + "_dmarc.example.test. 60 IN TXT \"v=DMARC1; p=none;"
                                        + " rua=mailto:d@reports.test!10m\"\n");
        assertTrue(
                only(new ReportsInside(), tls)
                        .fix()
                        .startsWith(
                                "publish `_smtp._tls.example.test. TXT \"v=TLSRPTv1;"
                                        + " rua=mailto:tls@example.test,mailto:d@reports.test;\"`"),
                only(new ReportsInside(), tls)::fix);
    }

    @Test
    void a_policy_that_is_served_keeps_its_mode_though_its_record_is_broken() {
        String policy = "version: STSv1\nmode: enforce\nmx: old.example.test\nmax_age: 604800\n";
        assertTrue(
                fix(
                                new MtaStsInvalid(),
                                new MtaStsInvalidTest()
                                        .wrong()
                                        .serving(new MtaStsFetched.Unannounced(policy)))
                        .contains(
                                "`mode: enforce`, `mx: mx.backup.test`, `mx: mx1.example.test`,"
                                        + " `max_age: 604800`"));
        assertTrue(
                fix(
                                new MtaStsInvalid(),
                                new MtaStsInvalidTest()
                                        .wrong()
                                        .serving(
                                                new MtaStsFetched.Unannounced(
                                                        "mode: enforce\nmx: .\n")))
                        .contains("`mode: enforce`"));
        Scene broken =
                Scene.well()
                        .mtaSts(
                                new MtaStsFetched.Served(
                                        "version: STSv1\nmode: enforce\nmx: a..b\n"));
        assertTrue(fix(new MtaStsBroken(), broken).contains("`mode: enforce`"));
    }

    private static Finding only(Rule rule, Scene scene) {
        List<Finding> findings = rule.judge(scene.situation());
        assertEquals(1, findings.size(), findings::toString);
        return findings.getFirst();
    }

    @Test
    void an_address_that_cannot_be_read_leaves_none_of_somebody_else() {
        assertEquals(
                "v=DMARC1; p=none; rua=mailto:a@example.test,mailto:b@example.test",
                io.mxfail.core.mail.Mended.dmarc(
                        List.of(
                                "v=DMARC1; p=none; rua=a@example.test,"
                                    + " mailto:j\u00fcrgen@example.test,"
                                    + "c@ex\u00e4mple.test,c@example.t\u00e4st,mailto:y[2J@example.test,"
                                    + "mailto:b@example.test!10m")));
    }
}
