package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;

import java.util.ArrayList;
import java.util.List;

/// A change of something that is not the profile's to write: the last line of defence against
/// a plan that was made or edited wrongly.
final class NameOutside implements Rule {
    @Override
    public String id() {
        return "NAME-OUTSIDE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (String key : domain.transition().outside()) {
                findings.add(
                        Say.domain(this, situation, domain.name(), key, "RFC 1034, section 4.2")
                                .crit(
                                        "the plan changes "
                                                + key
                                                + ", which is not a name of "
                                                + domain.name()
                                                + " in this profile",
                                        "give the name back to the profile, or make the plan again"
                                                + " from it"));
            }
        }
        return findings;
    }
}
