package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.NameServerText.Part;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.Fault;
import io.mxfail.lab.dns.Listen;
import io.mxfail.lab.dns.UpdateKey;
import io.mxfail.lab.dns.ZoneVersion;
import io.mxfail.lab.mail.LabAuthority;
import io.mxfail.lab.mail.LabMailServer;
import io.mxfail.lab.mail.Mailboxes;
import io.mxfail.real.Key;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Zonemaster's public scenarios for the MX and SPF records of a zone (Zone09, Zone11) and for its
/// consistency (Consistency01 to 04 and 06), served by the lab, and what `check` says of each.
///
/// Zonemaster looks at any zone; here a profile says that the domain takes mail and sends it. So
/// what is a mere notice there (no MX, no SPF, a null MX, SOA records that differ) is a finding
/// here. What is a warning or an error there is a finding here in each case, and what is neither
/// warning, error nor notice is none, but for the null MX.
///
/// Scenarios of the root and of top-level domains are refused by `lint`: no profile can have such
/// a mail domain.
class ZonemasterScenariosTest {
    private static final LabAuthority AUTHORITY = LabAuthority.create(Instant.now());

    /// One scenario.
    ///
    /// @param name as Zonemaster has it, with the test case before it
    /// @param tags the messages that Zonemaster must give
    /// @param servers what each name server serves
    /// @param findings what `check` must say, and nothing else
    private record Scenario(
            String name, String tags, List<NameServerText> servers, TreeSet<String> findings) {
        String domain() {
            String[] parts = name.toLowerCase(Locale.ROOT).split("/");
            return parts[1] + "." + parts[0] + (parts[1].contains("arpa") ? ".arpa" : ".test");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Scenario of(
            String name, String tags, String findings, NameServerText... servers) {
        return new Scenario(
                name,
                tags,
                List.of(servers),
                Stream.of(findings.split(" "))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /// All servers serve the same.
    private static Scenario same(String name, String tags, String findings, NameServerText both) {
        return of(name, tags, findings, both, both);
    }

    private static final NameServerText GOOD = NameServerText.good();
    private static final NameServerText NO_MX = GOOD.with(Part.MX);
    private static final NameServerText NULL_MX = GOOD.with(Part.MX, "0 .");
    private static final NameServerText NO_TXT = GOOD.with(Part.TXT);
    private static final NameServerText DEAD = GOOD.dead();

    private static NameServerText mx(String... mx) {
        return GOOD.with(Part.MX, mx);
    }

    private static NameServerText txt(String... txt) {
        return GOOD.with(Part.TXT, txt);
    }

    private static NameServerText soa(String soa) {
        return GOOD.with(Part.SOA, soa);
    }

    static List<Scenario> zone09() {
        return List.of(
                of(
                        "Zone09/ARPA-EMAIL-DOMAIN",
                        "Z09_ARPA_EMAIL_DOMAIN Z09_MX_DATA",
                        "DOMAIN-ARPA",
                        GOOD,
                        GOOD),
                of(
                        "Zone09/INCONSISTENT-MX",
                        "Z09_INCONSISTENT_MX Z09_MX_FOUND Z09_NO_MX_FOUND Z09_MX_DATA",
                        "NS-DISAGREE",
                        GOOD,
                        NO_MX),
                of(
                        "Zone09/INCONSISTENT-MX-DATA-1",
                        "Z09_INCONSISTENT_MX_DATA Z09_MX_DATA",
                        "NS-DISAGREE",
                        mx("10 mx1", "20 mx2"),
                        mx("10 mx1")),
                of(
                        "Zone09/INCONSISTENT-MX-DATA-2",
                        "Z09_INCONSISTENT_MX_DATA Z09_MX_DATA",
                        "NS-DISAGREE",
                        mx("10 mx1"),
                        mx("20 mx1")),
                of(
                        "Zone09/INCONSISTENT-MX-DATA-3",
                        "Z09_INCONSISTENT_MX_DATA Z09_MX_DATA",
                        "NS-DISAGREE",
                        mx("10 mx1", "20 mx2"),
                        mx("20 mx1", "10 mx2")),
                of("Zone09/MIXED-TTL-1", "Z09_MX_DATA", "", GOOD, GOOD.ttl(120)),
                same(
                        "Zone09/MIXED-TTL-2",
                        "Z09_MX_DATA",
                        "",
                        mx("10 mx1", "20 mx2").fault("mx: mixed-ttls")),
                same("Zone09/MX-DATA", "Z09_MX_DATA", "", GOOD),
                same("Zone09/NO-MX-ARPA", "Z09_NO_MX_FOUND_OR_EXPECTED", "", silent(NO_MX)),
                same("Zone09/NO-MX-SLD", "Z09_MISSING_MAIL_EXCHANGE", "MX-EMPTY", NO_MX),
                of(
                        "Zone09/NO-RESPONSE-MX-QUERY-1",
                        "Z09_NO_RESPONSE_MX_QUERY Z09_MX_DATA",
                        "NS-DISAGREE",
                        GOOD,
                        GOOD.fault("mx: drop")),
                same(
                        "Zone09/NO-RESPONSE-MX-QUERY-2",
                        "Z09_NO_RESPONSE_MX_QUERY Z09_NO_SERVERS_MX_RESPONSE",
                        "NS-UNREACHABLE",
                        GOOD.fault("mx: drop")),
                of(
                        "Zone09/NON-AUTH-MX-RESPONSE",
                        "Z09_NON_AUTH_MX_RESPONSE Z09_MX_DATA",
                        "NS-DISAGREE",
                        GOOD,
                        GOOD,
                        GOOD.fault("mx: not-authoritative")),
                same(
                        "Zone09/NULL-MX-ARPA",
                        "Z09_MX_DATA Z09_VALID_NULL_MX",
                        "NULL-MX",
                        silent(NULL_MX)),
                same(
                        "Zone09/NULL-MX-NON-ZERO-PREF",
                        "Z09_NULL_MX_NON_ZERO_PREF Z09_MX_DATA",
                        "NULL-MX",
                        mx("10 .")),
                same("Zone09/NULL-MX-SLD", "Z09_MX_DATA Z09_VALID_NULL_MX", "NULL-MX", NULL_MX),
                same(
                        "Zone09/NULL-MX-WITH-OTHER-MX",
                        "Z09_NULL_MX_WITH_OTHER_MX Z09_MX_DATA",
                        "NULL-MX-MIXED",
                        mx("0 .", "10 mx1")),
                of(
                        "Zone09/UNEXPECTED-RCODE-MX",
                        "Z09_UNEXPECTED_RCODE_MX Z09_MISSING_MAIL_EXCHANGE",
                        "MX-EMPTY NS-DISAGREE",
                        NO_MX,
                        NO_MX.fault("mx: notimp")));
    }

    /// Who says that nobody sends in its name.
    private static NameServerText silent(NameServerText of) {
        return of.with(Part.TXT, "\"v=spf1 -all\"");
    }

    static List<Scenario> zone11() {
        return List.of(
                same("Zone11/GOOD-SPF-1", "Z11_SPF_SYNTAX_OK", "", txt("\"v=spf1\"")),
                same(
                        "Zone11/GOOD-SPF-2",
                        "Z11_SPF_SYNTAX_OK",
                        "",
                        txt("\"v=spf1 mx a:mx1.%s ip6:2001:db8::/32 ~all\"")),
                of(
                        "Zone11/SAME-SPF-DIFFERENT-TXT",
                        "Z11_SPF_SYNTAX_OK",
                        "",
                        txt("\"v=spf1 ip4:192.0.2.10 ~all\"", "\"one\""),
                        txt("\"v=spf1 ip4:192.0.2.10 ~all\"", "\"other\"")),
                same("Zone11/NO-TXT", "Z11_NO_SPF_FOUND", "SPF-MISSING", NO_TXT),
                same(
                        "Zone11/NO-SPF-TXT",
                        "Z11_NO_SPF_FOUND",
                        "SPF-MISSING",
                        txt("\"v=spf10 is no version\"", "\"hello\"")),
                same(
                        "Zone11/NO-SPF-ARPA-ZONE",
                        "Z11_NO_SPF_NON_MAIL_DOMAIN",
                        "",
                        NO_MX.with(Part.TXT)),
                same(
                        "Zone11/NULL-SPF-ARPA-ZONE",
                        "Z11_NULL_SPF_NON_MAIL_DOMAIN",
                        "",
                        silent(NO_MX)),
                same(
                        "Zone11/NON-NULL-SPF-ARPA-ZONE",
                        "Z11_NON_NULL_SPF_NON_MAIL_DOMAIN",
                        "DOMAIN-ARPA",
                        NO_MX),
                same(
                        "Zone11/INVALID-SYNTAX-1",
                        "Z11_SPF_SYNTAX_ERROR",
                        "SPF-INVALID",
                        txt("\"v=spf1 ip4:192.0.2.300 nonsense ~all\"")),
                of(
                        "Zone11/INVALID-SYNTAX-2",
                        "Z11_SPF_SYNTAX_ERROR",
                        "SPF-INVALID",
                        txt("\"v=spf1 all:x ~all\"").with(Part.NS, "ns1a", "ns1b", "ns2"),
                        txt("\"v=spf1 all:x ~all\"").with(Part.NS, "ns1a", "ns1b", "ns2")),
                same(
                        "Zone11/INVALID-SYNTAX-3",
                        "Z11_SPF_SYNTAX_ERROR",
                        "SPF-INVALID",
                        txt("\"v=spf1 \\240\\001\\255 ~all\"")),
                same(
                        "Zone11/NON-AUTH-TXT",
                        "Z11_UNABLE_TO_CHECK_FOR_SPF",
                        "NS-UNREACHABLE",
                        GOOD.fault("txt: not-authoritative")),
                same(
                        "Zone11/SERVFAIL",
                        "Z11_UNABLE_TO_CHECK_FOR_SPF",
                        // the lab fails at each TXT of the zone, so that these are unknown
                        "DMARC-INVALID MTASTS-INVALID NS-UNREACHABLE",
                        GOOD.fault("txt: servfail")),
                of(
                        "Zone11/INCONSISTENT-SPF",
                        "Z11_INCONSISTENT_SPF_POLICIES Z11_DIFFERENT_SPF_POLICIES_FOUND",
                        "NS-DISAGREE",
                        GOOD,
                        txt("\"v=spf1 ip4:192.0.2.11 ~all\"")),
                of(
                        "Zone11/SPF-MISSING-ON-ONE",
                        "Z11_INCONSISTENT_SPF_POLICIES Z11_DIFFERENT_SPF_POLICIES_FOUND",
                        "NS-DISAGREE",
                        GOOD,
                        GOOD,
                        txt("\"hello\"")),
                of(
                        "Zone11/ALL-DIFFERENT-SPF",
                        "Z11_INCONSISTENT_SPF_POLICIES Z11_DIFFERENT_SPF_POLICIES_FOUND",
                        "NS-DISAGREE",
                        GOOD,
                        txt("\"v=spf1 ip4:192.0.2.11 ~all\""),
                        txt("\"v=spf1 ip4:192.0.2.12 ~all\"")),
                same(
                        "Zone11/MULTIPLE-SPF-RECORDS",
                        "Z11_SPF_MULTIPLE_RECORDS",
                        "SPF-MULTIPLE",
                        txt("\"v=spf1 ip4:192.0.2.10 ~all\"", "\"v=spf1 -all\"")));
    }

    /// For the first four test cases there are no scenarios, but tables of messages: one scenario
    /// each.
    static List<Scenario> consistency() {
        return List.of(
                same("Consistency01/ONE-SOA-SERIAL", "ONE_SOA_SERIAL", "", GOOD),
                of(
                        "Consistency01/MULTIPLE-SOA-SERIALS",
                        "SOA_SERIAL_VARIATION MULTIPLE_SOA_SERIALS",
                        "NS-DISAGREE",
                        GOOD,
                        soa("ns1 hostmaster 8 3600 600 604800 300")),
                of(
                        "Consistency01/NO-RESPONSE-SOA-QUERY",
                        "ONE_SOA_SERIAL NO_RESPONSE_SOA_QUERY",
                        "NS-LAME",
                        GOOD,
                        GOOD.fault("refused")),
                same("Consistency02/ONE-SOA-RNAME", "ONE_SOA_RNAME", "", GOOD),
                of(
                        "Consistency02/MULTIPLE-SOA-RNAMES",
                        "MULTIPLE_SOA_RNAMES",
                        "NS-DISAGREE",
                        GOOD,
                        soa("ns1 root 7 3600 600 604800 300")),
                same(
                        "Consistency03/ONE-SOA-TIME-PARAMETER-SET",
                        "ONE_SOA_TIME_PARAMETER_SET",
                        "",
                        GOOD),
                of(
                        "Consistency03/MULTIPLE-SOA-TIME-PARAMETER-SET",
                        "MULTIPLE_SOA_TIME_PARAMETER_SET",
                        "NS-DISAGREE",
                        GOOD,
                        soa("ns1 hostmaster 7 3600 900 604800 300")),
                same("Consistency04/ONE-NS-SET", "ONE_NS_SET", "", GOOD),
                of(
                        "Consistency04/MULTIPLE-NS-SET",
                        "MULTIPLE_NS_SET",
                        "NS-DISAGREE",
                        GOOD,
                        GOOD.with(Part.NS, "ns1")),
                same("Consistency06/ONE-SOA-MNAME-1", "ONE_SOA_MNAME", "", GOOD),
                of(
                        "Consistency06/ONE-SOA-MNAME-2",
                        "ONE_SOA_MNAME NO_RESPONSE",
                        "NS-UNREACHABLE",
                        DEAD,
                        GOOD),
                of(
                        "Consistency06/ONE-SOA-MNAME-3",
                        "ONE_SOA_MNAME NO_RESPONSE_SOA_QUERY",
                        "NS-LAME",
                        GOOD.fault("refused"),
                        GOOD),
                of(
                        "Consistency06/MULTIPLE-SOA-MNAMES-1",
                        "MULTIPLE_SOA_MNAMES",
                        "NS-DISAGREE",
                        GOOD,
                        soa("ns2 hostmaster 7 3600 600 604800 300")),
                of(
                        "Consistency06/MULTIPLE-SOA-MNAMES-2",
                        "MULTIPLE_SOA_MNAMES NO_RESPONSE",
                        "NS-DISAGREE NS-UNREACHABLE",
                        GOOD,
                        soa("ns2 hostmaster 7 3600 600 604800 300"),
                        DEAD),
                // of a zone without servers the other policies are unknown, too
                of(
                        "Consistency06/NO-RESPONSE",
                        "NO_RESPONSE",
                        "DANE-MISMATCH DMARC-INVALID MTASTS-INVALID NS-UNREACHABLE",
                        DEAD,
                        DEAD));
    }

    @ParameterizedTest
    @MethodSource({"zone09", "zone11", "consistency"})
    void each_scenario_gives_its_findings_and_no_other(Scenario scenario) throws Exception {
        Desk.Ran ran = check(scenario);
        assertEquals(scenario.findings(), ids(ran), () -> scenario.tags() + "\n" + ran.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "tld-email-domain-zone09"})
    void the_root_and_top_level_domains_are_no_mail_domains(String domain) throws Exception {
        try (Desk desk = new Desk()) {
            desk.profile(
                    "acme",
                    """
                    version: 1
                    name: acme
                    domains: ["%s"]
                    provider: {type: zonefile, path: nowhere}
                    sites:
                      primary: {mx: ["10 mx1.acme.test."]}
                      backup: {mx: ["10 mx2.acme.test."]}
                    """
                            .formatted(domain));
            Desk.Ran ran = desk.mxfail("lint");
            assertEquals(2, ran.exit(), ran.all());
            assertTrue(ran.said().contains("acme.yaml:3"), ran.all());
        }
    }

    @Test
    void the_scenarios_are_all_there() {
        assertEquals(18, zone09().size());
        assertEquals(17, zone11().size());
        assertEquals(15, consistency().size());
    }

    private static TreeSet<String> ids(Desk.Ran ran) {
        return new Seen(ran.json())
                .at("findings").elements().stream()
                        .map(finding -> new Seen(finding).at("id").text())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Desk.Ran check(Scenario scenario) throws Exception {
        String domain = scenario.domain();
        Key key = Key.random("mxfail-key");
        var parts = new ArrayList<AutoCloseable>();
        try {
            var desk = new Desk();
            parts.add(desk);
            // where the profile writes: it serves what the first server should
            AuthoritativeServer hidden =
                    start(parts, scenario.servers().getFirst().zone(domain), List.of(key));
            var addresses = new ArrayList<String>();
            for (NameServerText server : scenario.servers()) {
                AuthoritativeServer started = start(parts, server.zone(domain), List.of());
                addresses.add('"' + Desk.at(started.address(0)) + '"');
                server.faults().stream().map(Fault::parse).forEach(started.faults(0)::inject);
                if (server.isDead()) {
                    started.close();
                }
            }
            LabMailServer mail =
                    LabMailServer.start(
                            AUTHORITY, "mx1." + domain, Mailboxes.of("billing@" + domain));
            parts.add(mail);
            desk.profile(
                    "acme",
                    """
                    version: 1
                    name: acme
                    domains: ["%1$s"]
                    provider: {type: rfc2136, server: "%2$s", tsig: %3$s}
                    sites:
                      primary: {mx: ["10 mx1.%1$s."], spf: [ip4:192.0.2.10]}
                      backup: {mx: ["10 mx2.%1$s."], spf: [ip4:192.0.2.10]}
                    checks: {latency: {warn: 50s, crit: 60s}, recipients: ["billing@${domain}"], starttls: "off"}
                    dns: {authoritative: [%4$s], resolvers: ["%2$s"]}
                    smtp: {connect-to: {"mx1.%1$s": "%5$s", "mx2.%1$s": "%5$s"}}
                    """
                            .formatted(
                                    domain,
                                    Desk.at(hidden.address(0)),
                                    desk.tsig(key),
                                    String.join(", ", addresses),
                                    Desk.at(mail.address())));
            return desk.mxfail("check", "--json");
        } finally {
            for (AutoCloseable part : parts.reversed()) {
                part.close();
            }
        }
    }

    private static AuthoritativeServer start(
            List<AutoCloseable> parts, ZoneVersion zone, List<Key> keys) throws IOException {
        AuthoritativeServer server =
                AuthoritativeServer.start(
                        List.of(zone),
                        keys.stream()
                                .map(k -> UpdateKey.of(k.name() + ".", k.algorithm(), k.secret()))
                                .toList(),
                        Listen.primary());
        parts.add(server);
        return server;
    }
}
