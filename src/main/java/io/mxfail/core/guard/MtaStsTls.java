package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.MtaStsPolicy;
import io.mxfail.core.plan.Mode;
import io.mxfail.core.probe.AddressProbe;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A mail host that the domain's MTA-STS policy lists does not show what senders demand that follow
/// the policy: STARTTLS with a certificate for its name, in date, that leads to an authority they
/// trust (RFC 8461, sections 4.1 and 4.2). Where the policy is enforced they do not deliver there,
/// whatever the profile says of `checks.starttls`.
///
/// In an emergency it does not block: those senders wait, and all others reach the host.
final class MtaStsTls implements Rule {
    @Override
    public String id() {
        return "MTASTS-TLS";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (HostFacts host : HostFacts.of(situation, MtaStsTls::fact)) {
            for (MtaStsPolicy.Mode mode :
                    List.of(MtaStsPolicy.Mode.ENFORCE, MtaStsPolicy.Mode.TESTING)) {
                Set<Name> domains = listing(situation, host, mode);
                if (!domains.isEmpty() && !isLeftInABreach(situation, host.site())) {
                    findings.add(finding(situation, host.about(domains), mode));
                }
            }
        }
        return findings;
    }

    /// The domains whose mail goes to the host and whose policy lists it.
    private static Set<Name> listing(Situation situation, HostFacts host, MtaStsPolicy.Mode mode) {
        var domains = new TreeSet<Name>();
        for (DomainCase domain : situation.domains()) {
            if (host.domains().contains(domain.name())
                    && MtaStsPolicies.of(situation, domain.name())
                            .filter(policy -> policy.mode() == mode && policy.allows(host.host()))
                            .isPresent()) {
                domains.add(domain.name());
            }
        }
        return domains;
    }

    private static boolean isLeftInABreach(Situation situation, String site) {
        return situation.task().mode() == Mode.BREACH
                && situation.task().to().filter(to -> !to.equals(site)).isPresent();
    }

    private Finding finding(Situation situation, HostFacts host, MtaStsPolicy.Mode mode) {
        boolean enforced = mode == MtaStsPolicy.Mode.ENFORCE;
        Say say = host.say(this, situation, "RFC 8461, section 4.2");
        String message =
                "the MTA-STS policy lists "
                        + host.text()
                        + (enforced
                                ? "; senders that enforce the policy do not deliver there"
                                : "; senders will report it");
        String fix =
                "give the host STARTTLS and a certificate for its name that a public authority"
                        + " signed, with all its chain";
        return enforced && situation.task().mode() == Mode.PLANNED
                ? say.crit(message, fix)
                : say.warn(message, fix);
    }

    private static Optional<String> fact(AddressProbe address) {
        TlsResult tls = address.tls();
        if (tls.isMissing()) {
            return Optional.of("gives no encrypted connection");
        }
        return tls.session().filter(session -> !session.isTrustworthy()).map(MtaStsTls::flaw);
    }

    private static String flaw(TlsSession session) {
        var flaws = new ArrayList<String>();
        if (!session.nameMatches()) {
            flaws.add("is for another name");
        }
        if (!session.certificate().isInDate()) {
            flaws.add("is outside its dates");
        }
        if (!session.chainTrusted()) {
            flaws.add("leads to no authority that is trusted here (`smtp.ca-file`)");
        }
        return "shows a certificate that " + String.join(" and ", flaws);
    }
}
