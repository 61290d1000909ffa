package io.mxfail.core.guard;

import io.mxfail.core.probe.HostProbe;

import java.util.List;
import java.util.stream.Collectors;

/// The control host, known to be up, takes no connection either: the network of this machine blocks
/// the port, as many clouds and offices do. Nothing is then known of any site.
final class Port25Blocked implements Rule {
    @Override
    public String id() {
        return "PORT25-BLOCKED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        if (situation.probes().blockedPorts().isEmpty()) {
            return List.of();
        }
        String ports =
                situation.probes().blockedPorts().stream()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        String control =
                situation
                        .probes()
                        .control()
                        .map(HostProbe::host)
                        .map(host -> host.toString(true))
                        .orElse("no host at all");
        return List.of(
                Say.profile(this, situation, "port " + ports, "docs/rules/PORT25-BLOCKED.md")
                        .unknown(
                                "port "
                                        + ports
                                        + " seems blocked on the way out of this machine: "
                                        + control
                                        + " cannot be reached either",
                                "on a machine that may connect to port "
                                        + ports
                                        + ": `mxfail check --save FILE`; here: `mxfail check"
                                        + " --replay FILE` judges what it saw"));
    }
}
