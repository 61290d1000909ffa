package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.profile.Probing.StartTls;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A host that knows no TLS newer than 1.1. Those versions must not be used any more (RFC 8996):
/// senders that hold to it deliver in the clear or, where they enforce encryption, not at all.
final class TlsOld implements Rule {
    private static final Set<String> OLD = Set.of("SSLv3", "TLSv1", "TLSv1.1");

    @Override
    public String id() {
        return "TLS-OLD";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        if (situation.task().profile().probing().checks().startTls() == StartTls.OFF) {
            return List.of();
        }
        return HostFacts.of(situation, TlsOld::fact).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 8996, section 5")
                                        .warn(
                                                "no TLS newer than 1.1: " + host.text(),
                                                "enable TLS 1.2 and 1.3 at the host"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address) {
        TlsResult tls = address.tls();
        return tls.status() == TlsResult.Status.OUTDATED
                ? Optional.of(tls.problem())
                : tls.session()
                        .map(TlsSession::protocol)
                        .filter(OLD::contains)
                        .map(protocol -> "speaks " + protocol);
    }
}
