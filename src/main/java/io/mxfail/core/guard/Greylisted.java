package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Verdict;

import java.util.List;
import java.util.Optional;

/// A host that puts off whom it does not know (RFC 6647). Senders come back, so that nothing is
/// lost, but after a switch all of them are strangers to it: mail is late for some minutes, and
/// whether it takes a recipient shows only the second time.
final class Greylisted implements Rule {
    @Override
    public String id() {
        return "GREYLISTED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, address -> fact(address, Verdict.GREYLISTED)).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 6647, section 2")
                                        .warn(
                                                "puts off whom it does not know: " + host.text(),
                                                "wait for the greylist delay, then `mxfail check"
                                                        + " --site "
                                                        + host.site()
                                                        + "`; for a switch, turn it off there"))
                .toList();
    }

    /// The first reply that was read so.
    static Optional<String> fact(AddressProbe address, Verdict verdict) {
        return address.recipients().stream()
                .filter(result -> result.verdict() == verdict)
                .map(result -> "answers " + result.reply() + " (" + result.stage().label() + ")")
                .findFirst();
    }
}
