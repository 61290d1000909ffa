package io.mxfail.core.guard;

import io.mxfail.core.propagation.CanaryReport;

import java.util.List;
import java.util.Optional;

/// A test message came to a mailbox of another site than the one that mail is sent to: people who
/// read there see none of it.
final class CanaryAstray implements Rule {
    @Override
    public String id() {
        return "CANARY-ASTRAY";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.probes().canaries().stream()
                .flatMap(flown -> finding(situation, flown).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, CheckReport.Flown flown) {
        return flown.canary()
                .place()
                .flatMap(place -> place.stray().map(at -> found(situation, flown, place, at)));
    }

    private Finding found(
            Situation situation, CheckReport.Flown flown, CanaryReport.Place place, String at) {
        return Say.domainAt(
                        this,
                        situation,
                        flown.domain(),
                        place.expected(),
                        flown.canary().to(),
                        "docs/rules/CANARY-ASTRAY.md")
                .warn(
                        "the test message to "
                                + flown.canary().to()
                                + " arrived at "
                                + at
                                + ", should be at "
                                + place.expected(),
                        "look why the hosts of "
                                + place.expected()
                                + " hand it on instead of keeping it; where that is meant, say in"
                                + " `verify.delivery.sites` that the mailbox is the one of "
                                + at);
    }
}
