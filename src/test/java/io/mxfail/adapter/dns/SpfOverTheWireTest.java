package io.mxfail.adapter.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The public suite of RFC 7208 once more, with every answer fetched from a name server by real
/// packets. Names that shall give no answer are asked at a server that hears and says nothing.
class SpfOverTheWireTest {
    /// For the silent server: what it does not say does not come later either.
    private static final Duration PATIENCE = Duration.ofMillis(300);

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
                var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var lookup = new DnsLookup()) {
            ServerAddress speaking = address(server.address(0));
            ServerAddress mute = address((InetSocketAddress) silent.getLocalSocketAddress());
            var unanswered = new AtomicInteger();
            DnsAnswers wire =
                    key -> {
                        if (!scenario.zone().timesOut(key)) {
                            return lookup.authoritative(speaking, key, Duration.ofSeconds(20));
                        }
                        DnsAnswer none = lookup.authoritative(mute, key, PATIENCE);
                        assertEquals(
                                DnsAnswer.Reason.TIMEOUT,
                                assertInstanceOf(DnsAnswer.Failed.class, none).reason());
                        unanswered.incrementAndGet();
                        return none;
                    };
            for (SpfSuite.Case test : scenario.cases()) {
                var message = SpfCheck.Message.of(test.client(), test.sender(), test.helo());
                SpfVerdict verdict = SpfCheck.of(message, wire);
                assertTrue(
                        test.results().contains(verdict.result().word()),
                        () -> test.name() + ": " + test.results() + " wanted: " + verdict);
                test.explanation()
                        .ifPresent(
                                text ->
                                        assertEquals(
                                                text,
                                                verdict.explanation().orElse("DEFAULT"),
                                                test.name()));
            }
            assertTrue(server.exchanges().size() > scenario.cases().size() / 2);
            if (unanswered.get() > 0) {
                silent.setSoTimeout(20_000);
                silent.receive(new DatagramPacket(new byte[512], 512)); // it was really asked
            }
        }
    }

    private static ServerAddress address(InetSocketAddress at) {
        return new ServerAddress(at.getAddress().getHostAddress(), at.getPort());
    }
}
