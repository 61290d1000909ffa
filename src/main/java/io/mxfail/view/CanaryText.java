package io.mxfail.view;

import io.mxfail.core.propagation.CanaryReport;

import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A test message in lines for people.
final class CanaryText {
    private CanaryText() {}

    static String of(CanaryReport canary) {
        String lead = String.format(Locale.ROOT, "  %-8s ", PlanText.word(canary.way()));
        String words = "to " + canary.to() + " " + PlanText.word(canary.state());
        words +=
                canary.place()
                        .filter(_ -> canary.arrived().isPresent())
                        .flatMap(CanaryReport.Place::found)
                        .map(site -> " at " + site)
                        .orElse("");
        words += canary.arrived().map(CanaryText::arrived).orElse("");
        words +=
                canary.handed()
                        .filter(_ -> canary.arrived().isPresent())
                        .map(h -> "; sent to " + h.host() + " " + encryption(h.tls()))
                        .orElse("");
        words += canary.detail().isEmpty() ? "" : ": " + canary.detail();
        return Lines.of(lead, Text.printable(words));
    }

    private static String arrived(CanaryReport.Arrived arrived) {
        String verdicts =
                new TreeMap<>(arrived.verdicts())
                        .entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, " after %.1f s", arrived.after().toMillis() / 1000.0)
                + arrived.junk().map(folder -> " among junk (" + folder + ")").orElse("")
                + (arrived.path().isEmpty() ? "" : ", by " + String.join(", ", arrived.path()))
                + ", "
                + (verdicts.isEmpty() ? "no word on spf, dkim, dmarc" : verdicts);
    }

    private static String encryption(String tls) {
        return tls.isEmpty() ? "in the clear" : "over " + tls;
    }
}
