package io.mxfail.core.guard;

import io.mxfail.core.plan.FailureKind;

import java.util.List;
import java.util.Set;

/// A provider answers and does not have the zone, or not in a form that can be read there.
final class ProviderZone implements Rule {
    @Override
    public String id() {
        return "PROVIDER-ZONE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return Unread.findings(
                this,
                situation,
                Set.of(
                        FailureKind.NO_SUCH_ZONE,
                        FailureKind.INVALID,
                        FailureKind.UNSUPPORTED,
                        FailureKind.BROKEN),
                (provider, reason) -> provider + " cannot give the records: " + reason,
                ProviderZone::fix);
    }

    private static String fix(FailureKind kind) {
        if (kind == FailureKind.BROKEN) {
            return "write with another adapter, or by hand as docs/without-mxfail.md shows, and"
                    + " tell the adapter's author";
        }
        return kind == FailureKind.NO_SUCH_ZONE
                ? "name the provider that has the zone, correct the domain, or give its `zone:`"
                : "correct the domain or its `zone:`, or choose a provider type that fits";
    }
}
