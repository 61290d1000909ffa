package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.MXRecord;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A state without MX. Senders would fall back to the domain's own address (RFC 5321, section 5.1),
/// usually a web server, which returns the mail or keeps it.
final class MxEmpty implements Rule {
    @Override
    public String id() {
        return "MX-EMPTY";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.task().to().isEmpty() ? now(situation) : planned(situation);
    }

    /// What is so already is no fault of a plan.
    private List<Finding> now(Situation situation) {
        return situation.domains().stream()
                .filter(domain -> domain.transition().ownsMx())
                .filter(domain -> domain.transition().mxAfter().isEmpty())
                .filter(domain -> !DomainArpa.isInfrastructure(domain.name()))
                .filter(domain -> DomainCname.target(situation, domain).isEmpty())
                .map(
                        domain ->
                                Say.domain(
                                                this,
                                                situation,
                                                domain.name(),
                                                domain.name() + " MX",
                                                "RFC 5321, section 5.1")
                                        .warn(
                                                domain.name()
                                                        + " has no MX: senders fall back to its own"
                                                        + " address",
                                                missing(situation, domain)))
                .toList();
    }

    /// The set of the site that comes first: the profile names it before the others.
    private static String missing(Situation situation, DomainCase domain) {
        Map<String, SiteRecords> sites = domain.transition().view().sites();
        String first =
                situation.candidates().stream()
                        .filter(
                                site ->
                                        Optional.ofNullable(sites.get(site))
                                                .filter(s -> !s.mx().isEmpty())
                                                .isPresent())
                        .findFirst()
                        .orElse("SITE");
        List<String> records =
                Optional.ofNullable(sites.get(first)).stream()
                        .flatMap(site -> site.mx().stream())
                        .map(ToPublish::record)
                        .toList();
        return (records.isEmpty() ? "" : "publish " + ToPublish.all(records) + ": ")
                + "`mxfail switch --to "
                + first
                + "`"
                + (records.isEmpty() ? " publishes the MX set of a site" : " does");
    }

    private List<Finding> planned(Situation situation) {
        return situation.domains().stream()
                .filter(domain -> domain.transition().ownsMx())
                .filter(MxEmpty::losesMx)
                .map(
                        domain ->
                                Say.domain(
                                                this,
                                                situation,
                                                domain.name(),
                                                domain.name() + " MX",
                                                "RFC 5321, section 5.1")
                                        .crit(message(domain), fix(domain)))
                .toList();
    }

    /// A domain that has no MX yet gets one; one that has an MX must never be without.
    private static boolean losesMx(DomainCase domain) {
        boolean had = false;
        for (List<MXRecord> state : domain.transition().mxStates()) {
            if (had && state.isEmpty()) {
                return true;
            }
            had |= !state.isEmpty();
        }
        return !had;
    }

    private static String message(DomainCase domain) {
        return domain.transition().mxAfter().isEmpty()
                ? "the plan leaves " + domain.name() + " without MX"
                : "between two writes of the plan " + domain.name() + " has no MX";
    }

    private static String fix(DomainCase domain) {
        return domain.transition().mxAfter().isEmpty()
                ? "give every site its `mx`"
                : "use a provider that changes a record set as one";
    }
}
