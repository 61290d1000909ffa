package io.mxfail.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.CheckReport;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.VerifyReport.Delivery;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CheckReaderTest {
    private static final Name DOMAIN = Name.fromConstantString("example.test.");

    @Test
    void test_messages_survive_being_saved_since_they_decide_the_exit_code() throws Exception {
        var arrived =
                new CanaryReport(
                        CanaryReport.Way.INBOUND,
                        "probe@example.test",
                        Delivery.ARRIVED,
                        "",
                        Optional.of(new CanaryReport.Handed("mx.example.test", "TLSv1.3", "")),
                        Optional.of(
                                new CanaryReport.Arrived(
                                        Duration.ofSeconds(3),
                                        List.of("mx.example.test ESMTPS"),
                                        Map.of("spf", "pass"),
                                        Optional.of("Junk"))));
        var failed =
                new CanaryReport(
                        CanaryReport.Way.OUTBOUND,
                        "probe@other.test",
                        Delivery.FAILED,
                        "550 no such user",
                        Optional.empty(),
                        Optional.empty());
        var astray =
                new CanaryReport(
                        CanaryReport.Way.INBOUND,
                        "probe@example.test",
                        Delivery.PENDING,
                        "arrived at primary, should be at backup",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new CanaryReport.Place("backup", Optional.of("primary"))));
        var report =
                new CheckReport(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new CheckReport.Flown("acme", DOMAIN, arrived),
                                new CheckReport.Flown("acme", DOMAIN, failed),
                                new CheckReport.Flown("acme", DOMAIN, astray)),
                        List.of());
        var stamp = new Stamp("test", Instant.parse("2026-11-24T03:05:00Z"));
        String saved = Json.pretty(CheckFormat.tree(report, stamp));
        assertEquals(report, CheckReader.read(saved).report());
    }
}
