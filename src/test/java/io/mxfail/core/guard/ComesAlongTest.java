package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.dns.DnsAnswer.Failed;
import io.mxfail.core.dns.DnsAnswer.Reason;
import io.mxfail.core.dns.RecordKey;
import io.mxfail.core.mail.MtaStsFetched;
import io.mxfail.core.plan.Limits;
import io.mxfail.core.probe.HostProbe;
import io.mxfail.core.probe.HostProbe.Resolution;
import io.mxfail.core.propagation.ServerView;
import io.mxfail.core.propagation.SignedZone;
import io.mxfail.planted.Fault;
import io.mxfail.planted.MailHostFaults;
import io.mxfail.planted.MailPolicyFaults;
import io.mxfail.planted.UpkeepFaults;
import io.mxfail.planted.ZoneFaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the pages say of findings that come together, or in place of each other: every such word
/// is shown by a scene here or by a fault planted at real servers, and nothing comes along that
/// the page does not name.
final class ComesAlongTest {
    private static final String GOOD = "10 mx1.example.test.";

    /// One thing that is wrong, and all that is found then.
    ///
    /// @param silent a rule that might be thought to find it, too, and does not
    private record Shown(
            String rule, String what, Scene scene, Set<String> all, Optional<String> silent) {
        Shown inPlaceOf(String other) {
            return new Shown(rule, what, scene, all, Optional.of(other));
        }

        @Override
        public String toString() {
            return rule + ": " + what;
        }
    }

    private static Shown shown(String rule, String what, Scene scene, String... beside) {
        var all = new TreeSet<>(Set.of(beside));
        all.add(rule);
        return new Shown(rule, what, scene, all, Optional.empty());
    }

    private static Scene unresolved(Resolution resolution, Scene scene) {
        return scene.probed(
                "backup",
                _ -> HostProbe.without(Name.fromConstantString("mx.backup.test."), resolution));
    }

    private static ServerView failing(String server, Reason reason) {
        return new ServerView(
                server,
                Map.of(new RecordKey(Scene.DOMAIN, Type.SOA), new Failed(reason, "as it says")));
    }

    private static Scene servers(ServerView second, Scene scene) {
        return scene.servers(
                Scene.naming(Scene.server("192.0.2.1", 7, GOOD), "ns1.example.test."), second);
    }

    /// Hosts of both sites have TLSA records, that of the primary in a zone of the run.
    private static Scene withTlsa(SignedZone zone) {
        return Chains.scene(Chains.own(Chains.LIVE))
                .world(
                        "example.test. 60 IN SOA ns1.example.test. admin.example.test. 1 3600 900"
                                + " 604800 300\n"
                                + Chains.line("mx1.example.test", Chains.own(Chains.LIVE)))
                .secured(zone);
    }

    /// A domain that is an alias has no records of its own.
    private static Shown alias(String silent) {
        return shown(
                        "DOMAIN-CNAME",
                        "the domain is an alias, whose target has the records",
                        Scene.well()
                                .check()
                                .zone("test.")
                                .live("")
                                .world("example.test. 60 IN CNAME shop.platform.test.\n"))
                .inPlaceOf(silent);
    }

