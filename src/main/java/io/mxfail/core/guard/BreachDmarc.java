package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Published;
import io.mxfail.core.plan.Mode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// In a breach authority is taken from a site, and DMARC asks receivers to do nothing with what
/// fails (`p=none`): whoever holds the site goes on in the company's name. `p=reject` is suggested
/// only where mail of the new site is known to pass by itself; mxfail never writes it.
final class BreachDmarc implements Rule {
    @Override
    public String id() {
        return "BREACH-DMARC";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        Optional<String> to = situation.task().to();
        if (situation.task().mode() != Mode.BREACH || to.isEmpty()) {
            return List.of();
        }
        MailDns after = situation.names().dns().after();
        var findings = new ArrayList<Finding>();
        for (DomainCase domain : situation.domains()) {
            MailDns.Dmarc dmarc = after.dmarc(domain.name());
            if (dmarc.policy() instanceof Published.Valid<DmarcPolicy>(DmarcPolicy policy)
                    && isNone(domain, dmarc, policy)) {
                findings.add(finding(situation, domain, to.get(), dmarc, policy));
            }
        }
        return findings;
    }

    private static boolean isNone(DomainCase domain, MailDns.Dmarc dmarc, DmarcPolicy policy) {
        DmarcPolicy.Disposition asked =
                dmarc.owner().equals(domain.name())
                        ? policy.policy()
                        : policy.subdomains().orElse(policy.policy());
        return asked == DmarcPolicy.Disposition.NONE;
    }

    private Finding finding(
            Situation situation,
            DomainCase domain,
            String to,
            MailDns.Dmarc dmarc,
            DmarcPolicy policy) {
        String name = domain.name().toString(true);
        MailDns after = situation.names().dns().after();
        List<Authored> mail =
                Authored.of(situation).stream()
                        .filter(one -> one.domain().name().equals(domain.name()))
                        .filter(one -> one.site().equals(to) && one.author().equals(domain.name()))
                        .toList();
        List<Alignment> ways = mail.stream().map(one -> Alignment.of(one, policy, after)).toList();
        boolean proven = !ways.isEmpty() && ways.stream().allMatch(Alignment::passes);
        boolean inherited = !dmarc.owner().equals(domain.name());
        Optional<String> record =
                after.dmarcText(dmarc.owner())
                        .flatMap(text -> DmarcPolicy.rejecting(text, inherited))
                        .filter(_ -> proven);
        return Say.domainAt(this, situation, domain.name(), to, name, "RFC 9989, section 4.7")
                .warn(
                        "DMARC of "
                                + name
                                + " asks receivers to do nothing with mail that fails (p=none), so"
                                + " that what the breach takes away stops nobody"
                                + (proven ? "; mail of " + to + " passes by " + by(ways) : ""),
                        record.map(
                                        text ->
                                                "once nobody else sends for it, publish `_dmarc."
                                                        + domain.name()
                                                        + " TXT \""
                                                        + text
                                                        + "\"`; mxfail never writes DMARC")
                                .orElseGet(() -> prove(to, ways)));
    }

    private static String by(List<Alignment> ways) {
        return ways.stream()
                .flatMap(way -> way.by().stream())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String prove(String to, List<Alignment> ways) {
        String why =
                ways.stream()
                        .filter(way -> !way.passes())
                        .map(Alignment::why)
                        .findFirst()
                        .orElse("the profile names neither its `senders` nor a `submission`");
        return "nothing stricter is suggested, since mail of "
                + to
                + " is not known to pass itself ("
                + why
                + "): name its `senders`, `submission.envelope` or `dkim`";
    }
}
