package io.mxfail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.RulePages;
import io.mxfail.planted.Fault;
import io.mxfail.planted.MailHostFaults;
import io.mxfail.planted.MailPolicyFaults;
import io.mxfail.planted.UpkeepFaults;
import io.mxfail.planted.ZoneFaults;
import io.mxfail.real.NeedsServer;
import io.mxfail.real.Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Companies at real servers: healthy ones are ready and give no finding; one that has a single
/// fault gives that fault's finding, and beside it only what the page of its rule lists.
@NeedsServer({Server.BIND, Server.BIND_SIGNER, Server.UNBOUND, Server.POSTFIX, Server.DOVECOT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class PlantedFaultsTest {
    private static final List<Fault> HEALTHY =
            List.of(
                    Fault.none("a company whose zone is not signed"),
                    Fault.none("a company whose zone is signed").security(Fault.Security.SIGNED),
                    Fault.none("a company whose test message arrives")
                            .profile(
                                    "checks:\n",
                                    """
                                    verify:
                                      delivery:
                                        to: "postmaster@${domain}"
                                        from: ops@example.test
                                        imap: "imaps://probe@imap.hosts.test:@imap@"
                                        password: "file:@secret@"
                                    checks:
                                    """)
                            .by("check", "--send"),
                    Fault.none("a company whose mail the receiver finds fit by SPF and DMARC")
                            .profile("checks:\n", UpkeepFaults.OUTBOUND)
                            .instead("ip4:192.0.2.10 ", "ip4:192.0.2.10 ip4:127.0.0.2 ")
                            .by("check", "--send"));
    private static final List<Fault> FAULTS =
            Stream.of(
                            ZoneFaults.all(),
                            MailPolicyFaults.all(),
                            MailHostFaults.all(),
                            UpkeepFaults.all())
                    .flatMap(List::stream)
                    .toList();

    private final PlantedWorld world =
            new PlantedWorld(Stream.of(HEALTHY, FAULTS).flatMap(List::stream).toList());

    @BeforeAll
    void start() throws Exception {
        world.start();
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    static List<Fault> healthy() {
        return HEALTHY;
    }

    static List<Fault> faults() {
        return FAULTS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("healthy")
    void where_all_is_well_every_site_is_ready_and_nothing_is_found(Fault none) {
        Desk.Ran ran = world.ask(none);

        assertEquals(Set.of(), ids(ran), ran.all());
        assertEquals(
                List.of("ready", "ready"),
                new Seen(ran.json())
                        .at("sites").elements().stream()
                                .map(site -> new Seen(site).at("state").text())
                                .toList(),
                ran.all());
        assertEquals(0, ran.exit(), ran.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_planted_fault_gives_its_finding_and_only_what_comes_along(Fault fault) {
        Desk.Ran ran = world.ask(fault);

        assertEquals(new TreeSet<>(fault.findings()), ids(ran), ran.all());
    }

    @Test
    void what_is_expected_beside_a_fault_stands_on_the_page_of_its_rule() {
        assertAll(
                FAULTS.stream()
                        .map(
                                fault ->
                                        () -> {
                                            var beside = new TreeSet<>(fault.findings());
                                            beside.remove(fault.rule());
                                            beside.removeAll(comesAlong(fault.rule()));
                                            assertTrue(beside.isEmpty(), fault + ": " + beside);
                                        }));
    }

    /// Those that no planted fault shows, and where else they are.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "CONTENT-REFUSED", "at the strict stand-in for Azure DNS: SetBySetAtAzureTest",
                    "NS-DELEGATION", "delegations are asked at port 53: DelegationTest",
                    "NS-GLUE", "delegations are asked at port 53: GlueScenariosTest, at BIND",
                    "PROXIED-MX", "at the one for Cloudflare: FailoverAtCloudflareTest",
                    "QUEUE-LOOP", "lint refuses such profiles: YamlProfilesTest",
                    "ROUTING-POLICY", "at the strict stand-in for Route 53: Route53FailoverTest",
                    "TYPE-MISSING", "BIND has every type that a profile can name: TypeMissingTest");

    @Test
    void every_rule_is_planted_or_it_is_said_where_it_is_shown() {
        var shown = new TreeSet<>(ELSEWHERE.keySet());
        FAULTS.forEach(fault -> shown.add(fault.rule()));
        assertEquals(RulePages.all(), shown);
        FAULTS.forEach(fault -> assertFalse(ELSEWHERE.containsKey(fault.rule()), fault::rule));
    }

    private static Set<String> comesAlong(String rule) throws IOException {
        return RulePages.comesAlong(rule);
    }

    private static Set<String> ids(Desk.Ran ran) {
        return new Seen(ran.json())
                .at("findings").elements().stream()
                        .map(finding -> new Seen(finding).at("id").text())
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
