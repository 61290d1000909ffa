package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.ToPublish;

import java.util.List;
import java.util.Optional;

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
                                                fix(situation, domain)))
                .toList();
    }

    private static String fix(Situation situation, DomainCase domain) {
        List<String> meant =
                Optional.ofNullable(situation.names().spf().get(domain.name())).stream()
                        .flatMap(report -> report.after().records().stream())
                        .toList();
        return meant.size() == 1
                ? "publish "
                        + ToPublish.txt(domain.name(), meant.getFirst())
                        + ": `mxfail prepare` does"
                : "name the senders of each site in `spf`; where the domain sends nothing, publish "
                        + ToPublish.txt(domain.name(), "v=spf1 -all");
    }
}
