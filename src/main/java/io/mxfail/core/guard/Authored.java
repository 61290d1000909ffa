package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.plan.DomainView;
import io.mxfail.core.profile.Site;
import io.mxfail.core.profile.SiteRecords;
import io.mxfail.core.profile.Variables;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mail that a site sends in the name of one author's domain.
///
/// @param domain the profile's domain for whose sake it is sent
/// @param author the domain in `From:`, which DMARC protects (RFC 9989, section 4.4)
/// @param envelope the domain in the envelope, where bounces go; empty: not known
/// @param submitted whether applications send it through the site's `submission`
record Authored(
        DomainCase domain, String site, Name author, Optional<Name> envelope, boolean submitted) {
    /// What a domain asks receivers to do with mail that fails.
    ///
    /// @param owner the domain whose record says so
    record Asked(DmarcPolicy policy, DmarcPolicy.Disposition what, Name owner) {}

    /// All mail that the sites of a profile send, as far as the profile tells: what applications
    /// send through `submission`, and what comes from `senders`. A site that is left in a breach
    /// shall not send any more.
    static List<Authored> of(Situation situation) {
        var all = new ArrayList<Authored>();
        for (DomainCase domain : situation.domains()) {
            domain.transition()
                    .view()
                    .sites()
                    .forEach(
                            (site, records) -> {
                                if (!situation.isRevoked(site)) {
                                    add(situation, domain, site, records, all);
                                }
                            });
        }
        return all;
    }

    private static void add(
            Situation situation,
            DomainCase domain,
            String site,
            SiteRecords records,
            List<Authored> all) {
        Optional<Site.Submission> relay =
                situation.task().profile().site(site).flatMap(Site::submission);
        Optional<Name> from = relay.flatMap(submission -> mailDomain(submission.from(), domain));
        from.ifPresent(
                author ->
                        all.add(
                                new Authored(
                                        domain,
                                        site,
                                        author,
                                        relay.get()
                                                .sending()
                                                .envelope()
                                                .flatMap(text -> mailDomain(text, domain)),
                                        true)));
        if (!records.senders().isEmpty()
                && from.filter(author -> author.equals(domain.name())).isEmpty()) {
            all.add(new Authored(domain, site, domain.name(), Optional.empty(), false));
        }
    }

    /// The domain of an address, or the one that stands alone; empty where it is none.
    private static Optional<Name> mailDomain(String text, DomainCase domain) {
        DomainView view = domain.transition().view();
        Map<String, String> variables = view.domain().variablesIn(view.zone());
        String mail = Variables.expand(text, variables);
        String name = mail.substring(mail.lastIndexOf('@') + 1);
        try {
            return Optional.of(Name.fromString(name, Name.root).canonicalize());
        } catch (TextParseException _) {
            // `lint` names what cannot be read
            return Optional.empty();
        }
    }

    /// What is asked for mail of the author that fails; empty: nothing, or only as a test.
    Optional<Asked> asked(MailDns moment) {
        MailDns.Dmarc dmarc = moment.dmarc(author);
        if (!(dmarc.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy))) {
            return Optional.empty();
        }
        DmarcPolicy.Disposition what =
                dmarc.owner().equals(author)
                        ? policy.policy()
                        : policy.subdomains().orElse(policy.policy());
        return what == DmarcPolicy.Disposition.NONE || policy.testing()
                ? Optional.empty()
                : Optional.of(new Asked(policy, what, dmarc.owner()));
    }

    /// The addresses that the site sends from.
    List<String> senders() {
        return Optional.ofNullable(domain.transition().view().sites().get(site))
                .map(SiteRecords::senders)
                .orElse(List.of());
    }

    /// The author's domain for people.
    String authorText() {
        return author.toString(true);
    }
}
