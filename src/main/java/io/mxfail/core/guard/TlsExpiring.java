package io.mxfail.core.guard;

import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.TlsSession;
import io.mxfail.core.profile.Probing.StartTls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A certificate that ends soon, so that its renewal seems to have failed. Two weeks are soon; of
/// a certificate that lives for days, its last third is.
final class TlsExpiring implements Rule {
    private static final Duration SOON = Duration.ofDays(14);
    private static final int PART = 3;

    @Override
    public String id() {
        return "TLS-EXPIRING";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        if (situation.task().profile().probing().checks().startTls() == StartTls.OFF) {
            return List.of();
        }
        Instant now = situation.task().now();
        return HostFacts.of(situation, address -> fact(address, now)).stream()
                .map(
                        host ->
                                host.say(this, situation, "RFC 8461, section 4.2")
                                        .warn(
                                                "a certificate ends soon: " + host.text(),
                                                "renew the certificate, and see why that did not"
                                                        + " happen by itself"))
                .toList();
    }

    private static Optional<String> fact(AddressProbe address, Instant now) {
        return address.tls()
                .session()
                .map(TlsSession::certificate)
                .filter(PeerCertificate::isInDate)
                .map(PeerCertificate::validity)
                .filter(validity -> isSoon(validity, now))
                .map(
                        validity ->
                                "until "
                                        + validity.notAfter()
                                        + ", "
                                        + left(Duration.between(now, validity.notAfter())));
    }

    private static boolean isSoon(PeerCertificate.Validity validity, Instant now) {
        Duration third =
                Duration.between(validity.notBefore(), validity.notAfter()).dividedBy(PART);
        Duration soon = third.compareTo(SOON) < 0 ? third : SOON;
        Duration left = Duration.between(now, validity.notAfter());
        return !left.isNegative() && left.compareTo(soon) < 0;
    }

    private static String left(Duration time) {
        return time.toDays() > 1
                ? time.toDays() + " days from now"
                : time.toHours() + " h from now";
    }
}
