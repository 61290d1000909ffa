package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.plan.Mode;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The MTA-STS policy does not list a mail host of a site: senders that enforce it do not deliver
/// there (RFC 8461, section 5), and errors of backup hosts alone show only when the primary fails
/// (section 8.4).
///
/// In an emergency it does not block: those senders wait, and all others reach the host.
final class MtaStsMx implements Rule {
    @Override
    public String id() {
        return "MTASTS-MX";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            MtaStsPolicies.of(situation, domain.name())
                    .filter(policy -> policy.mode() != MtaStsPolicy.Mode.NONE)
                    .ifPresent(
                            policy -> {
                                sites(situation, domain, policy, findings);
                                strangers(situation, domain, policy).ifPresent(findings::add);
                            });
        }
        return findings;
    }

    private void sites(
            Situation situation, DomainCase domain, MtaStsPolicy policy, List<Finding> findings) {
        for (String site : domain.transition().view().sites().keySet()) {
            var unlisted = new TreeSet<Name>();
            for (Name host : domain.hostsOf(site)) {
                if (!host.equals(Name.root) && !policy.allows(host)) {
                    unlisted.add(host);
                }
            }
            boolean left = situation.task().to().filter(to -> !to.equals(site)).isPresent();
            if (!unlisted.isEmpty() && !(left && situation.task().mode() == Mode.BREACH)) {
                findings.add(finding(situation, domain.name(), site, policy, unlisted));
            }
        }
    }

    /// The other way round: hosts that the policy lists and nobody's MX names, such as a backup
    /// that was misspelt or has gone. A pattern with `*` that no host fits is one, too: whoever
    /// has a host there may take the domain's mail without a warning to those who check.
    private Optional<Finding> strangers(
            Situation situation, DomainCase domain, MtaStsPolicy policy) {
        var known = new TreeSet<String>();
        domain.transition().view().sites().keySet().stream()
                .flatMap(site -> domain.hostsOf(site).stream())
                .forEach(host -> known.add(host.toString(true)));
        domain.transition()
                .mxBefore()
                .forEach(mx -> known.add(mx.getTarget().canonicalize().toString(true)));
        List<String> strangers =
                policy.mx().stream()
                        .distinct()
                        .filter(
                                pattern ->
                                        known.stream()
                                                .noneMatch(h -> MtaStsPolicy.matches(pattern, h)))
                        .toList();
        if (strangers.isEmpty()) {
            return Optional.empty();
        }
        Say say =
                Say.domain(
                        this,
                        situation,
                        domain.name(),
                        String.join(", ", strangers),
                        "RFC 8461, section 4.1");
        return Optional.of(
                say.warn(
                        "the MTA-STS policy of "
                                + domain.name().toString(true)
                                + " lists "
                                + Say.some(strangers)
                                + ", which no site has as a mail host",
                        "take the `mx:` lines out of the policy file, or correct the names; then"
                                + " publish "
                                + MtaStsFile.record(situation, domain.name())));
    }

    private Finding finding(
            Situation situation,
            Name domain,
            String site,
            MtaStsPolicy policy,
            Set<Name> unlisted) {
        boolean enforced = policy.mode() == MtaStsPolicy.Mode.ENFORCE;
        Say say =
                Say.domainAt(
                        this, situation, domain, site, Say.names(unlisted), "RFC 8461, section 5");
        String message =
                "the MTA-STS policy of "
                        + domain.toString(true)
                        + " ("
                        + (enforced ? "enforce" : "testing")
                        + ", kept for "
                        + policy.maxAge().toHours()
                        + " h) does not list "
                        + Say.names(unlisted)
                        + (enforced
                                ? ": senders that enforce it do not deliver there"
                                : ": senders will report it");
        String fix =
                "add "
                        + String.join(
                                ", ",
                                unlisted.stream()
                                        .map(host -> "`mx: " + host.toString(true) + "`")
                                        .toList())
                        + " to the policy file, then publish "
                        + MtaStsFile.record(situation, domain);
        boolean planned = situation.task().mode() == Mode.PLANNED;
        return enforced && planned ? say.crit(message, fix) : say.warn(message, fix);
    }
}
