package io.mxfail.core.guard;

import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How the mail that sites send fares with DMARC now and once a plan is carried out, in lines that
/// gather the domains for which it is the same. What is wrong is a finding; this is the rest of the
/// picture.
public final class Outgoing {
    private static final int NAMED = 3;

    private Outgoing() {}

    /// @param submitted whether applications send it through the site's relay
    private record Way(String site, boolean submitted, String now, String then) {}

    /// One line for each way of faring; none where nothing is planned, or no domain has a policy.
    public static List<String> of(Situation situation) {
        if (situation.task().to().isEmpty()) {
            return List.of();
        }
        Situation.Dns dns = situation.names().dns();
        var ways = new LinkedHashMap<Way, Set<String>>();
        for (Authored mail : Authored.of(situation)) {
            MailDns.Dmarc dmarc = dns.after().dmarc(mail.author());
            if (dmarc.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)) {
                var way =
                        new Way(
                                mail.site(),
                                mail.submitted(),
                                word(Alignment.of(situation, mail, policy, dns.before())),
                                word(Alignment.of(situation, mail, policy, dns.after())));
                ways.computeIfAbsent(way, _ -> new TreeSet<>()).add(mail.authorText());
            }
        }
        var lines = new ArrayList<String>();
        for (Map.Entry<Way, Set<String>> one : ways.entrySet()) {
            Way way = one.getKey();
            lines.add(
                    "mail of "
                            + Say.some(one.getValue(), NAMED)
                            + (way.submitted() ? " through " : " from ")
                            + way.site()
                            + " passes DMARC by "
                            + way.then()
                            + (way.now().equals(way.then())
                                    ? ", as it does now"
                                    : " after the switch; now by " + way.now()));
        }
        return lines;
    }

    private static String word(Alignment alignment) {
        boolean spf = alignment.spf() instanceof Alignment.Leg.Passes;
        boolean dkim = alignment.dkim() instanceof Alignment.Leg.Passes;
        if (spf || dkim) {
            return spf && dkim ? "SPF and DKIM" : spf ? "SPF" : "DKIM";
        }
        return alignment.fails() ? "neither SPF nor DKIM" : "nothing that is known";
    }
}
