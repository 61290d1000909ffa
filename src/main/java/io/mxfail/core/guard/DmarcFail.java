package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.SpfResult;
import io.mxfail.core.mail.SpfVerdict;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The domain asks receivers to reject or set aside mail that passes neither SPF nor DKIM for the
/// domain itself (RFC 9989, section 5.4), and that is what mail of a site would be: none of its
/// addresses is authorised, and it has no usable key of the domain.
final class DmarcFail implements Rule {
    @Override
    public String id() {
        return "DMARC-FAIL";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            MailDns.Dmarc dmarc = situation.names().dns().after().dmarc(domain.name());
            if (dmarc.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)) {
                DmarcPolicy.Disposition asked =
                        dmarc.owner().equals(domain.name())
                                ? policy.policy()
                                : policy.subdomains().orElse(policy.policy());
                if (asked != DmarcPolicy.Disposition.NONE && !policy.testing()) {
                    sites(situation, domain, dmarc, asked, policy, findings);
                }
            }
        }
        return findings;
    }

    private void sites(
            Situation situation,
            DomainCase domain,
            MailDns.Dmarc dmarc,
            DmarcPolicy.Disposition asked,
            DmarcPolicy policy,
            List<Finding> findings) {
        domain.transition()
                .view()
                .sites()
                .forEach(
                        (site, records) -> {
                            boolean left =
                                    situation
                                            .task()
                                            .to()
                                            .filter(to -> !to.equals(site))
                                            .isPresent();
                            if (!(left && situation.task().mode() == Mode.BREACH)
                                    && !records.senders().isEmpty()
                                    && fails(situation, domain.name(), site, records, policy)) {
                                findings.add(
                                        finding(
                                                situation,
                                                domain.name(),
                                                site,
                                                asked,
                                                dmarc.owner()));
                            }
                        });
    }

    private static boolean fails(
            Situation situation,
            Name domain,
            String site,
            SiteRecords records,
            DmarcPolicy policy) {
        boolean signed =
                DkimKeys.of(situation).stream()
                        .filter(selector -> selector.site().equals(site))
                        .filter(selector -> selector.domain().name().equals(domain))
                        .filter(selector -> isAligned(situation, selector, domain, policy))
                        .anyMatch(DmarcFail::mayPass);
        boolean authorised =
                records.senders().stream()
                        .map(sender -> situation.names().dns().after().spf(sender, domain))
                        .flatMap(Optional::stream)
                        .map(SpfVerdict::result)
                        .anyMatch(r -> r == SpfResult.PASS || r == SpfResult.TEMPERROR);
        return !signed && !authorised;
    }

    /// Whether the domain that a key signs for is the author's: the very domain with `adkim=s`,
    /// else
    /// one of the same organisation (RFC 9989, section 4.4.1).
    private static boolean isAligned(
            Situation situation, DkimKeys.Selector selector, Name domain, DmarcPolicy policy) {
        Name signing = selector.signingDomain();
        MailDns dns = situation.names().dns().after();
        return signing.equals(domain)
                || !policy.strictDkim()
                        && dns.organisation(signing).equals(dns.organisation(domain));
    }

    /// A key without an answer may be there: another rule says that it is not known.
    private static boolean mayPass(DkimKeys.Selector selector) {
        return selector.usable().isPresent() || selector.key() instanceof Published.NoAnswer;
    }

    private Finding finding(
            Situation situation,
            Name domain,
            String site,
            DmarcPolicy.Disposition asked,
            Name owner) {
        String name = domain.toString(true);
        return Say.domainAt(this, situation, domain, site, name, "RFC 9989, section 5.4")
                .crit(
                        "mail that "
                                + site
                                + " sends for "
                                + name
                                + " passes neither SPF nor DKIM for that domain, and DMARC"
                                + (owner.equals(domain)
                                        ? ""
                                        : " (the record of "
                                                + owner.toString(true)
                                                + ", which receivers may miss that use the public"
                                                + " suffix list)")
                                + " asks receivers to "
                                + asked.word()
                                + " it",
                        "authorise its addresses in `spf`, or give its key under `dkim`");
    }
}