    static List<Shown> scenes() {
        return List.of(
                shown(
                        "CANARY-JUNK",
                        "the sender is on a blocklist",
                        new CanaryJunkTest()
                                .wrong()
                                .senders("backup", "192.0.2.33")
                                .blocklists("dnsbl.test")
                                .world("33.2.0.192.dnsbl.test. 60 IN A 127.0.0.4\n"),
                        "SENDER-LISTED"),
                shown(
                        "CANARY-JUNK",
                        "the sender has no name",
                        new CanaryJunkTest().wrong().senders("backup", "192.0.2.34"),
                        "SENDER-PTR"),
                shown(
                        "CONTENT-REFUSED",
                        "a null MX where the provider has none",
                        ContentRefusedTest.at(Limits.Lack.NULL_MX).site("backup", "0 ."),
                        "NULL-MX",
                        "TARGET-UNKNOWN"),
                shown(
                        "PROXIED-MX",
                        "the proxy has no address yet",
                        unresolved(
                                Resolution.NO_ADDRESS,
                                new MxAddrTest().wrong().proxying("mx.backup.test.")),
                        "MX-ADDR"),
                shown(
                        "DNSSEC-BOGUS",
                        "only resolvers that validate could tell of the host",
                        unresolved(
                                Resolution.FAILED,
                                new DnssecBogusTest().wrong().silent("mx.backup.test.")),
                        "MX-ADDR",
                        "TARGET-UNKNOWN"),
                shown(
                        "DNSSEC-BOGUS",
                        "only resolvers that validate could tell of its TLSA records",
                        new DnssecBogusTest().wrong().silent("_25._tcp.mx.backup.test."),
                        "DANE-MISMATCH"),
                shown(
                        "DNSSEC-BOGUS",
                        "the parent vouches for a zone without keys, which holds TLSA records",
                        withTlsa(new SignedZone("example.test.", Scene.NOW).withoutKeys()),
                        "DANE-UNSIGNED"),
                shown(
                        "DNSSEC-DENIAL",
                        "only resolvers that validate could tell that it has no TLSA records",
                        new DnssecDenialTest().wrong().silent("_25._tcp.mx.backup.test."),
                        "DANE-MISMATCH"),
                shown(
                        "DNSSEC-UNSUPPORTED",
                        "the zone holds a mail host with TLSA records",
                        withTlsa(new SignedZone("example.test.", Scene.NOW).unknownAtParent(12, 3)),
                        "DANE-UNSIGNED"),
                alias("MX-EMPTY"),
                alias("SPF-MISSING"),
                shown(
                        "ESP-BOUNCE-MX",
                        "the switch writes it",
                        new EspBounceMxTest().wrong(),
                        "ESP-VERIFY-LATE"),
                shown(
                        "ESP-VERIFY-LATE",
                        "the service does not publish the key yet",
                        new EspVerifyLateTest().wrong(),
                        "DKIM-KEY-UNUSABLE"),
                shown(
                                "MX-ADDR",
                                "the host has no address, and so nobody could be probed",
                                unresolved(Resolution.NO_ADDRESS, new MxAddrTest().wrong()))
                        .inPlaceOf("TARGET-UNREACHABLE"),
                shown(
                        "MX-ADDR",
                        "so it is in a check",
                        unresolved(Resolution.NO_ADDRESS, new MxAddrTest().wrong()).check()),
                shown(
                        "MX-ADDR",
                        "no server tells of the host",
                        unresolved(Resolution.FAILED, Scene.well().silent("mx.backup.test.")),
                        "TARGET-UNKNOWN"),
                shown(
                                "MX-ADDR",
                                "the host has neither address nor TLSA records",
                                unresolved(
                                        Resolution.NO_ADDRESS,
                                        new MxAddrTest()
                                                .wrong()
                                                .world(
                                                        Chains.line(
                                                                "mx1.example.test",
                                                                Chains.own(Chains.LIVE)))))
                        .inPlaceOf("DANE-MISSING"),
                shown(
                                "MTASTS-BROKEN",
                                "no policy, and so none that lacks a host",
                                Scene.well().mtaSts(new MtaStsFetched.Failed("404 Not Found")))
                        .inPlaceOf("MTASTS-MX"),
                shown(
                                "MTASTS-MX",
                                "the policy says nothing of the host, whatever it shows",
                                Scene.well()
                                        .probed(
                                                "backup",
                                                Scene.host(
                                                        "mx.backup.test.",
                                                        Scene.but(
                                                                Scene.accepting("192.0.2.20"),
                                                                a ->
                                                                        Scene.tls(
                                                                                a,
                                                                                Scene.untrusted(
                                                                                        "mx.backup.test")))))
                                        .mtaSts(
                                                new MtaStsFetched.Served(
                                                        "version: STSv1\nmode: enforce\n"
                                                                + "mx: mx1.example.test\n"
                                                                + "max_age: 604800\n")))
                        .inPlaceOf("MTASTS-TLS"),
                shown(
                                "MTASTS-BROKEN",
                                "no policy, and so none that the id could stand for",
                                Scene.well()
                                        .bump(
                                                "_mta-sts.example.test. 600 IN TXT \"v=STSv1;"
                                                        + " id=1\"\n")
                                        .mtaSts(new MtaStsFetched.Failed("404 Not Found")))
                        .inPlaceOf("MTASTS-ID"),
                shown(
                                "NS-UNREACHABLE",
                                "a server that gives no answer",
                                Scene.well()
                                        .servers(
                                                Scene.server("192.0.2.1", 7, GOOD),
                                                Scene.silentServer("192.0.2.2")))
                        .inPlaceOf("NS-LAME"),
                shown(
                                "SENDER-PTR",
                                "an address without name has no SPF of its own",
                                Scene.well().senders("backup", "192.0.2.34"))
                        .inPlaceOf("SENDER-HELO"),
                shown(
                        "NS-DELEGATION",
                        "a server that only the parent names lost the zone",
                        servers(failing("192.0.2.2", Reason.LAME), Scene.well())
                                .delegated("ns1.example.test.", "old.example.test."),
                        "NS-LAME"),
                shown(
                        "NS-DELEGATION",
                        "a server that only the parent names was left behind",
                        servers(Scene.server("192.0.2.2", 6, GOOD), Scene.well())
                                .delegated("ns1.example.test.", "old.example.test."),
                        "NS-DISAGREE"),
                shown(
                        "NS-GLUE",
                        "nobody answers at one of the addresses",
                        servers(Scene.silentServer("192.0.2.2"), new NsGlueTest().wrong()),
                        "NS-UNREACHABLE"),
                shown(
                        "NULL-MX",
                        "no host can be asked",
                        new NullMxTest().wrong(),
                        "TARGET-UNKNOWN"),
                shown(
                        "NULL-MX-MIXED",
                        "no host can be asked",
                        new NullMxMixedTest().wrong(),
                        "TARGET-UNKNOWN"),
                shown(
                        "PROVIDERS-DISAGREE",
                        "the name servers of the providers answer so",
                        new ProvidersDisagreeTest()
                                .wrong()
                                .servers(
                                        Scene.server("192.0.2.1", 7, GOOD),
                                        Scene.server("192.0.2.2", 7, "10 mx.backup.test.")),
                        "NS-DISAGREE"),
                shown(
                        "RESOLVERS-SILENT",
                        "what lies outside cannot be asked",
                        unresolved(
                                Resolution.FAILED,
                                new ResolversSilentTest()
                                        .wrong()
                                        .silent("mx.backup.test.")
                                        .silent("_spf.backup.test.")
                                        .senders("backup", "192.0.2.33")),
                        "MX-ADDR",
                        "SPF-LOOKUPS",
                        "SPF-SENDER",
                        "TARGET-UNKNOWN"),
                shown(
                        "SPF-MX-MOVES",
                        "the address is among senders",
                        new SpfMxMovesTest().wrong().senders("primary", "192.0.2.10"),
                        "SPF-SENDER"),
                shown(
                        "SPF-SENDER",
                        "an include leads nowhere",
                        new SpfIncludeTest().wrong().senders("backup", "192.0.2.33"),
                        "SPF-INCLUDE"),
                shown(
                                "SPF-LOOKUPS",
                                "none of the names exists either",
                                Scene.well()
                                        .live(
                                                "example.test. 60 IN MX 10 mx1.example.test.\n"
                                                        + "example.test. 60 IN TXT \"v=spf1"
                                                        + " ip4:192.0.2.0/28"
                                                        + " a:gone.example.net".repeat(11)
                                                        + " ~all\"\n"))
                        .inPlaceOf("SPF-VOID"),
                shown(
                        "SPF-VOID",
                        "the sender comes behind what does not exist",
                        SpfVoidTest.first().senders("primary", "192.0.2.10"),
                        "SPF-SENDER"),
                shown(
                        "TLS-EXPIRED",
                        "the certificate is another's, too",
                        Scene.well()
                                .probed(
                                        "backup",
                                        Scene.host(
                                                "mx.backup.test.",
                                                Scene.but(
                                                        Scene.accepting("192.0.2.20"),
                                                        a ->
                                                                Scene.tls(
                                                                        a,
                                                                        Scene.certificate(
                                                                                "other.test",
                                                                                false,
                                                                                false))))),
                        "TLS-NAME"),
                shown(
                                "PORT25-BLOCKED",
                                "nobody is reached",
                                new Port25BlockedTest().wrong(),
                                "TARGET-UNKNOWN")
                        .inPlaceOf("TARGET-UNREACHABLE"));
    }

