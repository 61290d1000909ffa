package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.probe.DomainReport;
import io.mxfail.core.probe.HostReport;
import io.mxfail.core.probe.RecipientResult;
import io.mxfail.core.probe.SiteReport;
import io.mxfail.core.probe.SiteState;
import io.mxfail.core.probe.Verdict;
import io.mxfail.core.profile.Site;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Whether a site would take the mail is not known: it was not probed, put the question off, or
/// refused only this machine. Not knowing is not good enough for a switch.
final class TargetUnknown implements Rule {
    @Override
    public String id() {
        return "TARGET-UNKNOWN";
    }

    private static final String REFERENCE = "RFC 5321, section 4.2.1";

    /// What several domains may have in common, so that it is said once.
    private record Why(SiteState state, Verdict verdict, boolean expected) {}

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (String site : situation.candidates()) {
            Optional<SiteReport> report = situation.probes().site(site);
            if (report.isPresent()) {
                findings.addAll(probed(situation, report.get()));
            } else if (situation.domains().stream().anyMatch(d -> !d.hostsOf(site).isEmpty())) {
                findings.add(
                        Say.host(this, situation, Optional.of(site), List.of(), site, REFERENCE)
                                .unknown(
                                        site + " was not probed, so nothing is known of it",
                                        check(site)));
            }
        }
        return findings;
    }

    private List<Finding> probed(Situation situation, SiteReport site) {
        var groups = new LinkedHashMap<Why, List<DomainReport>>();
        site.domains().stream()
                .filter(d -> d.state() == SiteState.UNKNOWN || d.state() == SiteState.TEMPFAIL)
                .forEach(
                        d ->
                                groups.computeIfAbsent(
                                                why(situation, site, d), _ -> new ArrayList<>())
                                        .add(d));
        var findings = new ArrayList<Finding>();
        groups.forEach(
                (why, domains) -> {
                    boolean everywhere =
                            domains.size() > 1 && domains.size() == site.domains().size();
                    if (everywhere) {
                        findings.add(finding(situation, site, why, domains));
                    } else {
                        domains.forEach(
                                d -> findings.add(finding(situation, site, why, List.of(d))));
                    }
                });
        return findings;
    }

    private static Why why(Situation situation, SiteReport site, DomainReport domain) {
        return new Why(
                domain.state(),
                worst(domain).map(RecipientResult::verdict).orElse(Verdict.NOT_ASKED),
                domain.state() == SiteState.TEMPFAIL
                        && waitsForThePrimary(situation, site.site(), domain.domain()));
    }

    /// A service that steps in only when the active site is down answers 4xx as long as that is
    /// up: then a 4xx is what it should say.
    private static boolean waitsForThePrimary(Situation situation, String site, Name domain) {
        boolean waits =
                situation
                        .task()
                        .profile()
                        .site(site)
                        .filter(s -> s.role().accepts() == Site.Accepts.WHEN_PRIMARY_DOWN)
                        .isPresent();
        return waits
                && situation.domains().stream()
                        .filter(d -> d.name().equals(domain))
                        .map(DomainCase::from)
                        .flatMap(from -> situation.probes().site(from).stream())
                        .flatMap(report -> report.domains().stream())
                        .filter(d -> d.domain().equals(domain))
                        .allMatch(d -> d.state().isAccepting());
    }

    private static Optional<RecipientResult> worst(DomainReport domain) {
        return domain.recipients().stream()
                .filter(r -> r.verdict() != Verdict.ACCEPTED)
                .max(java.util.Comparator.comparing(RecipientResult::verdict));
    }

    private Finding finding(
            Situation situation, SiteReport site, Why why, List<DomainReport> domains) {
        List<Name> names = domains.stream().map(DomainReport::domain).toList();
        String facts =
                domains.stream()
                        .flatMap(d -> worst(d).stream())
                        .findFirst()
                        .map(r -> r.recipient().address() + ": " + r.reply())
                        .orElseGet(() -> nothingAsked(situation, site));
        String what =
                switch (why.verdict()) {
                    case GREYLISTED -> "greylisted";
                    case TEMPFAIL -> "answers \"not now\"";
                    case NO_ANSWER -> "breaks off or stays silent";
                    case REFUSED_PROBE -> "refuses this machine, which says nothing of others";
                    case NOT_ASKED,
                            ACCEPTED,
                            INCONCLUSIVE,
                            REFUSED,
                            REFUSED_UNKNOWN_USER,
                            REFUSED_RELAY ->
                            "cannot be judged";
                };
        Say say =
                Say.host(
                        this,
                        situation,
                        Optional.of(site.site()),
                        names,
                        names.size() == 1 ? names.getFirst().toString() : site.site(),
                        REFERENCE);
        String message = site.site() + " " + what + Say.for_(names) + ": " + facts;
        return why.expected()
                ? say.warn(
                        message + "; expected of a service that waits for the active site to fail",
                        "nothing to do while the active site is up")
                : say.unknown(
                        message,
                        why.verdict() == Verdict.GREYLISTED
                                ? Greylisted.again(situation, site.site(), putOff(domains))
                                : fix(why.verdict(), site.site()));
    }

    private static String nothingAsked(Situation situation, SiteReport site) {
        if (situation.task().profile().probing().checks().recipients().isEmpty()) {
            return "`checks.recipients` names nobody to ask about";
        }
        return site.hosts().isEmpty()
                ? "no host was probed"
                : "no recipient could be asked about at "
                        + Say.names(site.hosts().stream().map(HostReport::host).toList());
    }

    private static List<RecipientResult> putOff(List<DomainReport> domains) {
        return domains.stream()
                .flatMap(domain -> domain.recipients().stream())
                .filter(result -> result.verdict() == Verdict.GREYLISTED)
                .toList();
    }

    private static String fix(Verdict verdict, String site) {
        return switch (verdict) {
            case REFUSED_PROBE ->
                    "probe from a machine that "
                            + site
                            + " talks to (`checks.helo`, PTR record), then "
                            + check(site);
            case NOT_ASKED,
                    ACCEPTED,
                    INCONCLUSIVE,
                    GREYLISTED,
                    NO_ANSWER,
                    TEMPFAIL,
                    REFUSED,
                    REFUSED_UNKNOWN_USER,
                    REFUSED_RELAY ->
                    check(site);
        };
    }

    private static String check(String site) {
        return "`mxfail check --site " + site + "`";
    }
}
