package io.mxfail.core.probe;

import io.mxfail.core.dns.ServerAddress;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one address of a submission relay showed, up to `AUTH` and never further.
///
/// @param contact how the connection ended
/// @param steps of the one connection, in order
/// @param tls its encryption, judged for the name that applications use
/// @param authentication what came of the profile's credentials
public record RelayAddress(
        ServerAddress endpoint,
        Contact contact,
        List<StepResult> steps,
        TlsResult tls,
        Authentication authentication) {
    public RelayAddress {
        steps = List.copyOf(steps);
    }

    /// Whether its port is one of those.
    public boolean isAtOneOf(Set<Integer> ports) {
        return ports.contains(endpoint.port());
    }

    /// The first step that went wrong before encryption was asked for: the relay does not serve
    /// us.
    public Optional<StepResult> refusal() {
        return steps.stream()
                .filter(step -> step.stage().compareTo(Stage.STARTTLS) < 0)
                .filter(step -> !step.ok())
                .findFirst();
    }

    /// Whether applications can send through it, as far as that was seen.
    public SiteState state() {
        if (contact.failedHere()) {
            return SiteState.UNKNOWN;
        }
        if (contact != Contact.CONNECTED) {
            return SiteState.UNREACHABLE;
        }
        if (refusal().isPresent()) {
            return refusal().get().reply().isPermanent() ? SiteState.REJECTING : SiteState.TEMPFAIL;
        }
        if (tls.session().filter(TlsSession::isTrustworthy).isEmpty()) {
            return SiteState.REJECTING;
        }
        return switch (authentication.status()) {
            case ACCEPTED, NOT_WANTED -> SiteState.READY;
            case NOT_REACHED, DEFERRED -> SiteState.TEMPFAIL;
            case WITHHELD, NO_SECRET, UNSUPPORTED -> SiteState.UNKNOWN;
            case NOT_OFFERED, REFUSED -> SiteState.REJECTING;
        };
    }
}