    /// All scenes, for tests of whatever is found.
    static List<Scene> all() {
        return scenes().stream().map(Shown::scene).toList();
    }

    private static Set<String> found(Scene scene) {
        return Rules.judge(scene.situation()).stream()
                .map(Finding::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void what_is_found_together(Shown shown) {
        assertEquals(shown.all(), found(shown.scene()));
    }

    @Test
    void the_page_of_a_rule_names_what_comes_along() throws IOException {
        for (Shown shown : scenes()) {
            var beside = new TreeSet<>(shown.all());
            beside.remove(shown.rule());
            beside.removeAll(RulePages.comesAlong(shown.rule()));
            assertEquals(Set.of(), beside, shown::toString);
        }
    }

    @Test
    void whatever_a_page_says_to_come_along_is_shown_to_do_so() throws IOException {
        List<Set<String>> together =
                Stream.concat(scenes().stream().map(Shown::all), planted().map(Fault::findings))
                        .toList();
        var unproven = new ArrayList<String>();
        for (Rule rule : Rules.ALL) {
            for (String other : RulePages.comesAlong(rule.id())) {
                Set<String> both = Set.of(rule.id(), other);
                if (together.stream().noneMatch(all -> all.containsAll(both))) {
                    unproven.add(rule.id() + " with " + other);
                }
            }
        }
        assertEquals(List.of(), unproven);
    }

    @Test
    void whatever_a_page_says_to_be_told_instead_is_shown_to_be() throws IOException {
        var said = new TreeSet<String>();
        for (Rule rule : Rules.ALL) {
            RulePages.toldInstead(rule.id())
                    .forEach(other -> said.add(other + " in place of " + rule.id()));
        }
        var shown = new TreeSet<String>();
        for (Shown each : scenes()) {
            each.silent().ifPresent(silent -> shown.add(each.rule() + " in place of " + silent));
        }
        assertEquals(shown, said);
    }

    private static Stream<Fault> planted() {
        return Stream.of(
                        ZoneFaults.all(),
                        MailPolicyFaults.all(),
                        MailHostFaults.all(),
                        UpkeepFaults.all())
                .flatMap(List::stream);
    }
}
