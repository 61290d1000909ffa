package io.mxfail.core.guard;

import java.util.List;

/// A domain without SPF record: anyone may send in its name, and large receivers take such mail for
/// suspicious or refuse it. A plan that has SPF terms to publish makes one.
final class SpfMissing implements Rule {
    @Override
    public String id() {
        return "SPF-MISSING";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .filter(domain -> domain.transition().spfAfter().isEmpty())
                .filter(domain -> !DomainArpa.isInfrastructure(domain.name()))
                .filter(domain -> DomainCname.target(situation, domain).isEmpty())
                .map(
                        domain ->
                                Say.domain(
                                                this,
                                                situation,
                                                domain.name(),
                                                domain.name() + " TXT",
                                                "RFC 7208, section 3")
                                        .warn(
                                                domain.name()
                                                        + " has no SPF record: receivers cannot"
                                                        + " tell who may send in its name",
                                                "name the senders of each site in `spf`; a domain"
                                                        + " that sends nothing publishes `v=spf1"
                                                        + " -all`"))
                .toList();
    }
}
