package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Verdict;

import java.util.List;
import java.util.Optional;

/// A host accepts a name that nobody has. What it cannot deliver it must return later, to senders
/// that are often forged: backscatter, and soon a blocklist (RFC 5321, section 6.1).
final class RcptCatchall implements Rule {
    @Override
    public String id() {
        return "RCPT-CATCHALL";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, RcptCatchall::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 5321, section 6.1")
                                        .warn(
                                                "accepts a recipient that nobody has: "
                                                        + host.text(),
                                                "give the host the list of valid recipients"
                                                        + " (Postfix: `relay_recipient_maps`)"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        return address.recipients().stream()
                .filter(r -> r.recipient().invented() && !r.recipient().isForeign())
                .filter(r -> r.verdict() == Verdict.ACCEPTED)
                .findFirst()
                .map(r -> "answers " + r.reply() + " for " + r.recipient().address());
    }
}
