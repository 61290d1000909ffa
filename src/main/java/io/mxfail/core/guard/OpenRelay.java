package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.Verdict;

import java.util.List;
import java.util.Optional;

/// A host takes mail from a stranger for a domain that is not its own: whoever finds it sends
/// through it, and soon every blocklist has its address (RFC 5321, section 7.9).
///
/// It was asked at `RCPT` and no further, about a name in a domain that is reserved for examples.
/// A host that trusts the machine that asks answers so, too; therefore it is a warning.
final class OpenRelay implements Rule {
    @Override
    public String id() {
        return "OPEN-RELAY";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, OpenRelay::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 5321, section 7.9")
                                        .warn(
                                                "takes mail for a domain that is not its own: "
                                                        + host.text(),
                                                "let the host relay only for its own domains and"
                                                    + " those who log in (Postfix:"
                                                    + " `reject_unauth_destination`); or, where it"
                                                    + " trusts this machine, check from another"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        return address.recipients().stream()
                .filter(r -> r.recipient().isForeign() && r.verdict() == Verdict.ACCEPTED)
                .findFirst()
                .map(r -> "answers " + r.reply() + " for " + r.recipient().address());
    }
}
