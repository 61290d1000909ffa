package io.mxfail.core.guard;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.profile.Probing.StartTls;

import java.util.List;
import java.util.Optional;

/// A certificate outside its dates. Senders that check (MTA-STS) do not deliver there.
final class TlsExpired implements Rule {
    @Override
    public String id() {
        return "TLS-EXPIRED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        StartTls policy = situation.task().profile().probing().checks().startTls();
        if (policy == StartTls.OFF) {
            return List.of();
        }
        Severity severity = policy == StartTls.REQUIRED ? Severity.CRIT : Severity.WARN;
        return HostFacts.of(situation, TlsExpired::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 8461, section 4.2")
                                        .as(
                                                severity,
                                                "a certificate outside its dates: " + host.text(),
                                                "renew the certificate, and see why that did not"
                                                        + " happen by itself"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        return address.tls()
                .session()
                .map(TlsSession::certificate)
                .filter(certificate -> !certificate.isInDate())
                .map(
                        c ->
                                "valid from "
                                        + c.validity().notBefore()
                                        + " to "
                                        + c.validity().notAfter());
    }
}
