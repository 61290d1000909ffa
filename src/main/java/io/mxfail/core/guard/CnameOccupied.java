package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.plan.Transition;

import java.util.ArrayList;
import java.util.List;

/// A CNAME would stand beside other data. It must stand alone (RFC 1034, section 3.6.2): servers
/// answer that all went well, and silently drop one of the two.
final class CnameOccupied implements Rule {
    @Override
    public String id() {
        return "CNAME-OCCUPIED";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            for (Transition.Occupied occupied : domain.transition().occupied()) {
                String others =
                        String.join(
                                ", ",
                                occupied.types().stream().filter(t -> !t.equals("CNAME")).toList());
                findings.add(
                        Say.domain(
                                        this,
                                        situation,
                                        domain.name(),
                                        occupied.name().toString(),
                                        "RFC 1034, section 3.6.2")
                                .crit(
                                        occupied.name()
                                                + " would hold a CNAME beside "
                                                + others
                                                + "; servers keep only one of them",
                                        "move or delete "
                                                + others
                                                + " at "
                                                + occupied.name()
                                                + ", or use A and AAAA records in the profile"));
            }
        }
        return findings;
    }
}
