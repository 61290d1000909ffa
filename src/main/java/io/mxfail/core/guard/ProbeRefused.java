package io.mxfail.core.guard;

import io.mxfail.core.probe.Verdict;

import java.util.List;

/// A host refused this machine: for a blocklist, a missing PTR record or the name in `EHLO`. That
/// is told apart from a refusal of the domain, and says nothing about other senders.
final class ProbeRefused implements Rule {
    @Override
    public String id() {
        return "PROBE-REFUSED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, address -> Greylisted.fact(address, Verdict.REFUSED_PROBE))
                .stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 7372, section 3")
                                        .unknown(
                                                "refuses this machine, not the mail: "
                                                        + host.text(),
                                                "probe from a machine that strangers' hosts talk"
                                                        + " to: with a PTR record, a true"
                                                        + " `checks.helo` and off blocklists"))
                .toList();
    }
}
