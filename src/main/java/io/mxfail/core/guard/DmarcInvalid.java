package io.mxfail.core.guard;

import io.mxfail.core.guard.Situation.DomainCase;
import io.mxfail.core.mail.DmarcPolicy;
import io.mxfail.core.mail.MailDns;
import io.mxfail.core.mail.Mended;
import io.mxfail.core.mail.Published;
import io.mxfail.core.mail.ToPublish;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;

/// A DMARC record that receivers pass over, so that the domain has no policy (RFC 9989, section
/// 4.10): it cannot be read, or there are several.
final class DmarcInvalid implements Rule {
    @Override
    public String id() {
        return "DMARC-INVALID";
    }

    @Override
    public List<Finding> judge(Situation situation) {
        return situation.domains().stream()
                .flatMap(domain -> finding(situation, domain).stream())
                .toList();
    }

    private Optional<Finding> finding(Situation situation, DomainCase domain) {
        MailDns.Dmarc dmarc = situation.names().dns().after().dmarc(domain.name());
        String name = "_dmarc." + dmarc.owner().toString(true);
        Say say = Say.domain(this, situation, domain.name(), name, "RFC 9989, section 4.10");
        return switch (dmarc.policy()) {
            case Published.Valid<DmarcPolicy> _, Published.Missing<DmarcPolicy> _ ->
                    Optional.empty();
            case Published.Several<DmarcPolicy>(int count) ->
                    Optional.of(
                            say.warn(
                                    count + " DMARC records at " + name + ": receivers follow none",
                                    "publish " + mended(situation, dmarc) + " in their place"));
            case Published.Invalid<DmarcPolicy> _ ->
                    Optional.of(
                            say.warn(
                                    "receivers cannot read the DMARC record at " + name,
                                    "publish "
                                            + mended(situation, dmarc)
                                            + " in its place, with the policy that is meant"));
            case Published.NoAnswer<DmarcPolicy>(String detail) ->
                    // a parent that is silent is its own zone's trouble, and most have no record
                    Optional.of(
                                    say.unknown(
                                            "no answer for the DMARC record at "
                                                    + name
                                                    + ": "
                                                    + detail,
                                            "check again when its name servers answer"))
                            .filter(_ -> dmarc.owner().equals(domain.name()));
        };
    }

    private static String mended(Situation situation, MailDns.Dmarc dmarc) {
        Name name = MailDns.dmarcRecord(dmarc.owner());
        List<String> texts =
                situation.names().dns().after().texts(name).stream()
                        .filter(DmarcPolicy::isDmarc)
                        .toList();
        return ToPublish.txt(name, Mended.dmarc(texts));
    }
}
