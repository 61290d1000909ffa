package io.mxfail.adapter.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.dns.DnsAnswer;
import io.mxfail.core.dns.DnsAnswers;
import io.mxfail.core.dns.ServerAddress;
import io.mxfail.core.mail.SpfCheck;
import io.mxfail.core.mail.SpfSuite;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.lab.dns.AuthoritativeServer;
import io.mxfail.lab.dns.ZoneVersion;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The public suite of RFC 7208 once more, with every answer fetched from a name server by real
/// packets. Only names that shall give no answer are not asked for: waiting proves nothing.
class SpfOverTheWireTest {
    @TestFactory
    List<DynamicTest> every_scenario_of_the_public_suite_by_packets() {
        return SpfSuite.scenarios().stream()
                .map(
                        scenario ->
                                DynamicTest.dynamicTest(
                                        scenario.description(), () -> judge(scenario)))
                .toList();
    }

    private static void judge(SpfSuite.Scenario scenario) throws Exception {
        var records = new ArrayList<Record>(ZoneVersion.parse(".", "").records());
        records.addAll(scenario.zone().records());
        try (var server =
                        AuthoritativeServer.start(
                                List.of(ZoneVersion.of(Name.root, records)), List.of());
                var lookup = new DnsLookup()) {
            InetSocketAddress at = server.address(0);
            var address = new ServerAddress(at.getAddress().getHostAddress(), at.getPort());
            DnsAnswers wire =
                    key ->
                            scenario.zone().timesOut(key)
                                    ? new DnsAnswer.Failed(DnsAnswer.Reason.TIMEOUT, "no answer")
                                    : lookup.authoritative(address, key, Duration.ofSeconds(20));
            for (SpfSuite.Case test : scenario.cases()) {
                var message = SpfCheck.Message.of(test.client(), test.sender(), test.helo());
                SpfVerdict verdict = SpfCheck.of(message, wire);
                assertTrue(
                        test.results().contains(verdict.result().word()),
                        () -> test.name() + ": " + test.results() + " wanted: " + verdict);
            }
            assertTrue(server.exchanges().size() > scenario.cases().size() / 2);
        }
    }
}
