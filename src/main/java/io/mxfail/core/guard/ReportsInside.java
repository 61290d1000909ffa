package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.TlsReporting;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Every report about the domain's mail goes to the domain itself: it is lost just when the mail
/// fails (RFC 8460, section 3).
final class ReportsInside implements Rule {
    @Override
    public String id() {
        return "REPORTS-INSIDE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            MailDns dns = situation.names().dns().after();
            if (dns.dmarc(domain.name()).policy()
                    instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)) {
                judge(situation, domain, "DMARC", policy.reports(), findings);
            }
            if (dns.tlsReporting(domain.name())
                    instanceof Published.Valid<TlsReporting>(TlsReporting reporting)) {
                judge(situation, domain, "TLS", reporting.reports(), findings);
            }
        }
        return findings;
    }

    private void judge(
            Situation situation,
            DomainCase domain,
            String what,
            List<String> reports,
            List<Finding> findings) {
        List<String> ours = situation.domains().stream().map(d -> d.name().toString(true)).toList();
        if (reports.isEmpty()
                || !reports.stream().allMatch(uri -> ours.contains(mailDomain(uri)))) {
            return;
        }
        Name name = domain.name();
        findings.add(
                Say.domain(this, situation, name, what + " reports", "RFC 8460, section 3")
                        .warn(
                                "every "
                                        + what
                                        + " report about "
                                        + name.toString(true)
                                        + " goes to an address that fails with it: "
                                        + Say.some(reports),
                                "add an address in another domain to `rua`"));
    }

    /// The domain of a `mailto:` address; empty text for every other kind.
    private static String mailDomain(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        return lower.startsWith("mailto:") && at > 0
                ? lower.substring(at + 1).replaceFirst("[!?].*", "")
                : "";
    }
}
