package io.mxfail.core.guard;

import io.mxfail.core.plan.FailureKind;

import java.util.List;
import java.util.Set;

/// A provider gave no answer to a read, or none now: nothing is known of its zones, and nothing
/// could be written there.
final class ProviderUnreachable implements Rule {
    @Override
    public String id() {
        return "PROVIDER-UNREACHABLE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return Unread.findings(
                this,
                situation,
                Set.of(FailureKind.UNAVAILABLE, FailureKind.TIMEOUT, FailureKind.THROTTLED),
                (provider, reason) -> "no read from " + provider + ": " + reason,
                ProviderUnreachable::fix);
    }

    private static String fix(FailureKind kind) {
        return kind == FailureKind.THROTTLED
                ? "wait a little, then try again"
                : "bring it up, open the way to it, or correct its address in the profile";
    }
}
