package io.mxfail.core.guard;

import io.mxfail.core.guard.Handover.Offer;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The target lacks an extension that the site with the mail offers and that messages depend on:
/// addresses in Unicode are returned without `SMTPUTF8` (RFC 6531), and 8-bit text has to be
/// converted without `8BITMIME` (RFC 6152), which not every sender does.
final class SmtpExtensions implements Rule {
    private static final List<String> NEEDED = List.of("8BITMIME", "SMTPUTF8");

    @Override
    public String id() {
        return "SMTP-EXTENSIONS";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (Handover handover : Handover.of(situation)) {
            List<Offer> now = Handover.offers(handover.from());
            var lost = new ArrayList<String>();
            var hosts = new TreeSet<Name>();
            for (String keyword : NEEDED) {
                boolean offered =
                        !now.isEmpty()
                                && now.stream()
                                        .allMatch(o -> o.address().extensions().offers(keyword));
                List<Name> without =
                        Handover.offers(handover.to()).stream()
                                .filter(o -> !o.address().extensions().offers(keyword))
                                .map(Offer::host)
                                .toList();
                if (offered && !without.isEmpty()) {
                    lost.add(keyword);
                    hosts.addAll(without);
                }
            }
            if (!lost.isEmpty()) {
                findings.add(finding(situation, handover, lost, hosts));
            }
        }
        return findings;
    }

    private Finding finding(
            Situation situation, Handover handover, List<String> lost, TreeSet<Name> hosts) {
        String words = String.join(" and ", lost);
        return handover.say(this, situation, hosts.first(), "RFC 6531, section 3.1")
                .warn(
                        Say.names(hosts)
                                + " of "
                                + handover.to().site()
                                + Say.for_(handover.domains())
                                + " does not offer "
                                + words
                                + ", as "
                                + handover.from().site()
                                + " does: mail that needs it is returned after the switch",
                        "enable " + words + " there, or make sure that nobody needs it");
    }
}
