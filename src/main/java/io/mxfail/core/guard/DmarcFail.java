package io.mxfail.core.guard;

import io.mxfail.core.mail.MailDns;

import org.xbill.DNS.Name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The domain asks receivers to reject or set aside mail that passes neither SPF nor DKIM for the
/// domain itself (RFC 9989, section 5.4), and that is what mail of a site would be: its envelope is
/// another's or none of its addresses is authorised, and it has no usable key of the domain.
final class DmarcFail implements Rule {
    @Override
    public String id() {
        return "DMARC-FAIL";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        var findings = new ArrayList<Finding>();
        MailDns after = situation.names().dns().after();
        for (Authored mail : Authored.of(situation)) {
            mail.asked(after)
                    .ifPresent(
                            asked -> {
                                var then = Alignment.of(mail, asked.policy(), after);
                                if (then.fails()) {
                                    findings.add(finding(situation, mail, asked, then));
                                } else if (situation.planned()) {
                                    late(situation, mail, asked, then).ifPresent(findings::add);
                                }
                            });
        }
        return findings;
    }

    private Finding finding(
            Situation situation, Authored mail, Authored.Asked asked, Alignment then) {
        String author = mail.authorText();
        return Say.domainAt(
                        this,
                        situation,
                        mail.domain().name(),
                        mail.site(),
                        author,
                        "RFC 9989, section 5.4")
                .crit(
                        "mail that "
                                + mail.site()
                                + " sends for "
                                + author
                                + " passes neither SPF nor DKIM for that domain ("
                                + then.why()
                                + ")"
                                + before(situation, mail, asked)
                                + ", and DMARC"
                                + owner(mail.author(), asked.owner())
                                + " asks receivers to "
                                + asked.what().word()
                                + " it",
                        fix(mail, then));
    }

    /// Mail that passes in the end, and by neither way for receivers that remember old records.
    private Optional<Finding> late(
            Situation situation, Authored mail, Authored.Asked asked, Alignment then) {
        Alignment between = then.between(situation, mail, Optional.of(asked.policy()));
        if (!between.fails()) {
            return Optional.empty();
        }
        String author = mail.authorText();
        return Optional.of(
                Say.domainAt(
                                this,
                                situation,
                                mail.domain().name(),
                                mail.site(),
                                author,
                                "RFC 9989, section 5.4")
                        .warn(
                                "for a while after the switch mail that "
                                        + mail.site()
                                        + " sends for "
                                        + author
                                        + " passes neither SPF nor DKIM where receivers remember"
                                        + " old records ("
                                        + between.why()
                                        + "), and DMARC"
                                        + owner(mail.author(), asked.owner())
                                        + " asks them to "
                                        + asked.what().word()
                                        + " it",
                                "let `mxfail prepare` publish what authorises it, a TTL before the"
                                        + " switch"
                                        + (between.dkim() instanceof Alignment.Leg.Fails
                                                ? "; a key of the domain under `dkim` carries it"
                                                        + " through"
                                                : "")));
    }

    /// What a plan takes from mail that passes now.
    private static String before(Situation situation, Authored mail, Authored.Asked asked) {
        Optional<String> now =
                situation.task().to().isEmpty()
                        ? Optional.empty()
                        : Alignment.of(mail, asked.policy(), situation.names().dns().before()).by();
        return now.map(by -> " after the switch (now it does by " + by + ")").orElse("");
    }

    private static String owner(Name author, Name owner) {
        return owner.equals(author)
                ? ""
                : " (the record of "
                        + owner.toString(true)
                        + ", which receivers may miss that use the public suffix list)";
    }

    private static String fix(Authored mail, Alignment then) {
        boolean envelope =
                mail.envelope().isPresent() && !mail.envelope().get().equals(mail.author());
        return (envelope
                        ? "set up an envelope of "
                                + mail.authorText()
                                + " at the service and name it in `submission.envelope`"
                        : "authorise its addresses in `spf`")
                + (then.dkim() instanceof Alignment.Leg.Fails
                        ? ", or give its key under `dkim`"
                        : "");
    }
}
