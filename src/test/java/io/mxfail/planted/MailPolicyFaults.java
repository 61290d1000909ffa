package io.mxfail.planted;

import io.mxfail.planted.Fault.Served;
import io.mxfail.planted.Fault.Shown;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What can be wrong with SPF, DKIM, DMARC, MTA-STS, TLS-RPT and the addresses that send.
public final class MailPolicyFaults {
    private static final String SPF = "ip4:192.0.2.10 ip4:198.51.100.20 -all";
    private static final String WEST_SENDER = "senders: [198.51.100.20]";
    private static final String WEST_KEY = "west._domainkey CNAME west.dkim.hosts.test.";
    private static final String WEST_KEY_ENTRY = "    dkim: [\"" + WEST_KEY + "\"]\n";
    private static final String WEST_RELAY = "host: relay-west.hosts.test,";
    private static final String STS = "v=STSv1; id=20260101000000";
    private static final String DMARC = "v=DMARC1; p=reject; rua=mailto:dmarc@reports.test";
    private static final String TLS_RPT = "v=TLSRPTv1; rua=mailto:tls@reports.test";

    private MailPolicyFaults() {}

    public static List<Fault> all() {
        return Stream.of(spf(), dkimAndDmarc(), mtaSts(), reports(), addresses())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> spf() {
        return List.of(
                Fault.of("SPF-MULTIPLE", "a second SPF record")
                        .record("@ TXT \"v=spf1 ip4:192.0.2.10 -all\"")
                        .along("SPF-SENDER"),
                Fault.of("SPF-MISSING", "no SPF record")
                        .instead("@ TXT \"v=spf1 " + SPF + "\"\n", "")
                        .along("SPF-SENDER"),
                Fault.of("SPF-SENDER", "the backup is not authorised")
                        .instead(" ip4:198.51.100.20", ""),
                Fault.of("SPF-SENDER", "the backup sends from another address, too")
                        .profile(WEST_SENDER, "senders: [198.51.100.20, 192.0.2.14]"),
                Fault.of("SPF-INCLUDE", "an include names a domain without SPF record")
                        .instead(SPF, "ip4:192.0.2.10 ip4:198.51.100.20 include:bl.test -all"),
                Fault.of("SPF-INCLUDE", "an include names a domain that does not exist")
                        .instead(
                                SPF, "ip4:192.0.2.10 ip4:198.51.100.20 include:no.hosts.test -all"),
                Fault.of("SPF-LOOKUPS", "eleven lookups")
                        .instead(
                                SPF,
                                "%s ip4:192.0.2.10 ip4:198.51.100.20 -all"
                                        .formatted("a:east.hosts.test ".repeat(11).strip()))
                        .along("SPF-SENDER"),
                Fault.of("SPF-LOOKUPS", "eleven mail hosts of one `mx`")
                        .instead(SPF, "ip4:192.0.2.10 ip4:198.51.100.20 mx:many.@domain@ -all")
                        .record(manyHosts()),
                Fault.of("SPF-VOID", "three names that do not exist")
                        .instead(
                                SPF,
                                "ip4:192.0.2.10 ip4:198.51.100.20 a:no.hosts.test mx:no.hosts.test"
                                        + " exists:no.hosts.test -all"),
                Fault.of("SPF-VOID", "three names that do not exist before the senders")
                        .instead(
                                SPF, "a:no.hosts.test mx:no.hosts.test exists:no.hosts.test " + SPF)
                        .along("SPF-SENDER"),
                Fault.of("SPF-SIZE", "strings that verified the domain for others")
                        .record("@ TXT \"service-verification=%s\"".formatted("a".repeat(200)))
                        .record("@ TXT \"other-verification=%s\"".formatted("b".repeat(200))),
                Fault.of("SPF-INVALID", "a mechanism that does not exist")
                        .instead(SPF, "ipv4:203.0.113.9 " + SPF)
                        .along("SPF-SENDER"),
                Fault.of("SPF-INVALID", "a network that is none")
                        .instead(SPF, "ip4:192.0.2.300 " + SPF)
                        .along("SPF-SENDER"),
                Fault.of("SPF-MX-MOVES", "`mx` means other hosts after the switch")
                        .instead(SPF, "mx " + SPF)
                        .by("plan", "--to", "backup"));
    }

    private static String manyHosts() {
        return IntStream.rangeClosed(1, 11)
                .mapToObj(i -> "many MX 10 east%d.hosts.test.".formatted(i))
                .collect(Collectors.joining("\n"));
    }

    private static List<Fault> dkimAndDmarc() {
        return List.of(
                key("DKIM-KEY-UNUSABLE", "no record at the selector", "nobody"),
                key("DKIM-KEY-UNUSABLE", "a revoked key", "revoked"),
                key("DKIM-KEY-UNUSABLE", "a key that is none", "broken"),
                key("DKIM-WEAK", "a key of 1024 bits", "weak"),
                key("DKIM-WEAK", "a key in test mode", "testing"),
                Fault.of("DMARC-FAIL", "the backup is neither authorised nor signs")
                        .instead(" ip4:198.51.100.20", "")
                        .instead("west.dkim.hosts.test", "revoked.dkim.hosts.test")
                        .profile("west.dkim.hosts.test", "revoked.dkim.hosts.test")
                        .along("DKIM-KEY-UNUSABLE", "SPF-SENDER"),
                envelope("a service whose own domain is in the envelope", "bounces.hosts.test")
                        .instead("west.dkim.hosts.test", "revoked.dkim.hosts.test")
                        .profile("west.dkim.hosts.test", "revoked.dkim.hosts.test")
                        .along("DKIM-KEY-UNUSABLE"),
                envelope("a bounce name below the domain, and a strict policy", "bounce.@domain@")
                        .record("bounce TXT \"v=spf1 ip4:198.51.100.20 -all\"")
                        .instead(DMARC, DMARC + "; aspf=s; adkim=s")
                        .profile(WEST_KEY_ENTRY, ""),
                Fault.of("DMARC-UNPROVEN", "neither envelope nor key of a service are named")
                        .profile(WEST_KEY_ENTRY, "")
                        .profile("    " + WEST_SENDER + "\n", ""),
                Fault.of("BREACH-DMARC", "a breach, and a policy that asks for nothing")
                        .instead(DMARC, DMARC.replace("reject", "none"))
                        .by("plan", "--to", "backup", "--mode", "breach"),
                Fault.of("DMARC-INVALID", "two DMARC records")
                        .record("_dmarc TXT \"v=DMARC1; p=none\""),
                Fault.of("DMARC-INVALID", "a policy that does not exist")
                        .instead(DMARC, "v=DMARC1; p=refuse"));
    }

    private static Fault envelope(String what, String domain) {
        return Fault.of("DMARC-FAIL", what)
                .profile(WEST_RELAY, "host: relay-west.hosts.test, envelope: " + domain + ",");
    }

    private static Fault key(String rule, String what, String key) {
        return Fault.of(rule, what)
                .instead(WEST_KEY, "west._domainkey CNAME %s.dkim.hosts.test.".formatted(key))
                .profile(WEST_KEY, "west._domainkey CNAME %s.dkim.hosts.test.".formatted(key));
    }

    private static List<Fault> mtaSts() {
        return List.of(
                Fault.of("MTASTS-BROKEN", "the policy is not there")
                        .policy(new Served(404, "text/plain", "no")),
                Fault.of("MTASTS-BROKEN", "the policy has moved")
                        .policy(new Served(301, "text/plain", Served.POLICY)),
                Fault.of("MTASTS-BROKEN", "the policy comes as a web page")
                        .policy(new Served(200, "text/html", Served.POLICY)),
                Fault.of("MTASTS-BROKEN", "the policy lacks its version")
                        .policy(Served.text(Served.POLICY.replace("version: STSv1\n", ""))),
                Fault.of("MTASTS-BROKEN", "the policy host's certificate has ended")
                        .policyHost(Shown.EXPIRED),
                Fault.of("MTASTS-BROKEN", "the policy host's certificate is another's")
                        .policyHost(Shown.OTHER_NAME),
                Fault.of("MTASTS-BROKEN", "nothing listens at the policy host")
                        .profile("\"@https@\"", "\"@closed@\""),
                Fault.of("MTASTS-MX", "the policy does not list the backup")
                        .policy(Served.text(Served.POLICY.replace("*.hosts", "east.hosts"))),
                Fault.of("MTASTS-MX", "a policy under test does not list the primary")
                        .policy(
                                Served.text(
                                        Served.POLICY
                                                .replace("enforce", "testing")
                                                .replace("*.hosts", "west.hosts"))),
                Fault.of("MTASTS-FATE", "the policy host is a mail host")
                        .instead("mta-sts A 203.0.113.80", "mta-sts A 192.0.2.1"),
                Fault.of("MTASTS-INVALID", "the record has no id").instead(STS, "v=STSv1;"),
                Fault.of("MTASTS-INVALID", "two records").record("_mta-sts TXT \"v=STSv1; id=2\""),
                Fault.of("MTASTS-ID", "the id was not written by mxfail")
                        .profile("checks:\n", "mta-sts: {policy: bump}\nchecks:\n"));
    }

    private static List<Fault> reports() {
        return List.of(
                Fault.of("TLSRPT-INVALID", "a record without address")
                        .instead(TLS_RPT, "v=TLSRPTv1;"),
                Fault.of("TLSRPT-INVALID", "two records")
                        .record("_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:b@reports.test\""),
                Fault.of("REPORTS-INSIDE", "DMARC reports go to the domain itself")
                        .instead("dmarc@reports.test", "dmarc@@domain@"),
                Fault.of("REPORTS-INSIDE", "TLS reports go to the domain itself")
                        .instead("tls@reports.test", "tls@@domain@"));
    }

    private static List<Fault> addresses() {
        return List.of(
                Fault.of("SENDER-COLD", "applications come to send through a site that rested")
                        .profile(WEST_RELAY, WEST_RELAY + " max-hourly: 500,")
                        .by("plan", "--to", "backup"),
                sender("SENDER-PTR", "an address without name", "192.0.2.12"),
                sender("SENDER-PTR", "an address whose name leads elsewhere", "192.0.2.11"),
                sender("SENDER-HELO", "the name of an address does not let it send", "192.0.2.15"),
                sender("SENDER-LISTED", "an address on a blocklist", "192.0.2.13"),
                Fault.of("SENDER-LISTED", "a blocklist that does not answer")
                        .profile("blocklists: [bl.test]", "blocklists: [bl.example]"),
                Fault.of("SENDER-LISTED", "a blocklist that does not exist any more")
                        .profile("blocklists: [bl.test]", "blocklists: [gone.test]"),
                Fault.of("SENDER-LISTED", "a blocklist that lists everybody")
                        .profile("blocklists: [bl.test]", "blocklists: [all.test]"));
    }

    private static Fault sender(String rule, String what, String address) {
        return Fault.of(rule, what)
                .instead("ip4:198.51.100.20", "ip4:" + address)
                .profile("ip4:198.51.100.20", "ip4:" + address)
                .profile(WEST_SENDER, "senders: [%s]".formatted(address));
    }
}
