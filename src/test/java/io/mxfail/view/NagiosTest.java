package io.mxfail.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.VerifyReport.Delivery;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class NagiosTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");

    @Test
    void test_messages_are_told_since_they_decide_the_exit_code() {
        var arrived =
                new CanaryReport(
                        CanaryReport.Way.INBOUND,
                        "probe@example.test",
                        Delivery.ARRIVED,
                        "",
                        Optional.empty(),
                        Optional.of(
                                new CanaryReport.Arrived(
                                        Duration.ofMillis(2500), List.of(), Map.of())));
        var failed =
                new CanaryReport(
                        CanaryReport.Way.OUTBOUND,
                        "probe@other.test",
                        Delivery.FAILED,
                        "550 no | user",
                        Optional.empty(),
                        Optional.empty());
        var report =
                new CheckReport(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new CheckReport.Flown("acme", DOMAIN, arrived),
                                new CheckReport.Flown("acme", DOMAIN, failed)),
                        List.of());

        assertEquals(
                "MXFAIL CRITICAL - inbound message to probe@example.test arrived; outbound message"
                        + " to probe@other.test failed: 550 no / user | 'critical'=0;;1;0"
                        + " 'warning'=0;1;;0 'unknown'=0;;;0 'acme/example.test"
                        + " inbound'=2.500s;;;0\n",
                Nagios.check(report, 2));
        assertTrue(
                CheckText.of(report, false)
                        .endsWith("critical 0, warnings 0, unknown 0, test messages failed 1\n"));
    }
}
