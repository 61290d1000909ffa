package io.mxfail.core.guard;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.profile.Probing.StartTls;

import java.util.List;
import java.util.Optional;

/// A certificate for another name. Senders that check (MTA-STS, DANE with names) do not deliver
/// there.
final class TlsName implements Rule {
    @Override
    public String id() {
        return "TLS-NAME";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        StartTls policy = situation.task().profile().probing().checks().startTls();
        if (policy == StartTls.OFF) {
            return List.of();
        }
        Severity severity = policy == StartTls.REQUIRED ? Severity.CRIT : Severity.WARN;
        return HostFacts.of(situation, TlsName::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 8461, section 4.1")
                                        .as(
                                                severity,
                                                "a certificate for another name: " + host.text(),
                                                "install a certificate that names the host"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        return address.tls()
                .session()
                .filter(session -> !session.nameMatches())
                .map(
                        session ->
                                "shows "
                                        + session.certificate()
                                                .holder()
                                                .orElse("one without any name"));
    }
}
