package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.CanaryReport.Way;
import io.mxfail.core.propagation.VerifyReport.Delivery;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class CanaryDmarcTest implements RuleCase {
    private static Scene came(Way way, Map<String, String> verdicts) {
        return Scene.well()
                .flown(
                        new CanaryReport(
                                way,
                                "probe@outside.test",
                                Delivery.ARRIVED,
                                "",
                                Optional.empty(),
                                Optional.of(
                                        new CanaryReport.Arrived(
                                                Duration.ofSeconds(2), List.of(), verdicts))));
    }

    @Override
    public Rule rule() {
        return new CanaryDmarc();
    }

    @Override
    public Scene fine() {
        return came(Way.OUTBOUND, Map.of("spf", "fail", "dkim", "pass", "dmarc", "pass"));
    }

    @Override
    public Scene wrong() {
        return came(Way.OUTBOUND, Map.of("spf", "pass", "dmarc", "fail"));
    }

    @Test
    void it_shows_all_that_the_receiver_found_and_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals(
                "the receiver of the test message to probe@outside.test found dmarc=fail, spf=pass",
                finding().message());
    }

    @Test
    void a_receiver_that_does_not_judge_and_mail_that_comes_in_are_no_evidence() {
        for (Scene scene :
                List.of(
                        came(Way.OUTBOUND, Map.of("spf", "fail")),
                        came(Way.INBOUND, Map.of("dmarc", "fail")))) {
            assertEquals(List.of(), rule().judge(scene.situation()));
        }
    }
}
