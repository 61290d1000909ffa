package io.mxfail.format;

import io.mxfail.core.propagation.CanaryReport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A test message as a tree, for the formats that hold some.
final class CanaryJson {
    private CanaryJson() {}

    static Map<String, Object> tree(CanaryReport canary) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("way", Scalars.word(canary.way()));
        tree.put("to", canary.to());
        tree.put("state", Scalars.word(canary.state()));
        tree.put("detail", canary.detail());
        tree.put("takenBy", canary.handed().map(CanaryReport.Handed::host));
        tree.put("tls", canary.handed().map(CanaryReport.Handed::tls).filter(t -> !t.isEmpty()));
        tree.put("seconds", canary.arrived().map(a -> Scalars.seconds(a.after())));
        tree.put("path", canary.arrived().map(CanaryReport.Arrived::path));
        for (String method : new String[] {"spf", "dkim", "dmarc"}) {
            tree.put(
                    method,
                    canary.arrived().flatMap(a -> Optional.ofNullable(a.verdicts().get(method))));
        }
        return tree;
    }
}
