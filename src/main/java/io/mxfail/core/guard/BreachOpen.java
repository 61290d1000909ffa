package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.mail.SpfText;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.mail.ToPublish;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.profile.Profile;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// After a breach the SPF record still authorises addresses of the site that is left: by a term
/// that is not the site's own, such as an include that others use, too. mxfail removes what only
/// the site stands behind, and names the rest, since others may depend on it.
final class BreachOpen implements Rule {
    @Override
    public String id() {
        return "BREACH-OPEN";
    }

    /// A term that is open, and what of the site it lets pass.
    ///
    /// @param term as it stands in the record
    record Open(DomainCase domain, String site, String term, Set<String> addresses) {}

    @Override
    public List<Finding> judge(Situation situation) {
        return of(situation).stream().map(open -> finding(situation, open)).toList();
    }

    /// All that is open once the plan is carried out.
    static List<Open> of(Situation situation) {
        Optional<String> to = situation.task().to();
        if (situation.task().mode() != Mode.BREACH || to.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<Open>();
        for (DomainCase domain : situation.domains()) {
            for (String site : quarantined(domain, to.get())) {
                open(situation, domain, site)
                        .forEach(
                                (term, addresses) ->
                                        all.add(new Open(domain, site, term, addresses)));
            }
        }
        return all;
    }

    /// The site that is left, or where DNS does not tell which one that is, all others.
    private static List<String> quarantined(DomainCase domain, String to) {
        Set<String> sites = domain.transition().view().sites().keySet();
        return sites.contains(domain.from()) && !domain.from().equals(to)
                ? List.of(domain.from())
                : sites.stream().filter(site -> !site.equals(to)).toList();
    }

    /// The terms that let addresses of the site pass, with these; hosts that the target uses, too,
    /// are no business of the breach.
    private static Map<String, Set<String>> open(
            Situation situation, DomainCase domain, String site) {
        MailDns dns = situation.names().dns().after();
        Set<String> kept = addresses(dns, domain, situation.task().to().orElseThrow());
        Set<String> left = addresses(dns, domain, site);
        left.removeAll(kept);
        var open = new LinkedHashMap<String, Set<String>>();
        for (String address : left) {
            dns.spf(address, domain.name())
                    .filter(verdict -> verdict.result() == SpfResult.PASS)
                    .flatMap(SpfVerdict::matched)
                    .ifPresent(
                            term -> open.computeIfAbsent(term, _ -> new TreeSet<>()).add(address));
        }
        return open;
    }

    private static Set<String> addresses(MailDns dns, DomainCase domain, String site) {
        var addresses = new TreeSet<String>();
        Optional.ofNullable(domain.transition().view().sites().get(site))
                .ifPresent(records -> addresses.addAll(records.senders()));
        for (Name host : domain.hostsOf(site)) {
            if (!host.equals(Name.root)) {
                addresses.addAll(dns.addresses(host));
            }
        }
        return addresses;
    }

    private Finding finding(Situation situation, Open open) {
        DomainCase domain = open.domain();
        String name = domain.name().toString(true);
        return Say.domainAt(
                        this,
                        situation,
                        domain.name(),
                        open.site(),
                        open.term(),
                        "RFC 7208, section 5")
                .warn(
                        "`"
                                + open.term()
                                + "` in the SPF record of "
                                + name
                                + " still authorises "
                                + Say.some(open.addresses())
                                + " of "
                                + open.site(),
                        fix(situation, open));
    }

    private static String fix(Situation situation, Open open) {
        DomainCase domain = open.domain();
        String name = domain.name().toString(true);
        SpfTerm term = new SpfTerm(open.term());
        Optional<SpfText> record =
                domain.transition().spfAfter().size() == 1
                        ? SpfText.parse(domain.transition().spfAfter().getFirst())
                        : Optional.empty();
        if (record.filter(text -> text.reached().stream().anyMatch(term::same)).isEmpty()
                && !term.isAll()) {
            return "it stands in the record that `redirect=` leads to: have it taken out there, or"
                    + " publish a record of your own at "
                    + name;
        }
        Optional<String> needed = needed(situation, open, term);
        String edit =
                record.map(
                                text ->
                                        "publish "
                                                + ToPublish.txt(
                                                        domain.name(),
                                                        text.edit(
                                                                        List.of(),
                                                                        List.of(term),
                                                                        List.of())
                                                                .toString()))
                        .orElse("take it out");
        if (needed.isPresent()) {
            return needed.get() + ": take it out of `spf` there first, then " + edit;
        }
        if (quarantined(domain, situation.task().to().orElseThrow()).size() > 1) {
            return edit
                    + ", with what others need of it as `ip4:` and `ip6:`; mxfail takes none out"
                    + " while DNS does not show which site is left";
        }
        return edit
                + ", with what others need of it as `ip4:` and `ip6:`; mxfail does it in the same"
                + " run with `--accept BREACH-OPEN@"
                + name
                + " --reason TEXT`";
    }

    /// Who else names the term, so that mxfail does not take it; empty: nobody.
    private static Optional<String> needed(Situation situation, Open open, SpfTerm term) {
        DomainView view = open.domain().transition().view();
        if (!open.domain().transition().ownsSpf()) {
            return Optional.of("no site of the profile has `spf`, so that the record is not its");
        }
        Optional<String> site =
                view.sites().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(open.site()))
                        .filter(entry -> entry.getValue().spf().stream().anyMatch(term::same))
                        .map(Map.Entry::getKey)
                        .findFirst();
        if (site.isPresent()) {
            return Optional.of("site " + site.get() + " names it, too");
        }
        Profile.Neighbours others = situation.task().profile().about().neighbours();
        return others.spf()
                        .getOrDefault(view.name().toString(), List.of())
                        .contains(term.normalised())
                ? Optional.of("another profile names it, too")
                : others.unread().isEmpty()
                        ? Optional.empty()
                        : Optional.of("another profile, which cannot be read, may need it");
    }
}
