package io.mxfail.core.guard;

import io.mxfail.core.plan.FailureKind;

import java.util.List;
import java.util.Set;

/// A provider refused the read: its key or token is wrong, may not do this, or the clocks differ.
/// Nothing could be written either.
final class ProviderAuth implements Rule {
    @Override
    public String id() {
        return "PROVIDER-AUTH";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return Unread.findings(
                this,
                situation,
                Set.of(FailureKind.UNAUTHORISED, FailureKind.FORBIDDEN, FailureKind.CLOCK_SKEW),
                (provider, reason) -> provider + " does not let us in: " + reason,
                ProviderAuth::fix);
    }

    private static String fix(FailureKind kind) {
        return switch (kind) {
            case FORBIDDEN -> "give this key the right to read and write the zone's records";
            case CLOCK_SKEW -> "set the clock of this machine (NTP), or that of the server";
            case UNAUTHORISED,
                    THROTTLED,
                    NO_SUCH_ZONE,
                    INVALID,
                    UNSUPPORTED,
                    UNAVAILABLE,
                    TIMEOUT,
                    BROKEN ->
                    "correct the key or the secret that the profile refers to";
        };
    }
}
