package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;

import java.util.List;
import java.util.Optional;

/// A host refuses the empty sender. Bounces and delivery reports come from it, and every host must
/// take them (RFC 5321, section 4.5.5).
final class SmtpNullSender implements Rule {
    @Override
    public String id() {
        return "SMTP-NULL-SENDER";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return HostFacts.of(situation, SmtpNullSender::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 5321, section 4.5.5")
                                        .warn(
                                                "refuses the null sender `MAIL FROM:<>`: "
                                                        + host.text(),
                                                "allow the empty sender at this host: bounces and"
                                                        + " reports come from it"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        return address.nullSenderRefusal().map(reply -> "answers " + reply);
    }
}
