package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.ProviderFact;
import io.mxfail.core.guard.Situation.Refusal;

import java.util.List;
import java.util.Optional;

/// A provider refused the read: its key or token is wrong, may not do this, or the clocks differ.
/// Nothing could be written either.
final class ProviderAuth implements Rule {
    @Override
    public String id() {
        return "PROVIDER-AUTH";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.services().providers().stream()
                .flatMap(provider -> finding(situation, provider).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, ProviderFact provider) {
        return provider.refusal().flatMap(refusal -> finding(situation, provider, refusal));
    }

    private Optional<Finding> finding(Situation situation, ProviderFact provider, Refusal refusal) {
        String fix =
                switch (refusal.kind()) {
                    case UNAUTHORISED -> "correct the secret that the profile refers to";
                    case FORBIDDEN ->
                            "give this key the right to read and write the zone's records";
                    case CLOCK_SKEW -> "set the clock of this machine (NTP)";
                    case THROTTLED, NO_SUCH_ZONE, INVALID, UNSUPPORTED, UNAVAILABLE, TIMEOUT -> "";
                };
        return fix.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Say.profile(
                                        this,
                                        situation,
                                        provider.identity(),
                                        "docs/rules/PROVIDER-AUTH.md")
                                .crit(
                                        provider.identity()
                                                + " does not let us in: "
                                                + refusal.reason(),
                                        fix));
    }
}
