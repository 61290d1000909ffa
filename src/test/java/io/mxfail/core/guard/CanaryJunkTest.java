package io.mxfail.core.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.CanaryReport.Way;
import io.mxfail.core.propagation.VerifyReport.Delivery;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class CanaryJunkTest implements RuleCase {
    private static CanaryReport came(Way way, Optional<String> junk) {
        return new CanaryReport(
                way,
                "probe@outside.test",
                Delivery.ARRIVED,
                "",
                Optional.empty(),
                Optional.of(
                        new CanaryReport.Arrived(
                                Duration.ofSeconds(2), List.of(), Map.of("spf", "fail"), junk)));
    }

    @Override
    public Rule rule() {
        return new CanaryJunk();
    }

    @Override
    public Scene fine() {
        return Scene.well().flown(came(Way.OUTBOUND, Optional.empty()));
    }

    @Override
    public Scene wrong() {
        return Scene.well().flown(came(Way.OUTBOUND, Optional.of("Junk")));
    }

    @Test
    void it_names_the_folder_and_what_the_receiver_thought_and_never_blocks() {
        assertEquals(Severity.WARN, finding().severity());
        assertEquals(
                "the test message to probe@outside.test came into Junk {spf=fail}",
                finding().message());
    }

    @Test
    void inbound_the_filter_is_ours() {
        Finding found = only(Scene.well().flown(came(Way.INBOUND, Optional.of("Spam"))));
        assertTrue(found.fix().contains("verify.delivery.from"), found.fix());
    }

    @Test
    void a_message_that_is_still_missing_is_another_matter() {
        var missing =
                new CanaryReport(
                        Way.INBOUND,
                        "probe@example.test",
                        Delivery.PENDING,
                        "not sent",
                        Optional.empty(),
                        Optional.empty());
        assertEquals(List.of(), rule().judge(Scene.well().flown(missing).situation()));
    }
}
