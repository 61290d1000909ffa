package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.TlsReporting;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every report about the domain's mail goes to the domain itself: it is lost just when the mail
/// fails (RFC 8460, section 3).
final class ReportsInside implements Rule {
    /// What stands in a remedy for an address that only its reader knows: nobody ever has one below
    /// `invalid` (RFC 2606, section 2).
    static final String FILL_IN = "mailto:FILL-IN@other-domain.invalid";

    @Override
    public String id() {
        return "REPORTS-INSIDE";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            MailDns dns = situation.names().dns().after();
            MailDns.Dmarc dmarc = dns.dmarc(domain.name());
            List<String> failed =
                    dmarc.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)
                            ? policy.reports()
                            : List.of();
            List<String> onTls =
                    dns.tlsReporting(domain.name())
                                    instanceof Published.Valid<TlsReporting>(TlsReporting tls)
                            ? tls.reports()
                            : List.of();
            if (allInside(situation, failed)) {
                String address = elsewhere(situation, onTls, true);
                findings.add(
                        finding(
                                situation,
                                domain,
                                "DMARC",
                                failed,
                                mended(
                                                MailDns.dmarcRecord(dmarc.owner()),
                                                dns.dmarcText(dmarc.owner()),
                                                address)
                                        + permission(dmarc.owner(), address)));
            }
            if (allInside(situation, onTls)) {
                Name at = MailDns.reportsRecord(domain.name());
                findings.add(
                        finding(
                                situation,
                                domain,
                                "TLS",
                                onTls,
                                mended(
                                        at,
                                        dns.texts(at).stream()
                                                .filter(TlsReporting::isTlsReporting)
                                                .findFirst(),
                                        elsewhere(situation, failed, false))));
            }
        }
        return findings;
    }

    private static boolean allInside(Situation situation, List<String> reports) {
        return !reports.isEmpty()
                && reports.stream().noneMatch(address -> outside(situation, address));
    }

    private static boolean outside(Situation situation, String address) {
        return !address.equalsIgnoreCase(FILL_IN) && isElsewhere(situation, address);
    }

    /// Domains of the profile share its hosts, whether they are asked about or not.
    private static boolean isElsewhere(Situation situation, String address) {
        return situation.task().profile().domains().stream()
                .noneMatch(domain -> domain.name().toString(true).equals(mailDomain(address)));
    }

    /// Where the other kind of reports goes, as far as that is elsewhere: whoever reads these can
    /// read those.
    private static String elsewhere(Situation situation, List<String> others, boolean mailOnly) {
        return others.stream()
                .filter(address -> outside(situation, address))
                .filter(address -> !mailOnly || !mailDomain(address).isEmpty())
                // a limit of size is known to DMARC alone
                .map(address -> mailDomain(address).isEmpty() ? address : address.split("!", 2)[0])
                .findFirst()
                .orElse(FILL_IN);
    }

    private static String mended(Name name, Optional<String> record, String address) {
        if (record.filter(text -> text.contains(FILL_IN)).isPresent()) {
            return "put a mailbox that does not fail with this domain in place of `"
                    + FILL_IN
                    + "` in "
                    + ToPublish.txt(name, record.orElseThrow());
        }
        return record.flatMap(text -> Mended.reportingTo(text, address))
                        .map(text -> "publish " + ToPublish.txt(name, text) + " in its place")
                        .orElse("add `" + address + "` to `rua`")
                + (address.equals(FILL_IN)
                        ? ", with a mailbox that does not fail with this domain for `"
                                + FILL_IN
                                + "`"
                        : ", which adds where other reports go already");
    }

    /// Others must agree to get reports of DMARC (RFC 9990).
    private static String permission(Name owner, String address) {
        String domain = mailDomain(address);
        return MailDns.permission(owner, domain)
                .map(
                        name ->
                                "; "
                                        + domain
                                        + " agrees to get them by "
                                        + ToPublish.txt(name, "v=DMARC1"))
                .orElse("");
    }

    private Finding finding(
            Situation situation, DomainCase domain, String what, List<String> reports, String fix) {
        Name name = domain.name();
        return Say.domain(this, situation, name, what + " reports", "RFC 8460, section 3")
                .warn(
                        "every "
                                + what
                                + " report about "
                                + name.toString(true)
                                + " goes to an address that fails with it: "
                                + Say.some(reports),
                        fix);
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
