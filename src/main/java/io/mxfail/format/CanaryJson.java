package io.mxfail.format;

import io.mxfail.core.propagation.CanaryReport;
import io.mxfail.core.propagation.VerifyReport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A test message as a tree, for the formats that hold some.
final class CanaryJson {
    private static final List<String> METHODS = List.of("spf", "dkim", "dmarc");

    private CanaryJson() {}

    static Map<String, Object> tree(CanaryReport canary) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("way", Scalars.word(canary.way()));
        tree.put("to", canary.to());
        tree.put("state", Scalars.word(canary.state()));
        tree.put("detail", canary.detail());
        tree.put("site", canary.place().map(CanaryReport.Place::expected));
        tree.put("foundAt", canary.place().flatMap(CanaryReport.Place::found));
        tree.put("takenBy", canary.handed().map(CanaryReport.Handed::host));
        tree.put("tls", canary.handed().map(CanaryReport.Handed::tls).filter(t -> !t.isEmpty()));
        tree.put("seconds", canary.arrived().map(a -> Scalars.seconds(a.after())));
        tree.put("path", canary.arrived().map(CanaryReport.Arrived::path));
        tree.put("junk", canary.arrived().flatMap(CanaryReport.Arrived::junk));
        for (String method : METHODS) {
            tree.put(
                    method,
                    canary.arrived().flatMap(a -> Optional.ofNullable(a.verdicts().get(method))));
        }
        return tree;
    }

    /// Reads what [#tree] made; the reply of the host that took it is not kept.
    static CanaryReport read(Fields fields) {
        Optional<String> tls = fields.perhapsText("tls");
        Optional<CanaryReport.Handed> handed =
                fields.perhapsText("takenBy")
                        .map(host -> new CanaryReport.Handed(host, tls.orElse(""), ""));
        List<String> path = fields.perhapsTexts("path");
        Optional<String> junk = fields.perhapsText("junk");
        Optional<String> foundAt = fields.perhapsText("foundAt");
        var verdicts = new LinkedHashMap<String, String>();
        for (String method : METHODS) {
            fields.perhapsText(method).ifPresent(found -> verdicts.put(method, found));
        }
        return new CanaryReport(
                fields.word("way", CanaryReport.Way.class),
                fields.text("to"),
                fields.word("state", VerifyReport.Delivery.class),
                fields.text("detail"),
                handed,
                fields.perhapsNumber("seconds")
                        .map(
                                seconds ->
                                        new CanaryReport.Arrived(
                                                Scalars.duration(seconds), path, verdicts, junk)),
                fields.perhapsText("site").map(site -> new CanaryReport.Place(site, foundAt)));
    }
}
