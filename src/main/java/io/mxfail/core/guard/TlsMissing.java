package io.mxfail.core.guard;

import io.mxfail.core.guard.Finding.Severity;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.profile.Probing.StartTls;

import java.util.List;
import java.util.Optional;

/// A host that gives no encrypted connection. Severity by `checks.starttls`: critical where it is
/// required, a warning where it is wanted.
final class TlsMissing implements Rule {
    @Override
    public String id() {
        return "TLS-MISSING";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        StartTls policy = situation.task().profile().probing().checks().startTls();
        if (policy == StartTls.OFF) {
            return List.of();
        }
        Severity severity = policy == StartTls.REQUIRED ? Severity.CRIT : Severity.WARN;
        return HostFacts.of(situation, TlsMissing::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 3207, section 4")
                                        .as(
                                                severity,
                                                "no STARTTLS: " + host.text(),
                                                "enable STARTTLS at the host; or `checks.starttls:"
                                                        + " wanted`"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        return address.tls().isMissing() ? Optional.of(how(address.tls())) : Optional.empty();
    }

    private static String how(TlsResult tls) {
        String what =
                switch (tls.status()) {
                    case NOT_OFFERED -> "does not offer it";
                    case REFUSED -> "refuses it";
                    case FAILED -> "fails in the handshake";
                    case OUTDATED -> "offers old versions only";
                    case NOT_TRIED, ESTABLISHED -> tls.status().name();
                };
        return tls.problem().isEmpty() ? what : what + ": " + tls.problem();
    }
}
