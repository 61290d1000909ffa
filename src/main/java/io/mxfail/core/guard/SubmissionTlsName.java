package io.mxfail.core.guard;

import io.mxfail.core.probe.PeerCertificate;
import io.mxfail.core.probe.RelayAddress;
import io.mxfail.core.probe.RelayProbe;
import io.mxfail.core.probe.TlsResult;
import io.mxfail.core.probe.TlsSession;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The certificate of a relay does not hold for the name that applications use. They check the
/// name in their settings (RFC 7817), not the one that an alias leads to: after the switch they
/// refuse to send.
final class SubmissionTlsName implements Rule {
    @Override
    public String id() {
        return "SUBMISSION-TLS-NAME";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        for (RelayProbe relay : RelayFacts.of(situation)) {
            List<String> facts = RelayFacts.at(relay, SubmissionTlsName::fact);
            if (!facts.isEmpty()) {
                findings.add(
                        RelayFacts.say(this, situation, relay, "RFC 7817, section 3")
                                .crit(
                                        RelayFacts.who(relay)
                                                + " has no certificate that applications take: "
                                                + Say.some(facts),
                                        "have the relay show a certificate for "
                                                + relay.name().toString(true)
                                                + ", or let applications use a name of the relay's"
                                                + " own"));
            }
        }
        return findings;
    }

    private static Optional<String> fact(RelayAddress address) {
        TlsResult tls = address.tls();
        if (tls.isMissing()) {
            return Optional.of("gives no encryption: " + tls.problem());
        }
        return tls.session()
                .filter(session -> !session.isTrustworthy())
                .map(SubmissionTlsName::why);
    }

    private static String why(TlsSession session) {
        PeerCertificate certificate = session.certificate();
        var why = new ArrayList<String>();
        if (!session.nameMatches()) {
            why.add(certificate.holder().map(name -> "is for " + name).orElse("names nobody"));
        }
        if (!certificate.isInDate()) {
            why.add(
                    "is valid from "
                            + certificate.validity().notBefore()
                            + " to "
                            + certificate.validity().notAfter());
        }
        if (!session.chainTrusted()) {
            why.add("leads to no authority that is trusted here (`smtp.ca-file`)");
        }
        return "shows one that " + String.join(" and ", why);
    }
}
