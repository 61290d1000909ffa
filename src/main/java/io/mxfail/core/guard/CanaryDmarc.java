package io.mxfail.core.guard;

import io.mxfail.core.propagation.CanaryReport;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A test message that went out through a site's relay failed DMARC at the receiver (RFC 9989,
/// section 5.3): so does all that applications send this way, whatever the profile says of it.
final class CanaryDmarc implements Rule {
    @Override
    public String id() {
        return "CANARY-DMARC";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.probes().canaries().stream()
                .filter(flown -> flown.canary().way() == CanaryReport.Way.OUTBOUND)
                .flatMap(
                        flown ->
                                flown.canary().arrived().stream()
                                        .filter(arrived -> fails(arrived))
                                        .map(arrived -> found(situation, flown, arrived)))
                .toList();
    }

    private static boolean fails(CanaryReport.Arrived arrived) {
        return "fail".equals(arrived.verdicts().get("dmarc"));
    }

    private Finding found(
            Situation situation, CheckReport.Flown flown, CanaryReport.Arrived arrived) {
        return Say.domain(
                        this,
                        situation,
                        flown.domain(),
                        flown.canary().to(),
                        "RFC 9989, section 5.3")
                .warn(
                        "the receiver of the test message to "
                                + flown.canary().to()
                                + " found "
                                + new TreeMap<>(arrived.verdicts())
                                        .entrySet().stream()
                                                .map(e -> e.getKey() + "=" + e.getValue())
                                                .collect(Collectors.joining(", ")),
                        "look at the message's `Return-Path` and at the `d=` of its signature: one"
                                + " of them must be of the author's domain; then correct"
                                + " `submission.envelope` or `dkim`");
    }
}
