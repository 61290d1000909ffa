package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.SpfCost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The resulting SPF record asks for more than ten lookups: receivers give up with a
/// permanent error (RFC 7208, section 4.6.4), for every sender. What is counted is the record
/// that the plan leaves.
final class SpfLookups implements Rule {
    /// A record that is a little over the limit is shown whole, one that goes on and on is not.
    private static final int SHOWN = 20;

    @Override
    public String id() {
        return "SPF-LOOKUPS";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            Optional.ofNullable(situation.names().spf().get(domain.name()))
                    .flatMap(cost -> finding(situation, domain, cost))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain, SpfCost cost) {
        Say say =
                Say.domain(
                        this,
                        situation,
                        domain.name(),
                        domain.name() + " TXT",
                        "RFC 7208, section 4.6.4");
        if (cost.tooMany()) {
            String message =
                    "the SPF record of "
                            + domain.name()
                            + " costs "
                            + cost.lookups()
                            + " lookups, receivers do "
                            + SpfCost.LIMIT
                            + ": "
                            + Say.some(cost.tree().stream().map(String::strip).toList(), SHOWN);
            String fix =
                    "replace includes by their `ip4:`/`ip6:` networks, or take out terms that no"
                            + " longer send";
            return Optional.of(
                    domain.transition().ownsSpf()
                            ? say.crit(message, fix)
                            : say.warn(message, fix));
        }
        return cost.unknown().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        say.unknown(
                                "the SPF record of "
                                        + domain.name()
                                        + " costs at least "
                                        + cost.lookups()
                                        + " lookups; no answer for "
                                        + Say.some(cost.unknown()),
                                "check again when its name servers answer"));
    }
}
