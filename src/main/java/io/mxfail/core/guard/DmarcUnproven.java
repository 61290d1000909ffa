package io.mxfail.core.guard;

import io.mxfail.core.guard.Alignment.Leg;
import io.mxfail.core.mail.EspKnowledge;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.SpfTerm;
import io.mxfail.core.profile.SiteRecords;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The domain asks receivers to reject or set aside what fails DMARC, and nobody can say whether
/// mail that applications send through a site would: the profile names neither the domain in its
/// envelope nor a key of the author's domain. A service that puts its own domain there and signs
/// with its own key fails (RFC 9989, section 4.4).
final class DmarcUnproven implements Rule {
    @Override
    public String id() {
        return "DMARC-UNPROVEN";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        MailDns after = situation.names().dns().after();
        for (Authored mail : Authored.of(situation)) {
            if (mail.submitted()
                    && mail.envelope().isEmpty()
                    && situation.candidates().contains(mail.site())) {
                mail.asked(after)
                        .filter(asked -> isOpen(situation, mail, asked, after))
                        .ifPresent(asked -> findings.add(finding(situation, mail, asked)));
            }
        }
        return findings;
    }

    /// A site's own hosts keep the sender's domain in the envelope, and those are what `senders`
    /// names; a service is told by its records.
    private static boolean isOpen(
            Situation situation, Authored mail, Authored.Asked asked, MailDns after) {
        Alignment then = Alignment.of(mail, asked.policy(), after);
        return then.spf() instanceof Leg.Unclear
                && then.dkim() instanceof Leg.Fails
                && (mail.senders().isEmpty() || service(situation, mail).isPresent());
    }

    private Finding finding(Situation situation, Authored mail, Authored.Asked asked) {
        return Say.domainAt(
                        this,
                        situation,
                        mail.domain().name(),
                        mail.site(),
                        mail.authorText(),
                        "RFC 9989, section 4.4")
                .warn(
                        "DMARC of "
                                + mail.authorText()
                                + " asks receivers to "
                                + asked.what().word()
                                + " what fails, and nobody can say whether mail that applications"
                                + " send through "
                                + mail.site()
                                + " does: the profile tells neither the domain in its envelope nor"
                                + " a key of "
                                + mail.authorText()
                                + service(situation, mail).map(DmarcUnproven::hint).orElse(""),
                        "name the envelope's domain as `submission.envelope` of site "
                                + mail.site()
                                + ", or its key under `dkim`; `mxfail check --send` with"
                                + " `verify.outbound` shows what a receiver finds");
    }

    private static String hint(EspKnowledge service) {
        EspKnowledge.Envelope envelope = service.envelope().orElseThrow();
        return "; "
                + service.service()
                + " puts "
                + envelope.domain()
                + " there unless told otherwise ("
                + envelope.fact().source()
                + ")";
    }

    /// The service that a site sends through, where its own envelope is known.
    private static Optional<EspKnowledge> service(Situation situation, Authored mail) {
        return Optional.ofNullable(mail.domain().transition().view().sites().get(mail.site()))
                .flatMap(
                        records ->
                                situation.services().esps().stream()
                                        .filter(esp -> esp.envelope().isPresent())
                                        .filter(esp -> isUsed(esp, records))
                                        .findFirst());
    }

    private static boolean isUsed(EspKnowledge esp, SiteRecords records) {
        return records.all().stream().anyMatch(record -> esp.wanted(record).isPresent())
                || records.spf().stream()
                        .flatMap(term -> included(term).stream())
                        .anyMatch(esp::sendsBy);
    }

    private static Optional<Name> included(SpfTerm term) {
        String text = term.normalised();
        if (!text.startsWith("include:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.fromString(text.substring("include:".length()), Name.root));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }
}
